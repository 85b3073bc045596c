from datetime import timedelta

import pytest

from tests.support.completed_jobs import DONE_AT, completed_job
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.hosting.keeping import keep_all
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import bring_up, go_on, take_down
from wearable_coach.store import LocalStore


class HostingBench:
    """A store, a completed job, a scripted hoster, and a clock that a test turns."""

    def __init__(self, folder, **script):
        self.store = LocalStore(folder / "store")
        self.job = completed_job()
        self.hoster = ScriptedHoster(folder / "azure", **script)
        self.ledger = HostingLedger(self.store)
        self.now = DONE_AT

    def clock(self):
        return self.now

    def later(self, **time):
        self.now += timedelta(**time)

    def up(self, **how):
        return bring_up(self.store, self.hoster, self.job, clock=self.clock, **how)

    def until_ready(self, **how):
        for _ in range(20):
            if (record := self.up(**how)).ready:
                return record
            self.later(minutes=2)
        raise AssertionError(record)

    def down(self, why="rejected"):
        return take_down(self.store, self.hoster, self.job.name, why=why, clock=self.clock)

    def go_on(self):
        return go_on(self.store, self.hoster, self.job.name, clock=self.clock)

    def round(self):
        self.later(minutes=2)
        return keep_all(self.store, lambda _: self.hoster, clock=self.clock)

    def record(self):
        return self.ledger.read(self.job.name)

    def states(self):
        return [seen.state for seen in self.record().states]


@pytest.fixture
def bench(tmp_path):
    def make(**script):
        return HostingBench(tmp_path, **script)

    return make
