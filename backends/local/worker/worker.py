"""A worker's life: it holds the lock, says how it is, trains, and leaves an adapter or a reason."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from backends.local.base_model import content_hash
from backends.local.turn import NotMyTurn, machine_turn
from backends.local.worker.job_folder import JobFolder
from wearable_coach.errors import BadInput, CoachError

TAKEN = 3
"""Exit code when another worker is there."""


def work(path: Path, *, lock: int | None = None) -> int:
    """Do a job, or what is left of it.

    Args:
        path: The job's folder.
        lock: Descriptor that holds the folder's lock; None to take it.

    Returns:
        0: ended or stopped as asked; 1: failed; `TAKEN`: another worker is there.
    """
    folder = JobFolder(path)
    held = folder.take_lock() if lock is None else lock
    if held is None:
        sys.stderr.write(f"{path.name}: another worker is at it; leaving\n")
        return TAKEN
    os.set_inheritable(held, False)  # noqa: FBT003 - the name of the function says it
    if folder.status().ended:
        return 0
    stop = _Stop(folder)
    try:
        return _worked(folder, stop)
    except BaseException as error:  # noqa: BLE001 - whatever it was, the job must say so
        traceback.print_exc()
        folder.note("Failed", _reason(error))
        return 1


class _Stop:
    """Whether to stop: a signal came, or a cancellation was asked for."""

    def __init__(self, folder: JobFolder) -> None:
        self._folder, self.signalled = folder, False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, *_: object) -> None:
        self.signalled = True

    def __call__(self) -> bool:
        return self.signalled or self._folder.cancel_asked()


def _worked(folder: JobFolder, stop: _Stop) -> int:
    if folder.cancel_asked():
        folder.note("Canceled", "canceled before it began")
        return 0
    try:
        with machine_turn(
            f"{folder.path.name} trains",
            environment=os.environ,
            tell=lambda text: folder.note("Queued", text),
            stop_asked=stop,
        ):
            folder.note("Preparing")
            _check_base(folder)
            _train(folder, stop)
    except NotMyTurn:
        _note_stopped(folder)
    return 0


def _train(folder: JobFolder, stop: _Stop) -> None:
    from backends.local.worker.run import Stopped, run_job  # noqa: PLC0415 - torch takes seconds

    try:
        run_job(folder, stop)
    except Stopped:
        _note_stopped(folder)


def _note_stopped(folder: JobFolder) -> None:
    if folder.cancel_asked():
        folder.note("Canceled", "canceled as asked")
    else:
        folder.note("NotResponding", "stopped by a signal; its work is saved")


def _check_base(folder: JobFolder) -> None:
    options = folder.options()
    found = content_hash(Path(options.base_folder))
    if found != options.base_sha256:
        message = (
            f"base model: {options.base_folder} was changed since the job was submitted "
            f"(sha256 {found[:12]}, not {options.base_sha256[:12]}); restore it, or order a new job"
        )
        raise BadInput(message)


def _reason(error: BaseException) -> str:
    text: Any = str(error).strip().split("\n")[0]
    if isinstance(error, CoachError):
        return str(text)
    if isinstance(error, OSError):
        return f"{error.strerror or text}: {error.filename or 'the job folder'}; make room or restore it, then `finetune --again`"
    return f"{type(error).__name__}: {text}; worker.log has the whole of it"[:500]
