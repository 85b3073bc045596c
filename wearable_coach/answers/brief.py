"""What a composer is given: one person, one day, its facts, and how to speak."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.heart_rate import HrmaxFormula


class Brief(NamedTuple):
    """The ground of one conversation."""

    profile: Profile
    vitals: Vitals
    facts: Facts
    stratum: str
    voice: int
    """Answer family: which ways of saying are known, 0 to VOICES - 1."""
    frame: int
    """Question family: which form the question takes, 0 to the composer's FRAMES - 1."""
    rng: Random
    hrmax_formula: HrmaxFormula = "tanaka"
