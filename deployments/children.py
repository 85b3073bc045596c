"""Child processes that are watched: started again when they end, and stopped with all that they started."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from deployments.log_rotation import keep_small
from wearable_coach.store.permissions import OWNER_FOLDER, owners_alone

MARK = "WEARABLE_COACH_UP"
"""Environment variable that every process of an installation carries: the folder it belongs to."""

_SPARED = "backends.local.worker"
"""A training outlives who started it, on purpose; it goes on from its checkpoint if it is ended."""

_STOP_WITHIN_S, _KILL_AFTER_S = 20.0, 5.0
_LONGEST_WAIT_S, _WELL_AFTER_S = 30.0, 60.0


class Command(NamedTuple):
    """What to run, and where its words go."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path


class Child:
    """One process, started again with growing waits when it ends by itself."""

    def __init__(self, command: Command, tell: Callable[[str], None]) -> None:
        """Start it."""
        self.command, self._tell = command, tell
        self._failures, self._due_s = 0, 0.0
        self._start()

    @property
    def pid(self) -> int:
        """Number of the process that runs now, or ran last."""
        return self._process.pid

    def ended(self) -> int | None:
        """Return the exit code once it has ended."""
        return self._process.poll()

    def look_after(self) -> bool:
        """Keep its log small, and start it again if it has ended and its wait is over; say whether it was."""
        keep_small(self.command.log)
        code, now = self.ended(), time.monotonic()
        if code is None:
            return False
        if not self._due_s:
            well = now - self._started_s > _WELL_AFTER_S
            self._failures = 1 if well else self._failures + 1
            wait = min(2.0 ** (self._failures - 1), _LONGEST_WAIT_S)
            self._due_s = now + wait
            self._tell(
                f"{self.command.name} ended ({_how(code)}), it starts again in {wait:.0f} s; see {self.command.log}"
            )
        if now < self._due_s:
            return False
        self._start()
        self._tell(f"{self.command.name} is started again")
        return True

    def stop(self) -> None:
        """Ask it to end, wait, and end it."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        self._due_s, self._started_s = 0.0, time.monotonic()
        log = self.command.log
        log.parent.mkdir(OWNER_FOLDER, parents=True, exist_ok=True)
        keep_small(log)
        with open(log, "ab", opener=owners_alone) as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own commands
                list(self.command.arguments),
                env=dict(self.command.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C at the terminal reaches the supervisor alone
            )


def end_marked(mark: str) -> int:
    """End every process that carries `mark`, trainings and this process apart; return how many.

    These are what a supervisor or a worker that was killed left behind.
    """
    left = [p for p in psutil.process_iter() if _carries(p, mark)]
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    _, alive = psutil.wait_procs(left, timeout=_KILL_AFTER_S)
    for process in alive:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=_KILL_AFTER_S)
    return len(left)


def _carries(process: psutil.Process, mark: str) -> bool:
    with suppress(psutil.Error, OSError):  # gone meanwhile, or somebody else's
        own = process.pid == psutil.Process().pid
        return not own and process.environ().get(MARK) == mark and _SPARED not in process.cmdline()
    return False


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
