"""What a day allows, decided once: every part of an answer is given this and nothing else to decide by."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from wearable_coach.answers.prescription.plan import WeeklyPlan, pick
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table


class Ruling(NamedTuple):
    """Level, cap and today's allowance."""

    level: SafetyLevel
    cap: str
    """none, light, moderate or vigorous."""
    today_min: int
    """Minutes that may be done today where the day is not as planned [min]; never more than a session of the plan."""
    intensities: int
    """How many the week has."""

    @property
    def recovers(self) -> bool:
        """Whether the week is one of recovery: nothing but light until today's readings or symptoms are gone."""
        return self.cap == "light" and self.level > SafetyLevel.PROCEED

    @property
    def may_start(self) -> bool:
        """Whether an answer may say that one may start, or that nothing speaks against it."""
        return self.level <= SafetyLevel.REDUCE and self.cap != "none"


def ruling_of(facts: Facts, plan: WeeklyPlan, rng: Random) -> Ruling:
    """Decide a day. Source: STD-SAFE-001, STD-DOSE-025 (policy)."""
    most = min(bout.minutes for bout in plan.bouts)
    allowed = [m for m in table("dose")["plans"]["today_min"] if m <= most]
    level, cap = SafetyLevel(facts.safety_level), facts.max_intensity_allowed
    return Ruling(level, cap, pick(rng, allowed), len(plan.bouts))
