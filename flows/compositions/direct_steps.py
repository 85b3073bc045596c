"""Running the steps of a composition in this process, without Prefect."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from wearable_coach.chat.asking import Progress
from wearable_coach.dataset.batches import Accepted, Batch, Workers
from wearable_coach.finetuning.job import Job

_EVERY_SECONDS = 5.0
_Result = TypeVar("_Result")


class DirectSteps:
    """Runs steps one after another in this process, batches in threads over the workers."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Tell progress through `say`."""
        self._say, self._last = say, time.monotonic()

    def call(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any step's
        """Run one step."""
        return function(*args)

    def generate(self, pool: Workers, batches: list[Batch]) -> list[Accepted]:
        """Compose batches over the workers."""
        total = sum(len(b.specs) for b in batches)
        done = 0
        made = []
        with ThreadPoolExecutor(pool.count) as threads:
            for accepted in threads.map(pool.generate, batches):
                made.append(accepted)
                done += len(accepted.rows)
                self.say(f"composed and verified {done:,} of {total:,}")
        return made

    def say(self, text: str) -> None:
        """Tell how far it is."""
        self._say(text)

    def told(self, model: str, progress: Progress) -> None:
        """Tell how far the asking of a model is, not too often."""
        if self._is_time():
            lacking = f", {progress.unanswered:,} without an answer" if progress.unanswered else ""
            self.say(f"{model}: {progress.done:,} of {progress.of:,} answers{lacking}")

    def trained(self, job: Job) -> None:
        """Tell how far a training is, not too often."""
        done = job.progress
        if done.step is not None and self._is_time():
            loss = f", loss {done.loss:.3f}" if done.loss is not None else ""
            self.say(f"{job.name}: {job.state}, step {done.step:,} of {done.steps:,}{loss}")

    def _is_time(self) -> bool:
        due = time.monotonic() - self._last >= _EVERY_SECONDS
        if due:
            self._last = time.monotonic()
        return due
