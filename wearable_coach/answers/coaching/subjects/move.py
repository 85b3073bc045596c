"""Topics of moving: steps, distance, calories, contradictory records, the week and its parts."""

from __future__ import annotations

from wearable_coach.answers.brief import Case
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.table import table

_STEPS = frozenset({"steps"})
_DISTANCE = frozenset({"steps", "distance_km"})
_ODD = {
    "hr_below_rhr": "hr",
    "unusual:stride": "stride",
    "distance_without_steps": "lone",
    "unusual:kcal_per_kg_km": "kcal",
    "unusual:implied_height": "height",
}
_ODD_USES = frozenset(
    {"steps", "distance_km", "active_calories", "weight", "bmi", "heart_rate", "resting_heart_rate"}
)


def _steps(case: Case) -> bool:
    return case.vitals.steps is not None


def _step_class(case: Case) -> str:
    return case.facts.step_class or ""


def odd_kind(case: Case) -> str:
    """Return which two readings contradict each other, nothing when none do."""
    return next((_ODD[code] for code in case.facts.warnings if code in _ODD), "")


def _odd(case: Case) -> bool:
    return bool(odd_kind(case))


def _stride(case: Case) -> bool:
    steps = case.vitals.steps
    enough = steps is not None and steps >= table("vitals")["cross_field"]["stride_m"]["from_steps"]
    return enough and case.facts.stride_m is not None and not _odd(case)


def _kcal(case: Case) -> bool:
    return case.vitals.active_calories is not None and not _odd(case)


def older(case: Case) -> bool:
    """Say whether the person counts as an older adult of the activity guideline."""
    age = case.profile.age
    from_age: int = table("activity")["who_2020"]["ages"]["older_from"]
    return age is not None and age >= from_age


def _population(case: Case) -> str:
    if "pregnancy" in case.profile.conditions:
        return "pregnant"
    return "older" if older(case) else "adult"


def _strength(case: Case) -> bool:
    return _population(case) != "pregnant"


def _beginner(case: Case) -> bool:
    return case.profile.regularly_active is not True and not case.profile.athlete


MOVE: tuple[Topic, ...] = (
    Topic("steps_mine", "move", "move", _steps, _step_class, uses=_STEPS),
    Topic("steps_goal", "move", "move", None, uses=frozenset(), weight=0.8, moves=True),
    Topic("steps_more", "move", "move", None, moves=True, weight=0.8),
    Topic("stride", "move", "move", _stride, uses=_DISTANCE, weight=0.8),
    Topic("odd", "move", "learn", _odd, odd_kind, uses=_ODD_USES, weight=40.0),
    Topic("kcal", "move", "move", _kcal, uses=frozenset({"active_calories"})),
    Topic("weekly", "train", "learn", None, _population, moves=True),
    Topic("bouts", "train", "learn", None, moves=True, weight=0.7),
    Topic("strength", "train", "learn", _strength, _population, moves=True, weight=0.8),
    Topic("sit", "train", "move", None, moves=True, weight=0.7),
    Topic("start", "train", "move", _beginner, moves=True),
    Topic("warmup", "train", "learn", None, moves=True, weight=0.7),
)
