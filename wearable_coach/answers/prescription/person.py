"""What of a person bears on a prescription: traits, the limit on intensity, and who sets it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.intensity import lower_cap
from wearable_coach.standards.table import table

_HEART_CONDITIONS = frozenset(
    {"cvd", "beta_blocker", "pacemaker", "atrial_fibrillation", "heart_transplant"}
)

_WARMED_UP_LONGER = frozenset({"diabetes", "hypertension", "asthma", "postpartum"})


class Trainee(NamedTuple):
    """Traits that choose exercises and doses."""

    older: bool
    """65 or older."""
    heavy: bool
    """BMI in the class from which impact is avoided, or above."""
    underweight: bool
    """So that a week takes little weight off, and strength comes first."""
    pregnancy: bool
    heart: bool
    """Heart disease, a rhythm disorder, a device or a medicine that holds the heart rate down."""
    beginner: bool
    """Not known to be regularly active."""
    athlete: bool
    careful: bool
    """Needs the longer warm-up."""
    spared: frozenset[str]
    """The traits by which exercises are left out: those above, and those that a condition is like."""


class Limit(NamedTuple):
    """The intensity of a plan, and what holds it below a wish."""

    intensity: str
    """light, moderate or vigorous: never above the cap."""
    by: str
    """wish, day (today's readings), start, disease, heart, underweight or age (not known)."""
    wish_refused: bool
    """Vigorous was wished for and isn't given."""


def person_of(
    profile: Profile, vitals: Vitals, facts: Facts, *, limits: frozenset[str] = frozenset()
) -> Trainee:
    """Return the traits of a person.

    Args:
        profile: The person.
        vitals: The day's readings.
        facts: What follows from both.
        limits: What must be spared, as told: knees, back, shoulders.

    Source: STD-EX-001, STD-WHO-001.
    """
    traits = {
        "older": profile.age is not None and profile.age >= older_from(),
        "heavy": vitals.bmi is not None and facts.bmi_ksso in _heavy_classes(),
        "underweight": _underweight(facts),
        "pregnancy": "pregnancy" in profile.conditions,
        "heart": not _HEART_CONDITIONS.isdisjoint(profile.conditions),
        "beginner": profile.regularly_active is not True,
    }
    like: dict[str, str] = table("exercises")["spared_like"]
    spared = {name for name, holds in traits.items() if holds}
    spared.update(like[c] for c in profile.conditions if c in like)
    spared.update(limits)
    if not profile.athlete:
        spared.add("untrained")
    return Trainee(
        **traits,
        athlete=profile.athlete,
        careful=traits["older"]
        or traits["heart"]
        or not _WARMED_UP_LONGER.isdisjoint(profile.conditions),
        spared=frozenset(spared),
    )


def limit_of(profile: Profile, facts: Facts) -> Limit:
    """Return the plan's intensity: the wish, within the cap of day and person.

    A heart-rate method that does not hold (device, rhythm, pregnancy) also keeps the plan at
    moderate, and so do an age that nobody told and too little weight, which is stricter than the cap.

    Source: STD-SAFE-001, STD-SCR-001, STD-PLAN-001 (policy).
    """
    heart = _heart_method_invalid(facts)
    allowed = facts.max_intensity_allowed
    if heart or profile.age is None or _underweight(facts):
        allowed = lower_cap(allowed, "moderate")
    wished: str = profile.desired_intensity
    refused = wished == "vigorous" and allowed != "vigorous"
    return Limit(lower_cap(wished, allowed), _set_by(profile, facts, heart=heart), refused)


def _set_by(profile: Profile, facts: Facts, *, heart: bool) -> str:
    if facts.safety_level:
        return "day"
    if heart:
        return "heart"
    before = ("clearance_before_vigorous", "clearance_before_any_exercise")
    if facts.screening in before or not _capping().isdisjoint(profile.conditions):
        return "disease"
    if facts.max_intensity_allowed == "vigorous":
        if _underweight(facts):
            return "underweight"
        return "age" if profile.age is None else "wish"
    return "start"


def _underweight(facts: Facts) -> bool:
    return facts.bmi_ksso == "underweight" and "unusual:implied_height" not in facts.warnings


def _heart_method_invalid(facts: Facts) -> bool:
    return bool(facts.hr_invalid)


@cache
def _capping() -> frozenset[str]:
    """Return the conditions that cap the intensity by themselves."""
    return frozenset(table("safety")["conditions"]["caps"])


@cache
def older_from() -> int:
    """Return the age from which a week has exercises of balance."""
    from_age: int = table("activity")["who_2020"]["ages"]["older_from"]
    return from_age


@cache
def _heavy_classes() -> frozenset[str]:
    names = [row["class"] for row in table("body")["ksso"]["bands"]]
    return frozenset(names[names.index(table("exercises")["heavy_from_bmi_class"]) :])


@cache
def intensity_row(name: str) -> dict[str, Any]:
    """Return the row of an intensity class (light, moderate, vigorous)."""
    row: dict[str, Any] = next(r for r in table("intensity")["classes"] if r["class"] == name)
    return row
