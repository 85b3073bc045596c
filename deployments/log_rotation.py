"""Keeping the log of a running process small: what is too much is moved aside under its hands."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from wearable_coach.store.permissions import owners_alone

MOST_BYTES = 20 * 1024 * 1024


def keep_small(log: Path, most_bytes: int = MOST_BYTES) -> bool:
    """Move a log that has grown beyond `most_bytes` to ``….log.1``, in place of the one before.

    The processes that write to it have it open, for appending: it is copied and then emptied, and
    they go on at its start. A line that is written between the two is lost. Where the copy cannot
    be written, the disk being full, the log is emptied all the same.

    Returns:
        Whether it was moved.
    """
    try:
        if log.stat().st_size <= most_bytes:
            return False
    except OSError:
        return False
    before = log.with_suffix(".log.1")
    try:
        _copy(log, before)
    except OSError:
        with suppress(OSError):
            before.unlink()
    with suppress(OSError):
        os.truncate(log, 0)
    return True


def _copy(log: Path, copy: Path) -> None:
    """Copy a file up to its end, also where that moves on meanwhile, and keep its permissions."""
    mode = log.stat().st_mode & 0o777
    with log.open("rb") as source, open(copy, "wb", opener=owners_alone) as target:
        os.fchmod(target.fileno(), mode)
        shutil.copyfileobj(source, target)
