"""When to ask again: which faults may pass, and how long to wait. Pure: clock and chance come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import Literal, NamedTuple

from wearable_coach.chat.contract import ModelUnreachable

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 20.0
LONGEST_ASKED_WAIT_S = 60.0
"""A server may ask for more patience than this; it does not get it [s]."""
_SPREAD = 0.1
Load = Literal["none", "maybe", "turned_away"]
"""Whether a fault tells of too many at once: a server that is late or overloaded may, a 429 does."""


class TryAgain(ModelUnreachable):
    """One try failed in a way that may pass."""

    def __init__(
        self,
        message: str,
        *,
        after_s: float | None = None,
        silent: bool = False,
        load: Load = "none",
    ) -> None:
        """Say why.

        Args:
            message: One line.
            after_s: What the server asked to wait [s].
            silent: It answered, and said nothing: when that does not pass, it is a refusal.
            load: Whether it is one of too many questions at once.
        """
        super().__init__(message)
        self.after_s, self.silent, self.load = after_s, silent, load


class RetryPolicy(NamedTuple):
    """How often and how long one question is asked."""

    retries: int
    rng: Random

    def wait_s(self, tries: int, fault: TryAgain, *, left_s: float) -> float | None:
        """Return how long to wait before the next try; None where there is none.

        Full jitter, so that threads that were turned away together do not come back together.

        Args:
            tries: Tries made [count].
            fault: What the last one met.
            left_s: Time left for the whole call [s].
        """
        if tries > self.retries:
            return None
        if fault.after_s is None:
            wait = self.rng.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (tries - 1)))
        else:
            asked = min(max(fault.after_s, 0.0), LONGEST_ASKED_WAIT_S)
            wait = asked + self.rng.uniform(0, _SPREAD * asked)
        return wait if wait < left_s else None


def retry_after_s(value: str, *, now: Callable[[], datetime]) -> float | None:
    """Read a Retry-After header: seconds, or a date; None where it is neither."""
    text = value.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - now()).total_seconds(), 0.0)
