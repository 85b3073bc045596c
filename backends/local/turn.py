"""Whose turn it is on this machine: model work (training, asking a model many questions) is done one at a time.

A lock file of the machine, held by the process that works. It holds for runs of Prefect, for commands that run
directly and for training, whose worker outlives its run and knows no server; the kernel lets go of it when its
holder is gone, however that went. A concurrency limit of Prefect's could do none of this: it is a lease that a
run of Prefect renews.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store.permissions import OWNER_FOLDER, owners_alone

SLOTS_VARIABLE = "WEARABLE_COACH_MODEL_WORK"
"""How much model work this machine does at once; default 1, 0: no limit."""

FOLDER_VARIABLE = "WEARABLE_COACH_MACHINE_FOLDER"
"""Where the machine's locks lie, for processes that share no home folder, as containers do."""

MOST_WAIT_S = 24 * 3600.0
"""As long as a job may be queued."""

_DEFAULT = "~/.cache/wearable-coach/machine"
_LOOK_EVERY_S, _TELL_EVERY_S = 1.0, 15.0


class NotMyTurn(Exception):
    """Whoever waited was told to stop waiting."""


@contextmanager
def machine_turn(  # noqa: PLR0913 - one wish each
    what: str,
    *,
    environment: Mapping[str, str],
    tell: Callable[[str], None],
    stop_asked: Callable[[], bool] = lambda: False,
    most_wait_s: float = MOST_WAIT_S,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Wait for a turn on this machine and hold it until the block ends.

    Args:
        what: What is to be done, as others who wait are told it.
        environment: Says how much is done at once, and where the locks lie.
        tell: Told at once, and every quarter of a minute, that it waits, and for whom.
        stop_asked: Whether to wait no longer.
        most_wait_s: How long it waits [s].
        sleep: Waits.

    Raises:
        NotMyTurn: it was to wait no longer.
        BadInput: a setting is wrong, the locks cannot be written, or others are at it for too long.
    """
    files = _files(environment)
    if not files:
        yield
        return
    handle = _waited_for(files, tell, stop_asked, most_wait_s, sleep)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps({"what": what, "pid": os.getpid()}).encode())
        yield
    finally:
        os.ftruncate(handle, 0)
        os.close(handle)


def _waited_for(
    files: list[Path],
    tell: Callable[[str], None],
    stop_asked: Callable[[], bool],
    most_wait_s: float,
    sleep: Callable[[float], None],
) -> int:
    waited_s, told_at_s = 0.0, -_TELL_EVERY_S
    while (handle := _taken(files)) is None:
        if stop_asked():
            raise NotMyTurn
        others = "; ".join(_at_work(file) for file in files)
        if waited_s >= most_wait_s:
            message = f"machine: no turn within {most_wait_s / 3600:g} h ({others}); end what is there, or set {SLOTS_VARIABLE}=2"
            raise BadInput(message)
        if waited_s - told_at_s >= _TELL_EVERY_S:
            tell(f"waits for this machine: {others}")
            told_at_s = waited_s
        sleep(_LOOK_EVERY_S)
        waited_s += _LOOK_EVERY_S
    return handle


def _taken(files: list[Path]) -> int | None:
    """Return a descriptor that holds one of the locks; None while others hold them all."""
    for file in files:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        return handle
    return None


def _at_work(file: Path) -> str:
    """Say who holds a lock, and since when."""
    try:
        said = json.loads(file.read_bytes())
        since = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        return f"{said['what']} since {since:%Y-%m-%d %H:%M} UTC, process {said['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another is at it"  # it has just begun, or ended


def _files(environment: Mapping[str, str]) -> list[Path]:
    """Return the lock files, one for each turn at once.

    Raises:
        BadInput: the number is none, or the folder cannot be written.
    """
    given = environment.get(SLOTS_VARIABLE, "1") or "1"
    if not (given.isascii() and given.isdecimal()):
        message = f"{SLOTS_VARIABLE}: {given!r} is no whole number; set 1, or 0 for no limit"
        raise BadInput(message)
    folder, host = environment.get(FOLDER_VARIABLE, ""), ""
    if not folder:  # a home folder may be shared by machines
        folder, host = _DEFAULT, f"-{socket.gethostname()}"
    place = expanded(Path(folder))
    try:
        place.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
        files = [place / f"model-work{host}-{n}.lock" for n in range(1, int(given) + 1)]
        for file in files:
            with open(file, "ab", opener=owners_alone):
                pass
    except OSError as error:
        message = f"machine: cannot write {place} ({error.strerror}); set {FOLDER_VARIABLE} to a folder that can be"
        raise BadInput(message) from None
    return files
