"""Why an attempt at a row was not accepted: a code that is counted, and words that are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wearable_coach.records import Message, Verdict


class Why(NamedTuple):
    """One reason."""

    code: str
    """Such as ``input:range:weight``, ``contradicted:STD-BMI-001`` or the id of an expectation."""
    words: str = ""
    """What it was in this row."""

    def __str__(self) -> str:
        """Return it in a line, as ``rejects.jsonl`` holds it."""
        return f"{self.code}: {self.words}" if self.words else self.code


class RefusedRow(NamedTuple):
    """An attempt that was not accepted, with its reasons."""

    row_id: str
    attempt: int
    reasons: tuple[Why, ...]
    messages: tuple[Message, ...] = ()


def of_verdicts(verdicts: Iterable[Verdict]) -> tuple[Why, ...]:
    """Return a reason for every claim that is not supported."""
    return tuple(
        Why(f"{v.verdict}:{v.rule}", f"{v.span!r} {v.reason}".strip())
        for v in verdicts
        if v.verdict != "supported"
    )
