"""Topics of moving: steps, distance, calories, contradictory records, the week and its parts."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.table import table

_STEPS = frozenset({"steps"})
_DISTANCE = frozenset({"steps", "distance_km"})
ODD = {
    "hr_below_rhr": "hr",
    "unusual:stride": "stride",
    "distance_without_steps": "lone",
    "unusual:kcal_per_kg_km": "kcal",
    "unusual:implied_height": "height",
}
ODD_USES = frozenset(
    {"steps", "distance_km", "active_calories", "weight", "bmi", "heart_rate", "resting_heart_rate"}
)


def _steps(brief: Brief) -> bool:
    return brief.vitals.steps is not None


def _step_class(brief: Brief) -> str:
    return brief.facts.step_class or ""


def odd_kind(brief: Brief) -> str:
    """Return which two readings contradict each other, nothing when none do."""
    return next((ODD[code] for code in brief.facts.warnings if code in ODD), "")


def _odd(brief: Brief) -> bool:
    return bool(odd_kind(brief))


def _stride(brief: Brief) -> bool:
    steps = brief.vitals.steps
    enough = steps is not None and steps >= table("vitals")["cross_field"]["stride_m"]["from_steps"]
    return enough and brief.facts.stride_m is not None and not _odd(brief)


def _kcal(brief: Brief) -> bool:
    return brief.vitals.active_calories is not None and not _odd(brief)


def older(brief: Brief) -> bool:
    """Say whether the person counts as an older adult of the activity guideline."""
    age = brief.profile.age
    from_age: int = table("activity")["who_2020"]["ages"]["older_from"]
    return age is not None and age >= from_age


def _population(brief: Brief) -> str:
    if "pregnancy" in brief.profile.conditions:
        return "pregnant"
    return "older" if older(brief) else "adult"


def _strength(brief: Brief) -> bool:
    return _population(brief) != "pregnant"


def _beginner(brief: Brief) -> bool:
    return brief.profile.regularly_active is not True and not brief.profile.athlete


MOVE: tuple[Topic, ...] = (
    Topic("steps_mine", "move", "move", _steps, _step_class, uses=_STEPS),
    Topic("steps_goal", "move", "move", None, uses=frozenset(), weight=0.8, moves=True),
    Topic("steps_more", "move", "move", None, moves=True, weight=0.8),
    Topic("stride", "move", "move", _stride, uses=_DISTANCE, weight=0.8),
    Topic("odd", "move", "learn", _odd, odd_kind, uses=ODD_USES, weight=40.0),
    Topic("kcal", "move", "move", _kcal, uses=frozenset({"active_calories"})),
    Topic("weekly", "train", "learn", None, _population, moves=True),
    Topic("bouts", "train", "learn", None, moves=True, weight=0.7),
    Topic("strength", "train", "learn", _strength, _population, moves=True, weight=0.8),
    Topic("sit", "train", "move", None, moves=True, weight=0.7),
    Topic("start", "train", "move", _beginner, moves=True),
    Topic("warmup", "train", "learn", None, moves=True, weight=0.7),
)
