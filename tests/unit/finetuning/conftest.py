from datetime import UTC, datetime, timedelta

import pytest

from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.polling import StoreSink, Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.store import LocalStore


class Bench:
    """A store with a dataset, a scripted backend, and a clock that a test turns."""

    def __init__(self, folder, **script):
        self.store = LocalStore(folder / "store")
        self.dataset = small_dataset(self.store)
        self.tuner = ScriptedTuner(folder / "backend", **script)
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def clock(self):
        return self.now

    def later(self, **time):
        self.now += timedelta(**time)

    def order(self, **changes):
        return place_order(self.tuner, self.dataset, Hyperparameters(**changes))

    def submit(self, order=None):
        return submit_job(
            self.store,
            self.tuner,
            order or self.order(),
            tuner_name="scripted",
            clock=self.clock,
        )

    def watcher(self, *sinks):
        return Watcher(
            self.store, lambda _: self.tuner, sinks or (StoreSink(self.store),), self.clock
        )

    def watch(self):
        return self.watcher().poll_all()

    def events(self):
        return self.store.keys("events/")


@pytest.fixture
def bench(tmp_path):
    def make(**script):
        return Bench(tmp_path, **script)

    return make
