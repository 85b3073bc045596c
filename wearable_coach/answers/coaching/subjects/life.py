"""Topics of everyday life with training: today, tired, sore, ill, unwilling; and what is refused."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.subjects.move import older
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.levels import SafetyLevel, cap_of
from wearable_coach.standards.safety import is_ill
from wearable_coach.standards.table import table

_ILLNESS = frozenset({"fever_or_below_neck_illness"})
_SWEATED_OUT = frozenset({"fever", "body_aches"})
"""Symptoms that people hope to sweat out."""
_CONDITION_READINGS = frozenset({"sleep_hr", "resting_heart_rate", "oxygen_saturation"})


def _not_barred(brief: Brief) -> bool:
    """Say whether the day has a plan of its own: none at rest, none by a cap that a condition sets."""
    facts = brief.facts
    if facts.safety_level >= SafetyLevel.DEFER:
        return facts.max_intensity_allowed != "none"
    return cap_of(facts.max_intensity_allowed) > cap_of("light")


def _today(brief: Brief) -> str:
    """Return what today is for: going, gentle, light by a condition, reduced, deferred, or not known."""
    level = brief.facts.safety_level
    if level >= SafetyLevel.DEFER:
        return "defer"
    if level == SafetyLevel.REDUCE:
        return "reduce"
    readings = brief.vitals.__dict__
    if all(readings[name] is None for name in _CONDITION_READINGS):
        return "unknown"
    cap = brief.facts.max_intensity_allowed
    if cap_of(cap) <= cap_of("light"):
        return "light"
    return "go" if cap == "vigorous" else "gentle"


def _ill(brief: Brief) -> bool:
    return is_ill(brief.profile)


def _feverish(brief: Brief) -> bool:
    return not _SWEATED_OUT.isdisjoint(brief.profile.symptoms)


def _pregnant(brief: Brief) -> bool:
    return "pregnancy" in brief.profile.conditions


def _known_disease(brief: Brief) -> bool:
    known = table("safety")["conditions"]["known_disease"]
    return not set(brief.profile.conditions).isdisjoint(known)


def _athlete(brief: Brief) -> bool:
    return brief.profile.athlete


_FEWEST_TO_LOOK_AT = 2


def _looked_at(brief: Brief) -> bool:
    told = sum(value is not None for value in brief.vitals.__dict__.values())
    return told >= _FEWEST_TO_LOOK_AT and brief.facts.max_intensity_allowed != "none"


def _has_plan(brief: Brief) -> bool:
    """Say whether the day can be planned: its signs are known, and nobody else has a say in it."""
    profile = brief.profile
    if _today(brief) == "unknown" or brief.facts.max_intensity_allowed == "none":
        return False
    return not profile.conditions and not is_ill(profile)


def _no_sign_in_exercise(brief: Brief) -> bool:
    """Say whether an ache may be rested away: who had a sign in exercise sees a doctor first."""
    return brief.facts.screening != "stop_and_clearance"


LIFE: tuple[Topic, ...] = (
    Topic("day_report", "train", "today", _looked_at, _today, weight=2.5),
    Topic("day_plan", "train", "today", _has_plan, _today, moves=True, weight=2.0),
    Topic("today", "train", "today", _not_barred, _today, weight=2.5),
    Topic("fatigue", "train", "low", None, moves=True),
    Topic("doms", "train", "pain", None, moves=True, weight=0.7),
    Topic("motivation", "mind", "low", None, moves=True, weight=1.2),
    Topic("habit", "mind", "low", None, moves=True),
    Topic("busy", "mind", "low", None, moves=True, weight=0.8),
    Topic("timing", "mind", "learn", None, moves=True, weight=0.7),
    Topic("weather", "mind", "learn", None, moves=True, weight=0.6),
    Topic("pain", "mind", "pain", _no_sign_in_exercise, weight=0.8),
    Topic("ill_train", "ill", "ill", _ill, weight=10.0, restrains=_ILLNESS),
    Topic("ill_sweat", "ill", "ill", _feverish, weight=7.0),
    Topic("ill_return", "ill", "ill", _ill, weight=7.0),
    Topic("older", "train", "move", older, moves=True, weight=4.0),
    Topic("pregnant", "train", "today", _pregnant, moves=True, weight=12.0),
    Topic("disease", "train", "today", _known_disease, moves=True, weight=10.0),
    Topic("athlete", "train", "learn", _athlete, moves=True, weight=2.0),
    Topic("diagnose", "refuse", "refuse", None, weight=0.9),
    Topic("medicine", "refuse", "refuse", None, weight=0.9),
    Topic("hospital", "refuse", "refuse", None, weight=0.7),
    Topic("supplement", "refuse", "refuse", None, weight=0.7),
    Topic("inject", "refuse", "refuse", None, weight=0.5),
    Topic("unknown", "refuse", "refuse", None, weight=0.7),
    Topic("predict", "refuse", "learn", None, weight=0.4),
)
