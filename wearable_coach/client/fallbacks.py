"""Why the rules answer although a model is promoted: each cause told once, and counted.

A cause names a file, a setting or a server and what to do about it. It holds nothing of a question:
what a server or a foreign library says may repeat one, so of that the kind of the error is told.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import NamedTuple

from wearable_coach.errors import CoachError

MOST_CAUSES = 50
"""More are counted as one: a cause whose words always change must not fill log and metrics."""
OTHER = "other causes; the log has those before"
_log = logging.getLogger("wearable_coach.client")


class Fallback(NamedTuple):
    """A cause, and how often it was one."""

    code: str
    """As in `why` of an answer: model_not_opened, unreachable, timeout, error:TYPE."""
    cause: str
    answers: int
    """Answers of the rules because of it since the start [count]."""


class Fallbacks:
    """The causes that were met; may be used from any number of threads."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._lock = Lock()
        self._answers: dict[tuple[str, str], int] = {}
        self._told: set[tuple[str, str]] = set()

    def tell(self, code: str, cause: str) -> None:
        """Write a cause into the log, once until `forget`."""
        with self._lock:
            known = self._known(code, cause)
            if known in self._told:
                return
            self._told.add(known)
            self._answers.setdefault(known, 0)
        _log.warning("%s: %s", *known)

    def count(self, code: str, cause: str) -> None:
        """Count an answer of the rules, and tell why if that is new."""
        self.tell(code, cause)
        with self._lock:
            self._answers[self._known(code, cause)] += 1

    def forget(self) -> None:
        """Let a cause that comes back be told again: another model was taken into service."""
        with self._lock:
            self._told.clear()

    def all(self) -> tuple[Fallback, ...]:
        """Return every cause since the start."""
        with self._lock:
            return tuple(Fallback(*cause, n) for cause, n in sorted(self._answers.items()))

    def _known(self, code: str, cause: str) -> tuple[str, str]:
        full = len(self._answers) >= MOST_CAUSES and (code, cause) not in self._answers
        return (code, OTHER) if full else (code, cause)


def cause_of(error: BaseException) -> str:
    """Return what an error says and what to do about it, without words of others."""
    said = getattr(error, "without_words", "") or str(error)
    if isinstance(error, CoachError) and said:
        return said.splitlines()[0]
    return (
        f"{type(error).__name__}; if it stays: `wearable-coach doctor --deep --only contents`, or "
        "`wearable-coach rollback`"
    )
