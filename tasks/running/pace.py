"""Telling headway seldom enough to be read."""

from __future__ import annotations

import time


class Pace:
    """Says whether it is time to tell something again."""

    def __init__(self, every_s: float) -> None:
        """Let something be told every so many seconds, the first time after as many."""
        self._every_s, self._last = every_s, time.monotonic()

    def is_time(self) -> bool:
        """Say whether enough time has gone by since this was last true."""
        due = time.monotonic() - self._last >= self._every_s
        if due:
            self._last = time.monotonic()
        return due
