"""Jobs of the local trainer for tests: short rows, the tiny base, and workers that are cleaned up."""

import os
import signal
import time
from hashlib import sha256
from pathlib import Path

from backends.local.base_model import TINY
from backends.local.finetuner import LocalFineTuner, LocalOptions
from backends.local.machine import INSTALL, missing_packages
from backends.local.worker.job_folder import JobFolder
from tests.support.needs import lacking
from tests.support.training_rows import rows
from wearable_coach.finetuning.datasets import Dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder, TrainingData, TrainingFile
from wearable_coach.finetuning.submission import place_order

PATIENCE_S = 540
"""A training that begins while a machine is busy, below what a whole test may take."""


def needs_torch():
    """Skip where its packages are not installed."""
    if missing := missing_packages():
        lacking("torch", f"{', '.join(missing)} not installed; {INSTALL}")


class LocalBench:
    """A jobs folder, rows, and tuners over them as different processes would open them."""

    backend = "local"

    def __init__(self, folder: Path, *, base: str = TINY, train_rows: int = 48, **options):
        self.jobs = folder / "local-jobs"
        self.base = base
        self.options = LocalOptions(**{"threads": 1, "checkpoint_every": 10} | options)
        self.data = TrainingData((rows(train_rows),), (rows(4, salt="또 "),))

    def tuner(self) -> LocalFineTuner:
        return LocalFineTuner(self.jobs, base=self.base, options=self.options)

    def order(self, **changes) -> JobOrder:
        """Return an order as placing one makes it."""
        train, valid = (
            TrainingFile(key=f"datasets/v/{n}.jsonl", sha256=sha256(b"".join(parts)).hexdigest())
            for n, parts in zip(("train", "valid"), self.data, strict=True)
        )
        requested = Hyperparameters(**{"epochs": 1} | changes)
        return place_order(self.tuner(), Dataset("v", train, valid), requested)

    def submit(self, order: JobOrder) -> str:
        self.tuner().submit(order, self.data)
        return order.name

    def folder(self, name: str) -> JobFolder:
        return JobFolder(self.jobs / name)

    def pid(self, name: str) -> int:
        return wait_for(lambda: self.folder(name).status().pid)

    def until(self, name: str, *states: str):
        """Poll until the job is in one of the states; return what was seen."""

        def reached():
            seen = self.tuner().status(name)
            if seen.state in {"Failed", "Canceled", "Completed"} and seen.state not in states:
                message = f"{name} is {seen.state} ({seen.reason}): {self.tuner().logs(name)}"
                raise AssertionError(message)
            return seen if seen.state in states else None

        return wait_for(reached)

    def until_step(self, name: str, step: int):
        return wait_for(lambda: (self.tuner().status(name).progress.step or 0) >= step)

    def until_gone(self, name: str):
        return wait_for(lambda: not self.folder(name).is_held())

    def signal(self, name: str, number: signal.Signals):
        os.kill(self.pid(name), number)
        self.until_gone(name)

    def close(self):
        """End the workers that are left."""
        for name in self.tuner().list():
            folder = self.folder(name)
            if folder.is_held():
                (folder / "cancel").touch()  # for one that has not yet said its process
                if pid := folder.status().pid:
                    os.kill(pid, signal.SIGKILL)
                self.until_gone(name)


def wait_for(found, seconds=PATIENCE_S):
    """Return what `found` gives as soon as it gives something."""
    until = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)
    return value
