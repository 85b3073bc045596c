"""How urgently somebody needs help, as every answer of the coach carries it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel

Urgency = Literal["emergency", "crisis", "urgent", "contact", "none"]
ORDER: tuple[Urgency, ...] = ("none", "contact", "urgent", "crisis", "emergency")
"""From the least to the most."""
SELF = ""
"""Nobody else is meant: the user's own need."""
UNCLEAR = "unclear"
"""The kind of a complaint that was heard and not understood."""
SEEN = "seen"
"""The kind of what somebody has looked after: nothing is needed, and no training before who treated it allows it."""
_LEVELS: dict[Urgency, SafetyLevel] = {
    "emergency": SafetyLevel.EMERGENCY,
    "crisis": SafetyLevel.EMERGENCY,
    "urgent": SafetyLevel.CONTACT,
    "contact": SafetyLevel.CONTACT,
    "none": SafetyLevel.PROCEED,
}


class Need(NamedTuple):
    """What help is needed, of which kind, by whom."""

    urgency: Urgency
    kind: str
    """A kind of ``urgent_acts.yaml``, or `UNCLEAR`; empty where nothing is needed."""
    who: str = SELF
    """The person in need where it is not the user: 아버지, 그분."""
    held: int = 0
    """How many turns ago it was said, if nobody has looked after it since."""
    by_ear: bool = False
    """Whether the learned reader alone says so, which knows wording and no reading."""
    beside: str = ""
    """Another kind that is told with it, whose acts are said, too: what violence did to the body."""
    also: tuple[str, ...] = ()
    """What is said beside it, by its names in ``urgent_acts.yaml``: a medicine that was taken, a drive after drinking."""

    helped: int = 0
    """For how many turns help is known to be called or there."""
    anew: bool = False
    """Whether it was told again in this turn."""

    @property
    def level(self) -> SafetyLevel:
        """The safety level that this alone asks for."""
        if self.kind == UNCLEAR or (self.kind and self.urgency == "none"):
            return SafetyLevel.DEFER
        return _LEVELS[self.urgency]

    @property
    def rank(self) -> tuple[int, int]:
        """How much there is to do, for comparing."""
        return ORDER.index(self.urgency), int(self.level)


NOTHING = Need("none", "")


def of_day(facts: Facts) -> Urgency:
    """Return the urgency of a day by itself: of readings, symptoms and conditions that were told."""
    if facts.safety_level == SafetyLevel.EMERGENCY:
        return "emergency"
    return "contact" if facts.safety_level == SafetyLevel.CONTACT else "none"


def higher(one: Urgency, other: Urgency) -> Urgency:
    """Return the more urgent of two."""
    return max(one, other, key=ORDER.index)
