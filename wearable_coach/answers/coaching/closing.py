"""How an answer closes: what the day and the person allow decides it, so that nobody is bid to recover from nothing."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.standards.levels import SafetyLevel, cap_of


def closing_slot(brief: Brief, *, moves: bool = True) -> str:
    """Return the slot of a day's closing line.

    ``close.rest`` where the day's readings bid to rest, ``close.hold`` where only a condition or a clearance
    holds the person back: there is nothing to recover from; ``close.plain`` where the answer was not about moving.

    Args:
        brief: The person and day.
        moves: Whether the answer was about moving, which may be begun small and gone on with.
    """
    facts = brief.facts
    if facts.safety_level >= SafetyLevel.DEFER:
        return "close.rest"
    if cap_of(facts.max_intensity_allowed) <= cap_of("light"):
        return "close.hold"
    return "close.any" if moves else "close.plain"
