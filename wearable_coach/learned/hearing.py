"""What a user's words sound like: how urgent, of which kind, and how surely.

It was trained on what people type to a coach, half of it harmless. It may raise what a rule heard, never lower it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, cast

from wearable_coach.learned.linear import reader

Urgency = Literal["emergency", "crisis", "urgent", "contact", "none"]
Band = Literal["alarm", "triage", "quiet"]
HARMLESS = "none"
ALARM_PERCENT, TRIAGE_PERCENT = 5, 15
"""How many of a hundred harmless texts of an unknown hand may pass each threshold."""
TURNS_JOINED_BY = " / "


class Heard(NamedTuple):
    """What a reader makes of a user's words."""

    urgency: Urgency
    """What help the words resemble most; `none` where nothing harmful is nearer than the harmless."""
    kind: str
    """The kind of `texts/README.md` that they resemble most, also where the band is quiet."""
    score: float
    """How far they lie on the side of needing help [margins]."""
    band: Band
    """`alarm`: act on `urgency`; `triage`: ask back, say nothing calming; `quiet`: nothing was heard."""


def hear(text: str, before: str = "") -> Heard:
    """Hear how urgent a user's words are.

    Args:
        text: What the user says now.
        before: What the same user said a turn before, if anything.

    Raises:
        WeightsUnreadable: the weights are not whole.
    """
    alone = _heard(text)
    joined = _heard(f"{before}{TURNS_JOINED_BY}{text}") if before else alone
    return max(alone, joined, key=lambda heard: heard.score)


def threshold(percent: int) -> float:
    """Return the score that so many per cent of harmless texts of an unknown hand pass: 1, 3, 5, 10, 15 or 20."""
    return reader("urgency").head.thresholds[str(percent)]


@lru_cache(maxsize=1024)
def _heard(text: str) -> Heard:
    margins = reader("urgency").margins(text)
    harmless = margins.pop(HARMLESS)
    nearest = max(margins, key=lambda name: margins[name])
    score = margins[nearest] - harmless
    kind, _, urgency = nearest.partition("|")
    band = _band(score)
    return Heard(cast("Urgency", "none" if band == "quiet" else urgency), kind, score, band)


def _band(score: float) -> Band:
    if score > threshold(ALARM_PERCENT):
        return "alarm"
    return "triage" if score > threshold(TRIAGE_PERCENT) else "quiet"
