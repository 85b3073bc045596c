"""Following one job to its end: a look every two seconds, until it ends or its backend is silent for long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from wearable_coach.errors import CoachError
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import Watcher

_LOOK_EVERY_S = 2.0
_PATIENCE = 60
"""Looks in a row without an answer before the one who waits gives up; the job goes on."""
_SILENT = {"unreachable", "fault"}


class OutOfReach(CoachError):
    """The backend of a job does not answer; the job goes on without the one who waits."""


def followed(
    watcher: Watcher, name: str, *, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Job]:
    """Yield a job as it is after each look; the last one has ended, and its end is told.

    Raises:
        OutOfReach: its backend does not answer for long.
    """
    ledger, silent = JobLedger(watcher.store), 0
    while watcher.needs_polling(job := ledger.read(name)):
        looked = watcher.poll(job)
        silent = silent + 1 if looked.kind in _SILENT else 0
        if silent > _PATIENCE:
            message = f"{name}: out of reach: {looked.message}; the job goes on, run the same command again"
            raise OutOfReach(message)
        job = ledger.read(name)
        if not watcher.needs_polling(job):
            break
        yield job
        sleep(_LOOK_EVERY_S)
    yield job
