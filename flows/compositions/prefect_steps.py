"""Running the steps of a composition as Prefect tasks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.utilities.annotations import quote

from tasks.steps import as_task
from wearable_coach.chat.asking import Progress
from wearable_coach.dataset.batches import Accepted, Batch, Workers
from wearable_coach.finetuning.job import Job

_EVERY_SECONDS = 20.0


class PrefectSteps:
    """Runs the steps of a composition as Prefect tasks."""

    def __init__(self, logger: logging.Logger | logging.LoggerAdapter[Any]) -> None:
        """Tell progress through the run's logger."""
        self._logger, self._last = logger, time.monotonic()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 - any step's
        """Run one step as a task; Prefect does not look into what it is given."""
        quoted = [quote(arg) for arg in args]
        state: State[Any] = as_task(function)(*quoted, return_state=True)  # type: ignore[assignment]
        return state.result()

    def generate(self, pool: Workers, batches: list[Batch]) -> list[Accepted]:
        """Run batches as parallel tasks."""

        def generate_batch(batch: Batch) -> Accepted:
            """Compose and verify one batch of a category."""
            return pool.generate(batch)

        compose = as_task(generate_batch)
        futures = [compose.with_options(task_run_name=b.label).submit(b) for b in batches]
        total, done = sum(len(b.specs) for b in batches), 0
        for future in as_completed(futures):
            done += len(_accepted(future).rows)
            self.say(f"composed and verified {done:,} of {total:,}")
        return [_accepted(future) for future in futures]

    def say(self, text: str) -> None:
        """Log how far it is."""
        self._logger.info(text)

    def told(self, model: str, progress: Progress) -> None:
        """Log how far the asking of a model is, not too often."""
        if self._is_time():
            self._logger.info("%s: %d of %d answers", model, progress.done, progress.of)

    def trained(self, job: Job) -> None:
        """Log how far a training is, not too often."""
        done = job.progress
        if done.step is not None and self._is_time():
            self._logger.info("%s: %s, step %d of %d", job.name, job.state, done.step, done.steps)

    def _is_time(self) -> bool:
        due = time.monotonic() - self._last >= _EVERY_SECONDS
        if due:
            self._last = time.monotonic()
        return due


def _accepted(future: PrefectFuture[Any]) -> Accepted:
    """Return a batch's rows, or raise the known error that its task ended with."""
    future.wait()  # only then does the future know its final state
    accepted: Accepted = future.state.result()
    return accepted
