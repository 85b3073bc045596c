"""What was found of a proposition: where it stands, what it accounts for, and why it does not hold."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.verification.claims import Objection

Span = tuple[int, int]


class Proposition(NamedTuple):
    """A proposition of a sentence, judged."""

    start: int
    """Where its words start in the sentence."""
    end: int
    covers: tuple[Span, ...]
    """Where the amounts stand that it accounts for."""
    objection: Objection | None
    """Why it does not hold; None where it does."""

    def explains(self, start: int, end: int, amounts: tuple[Span, ...]) -> bool:
        """Say whether what stands from `start` to `end`, with its amounts, is right by this proposition."""
        if self.objection is not None or start >= self.end or end <= self.start:
            return False
        return all(any(a < e and b > s for s, e in self.covers) for a, b in amounts)
