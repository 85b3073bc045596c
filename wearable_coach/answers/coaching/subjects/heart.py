"""Topics of the heart rate: at rest, against one's own baseline, of the moment, and how to take it."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.heart_rate import is_as_usual, resting_class
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import invalid_hr_method

_RHR = frozenset({"resting_heart_rate"})
_HR = frozenset({"heart_rate"})
_HARD = frozenset({"vigorous", "near_maximal"})
_CALM = frozenset({"low_normal", "normal"})
_RAISED = frozenset({"mild", "elevated"})


def _rhr_told(brief: Brief) -> bool:
    return brief.vitals.resting_heart_rate is not None


def _rhr_flag(brief: Brief) -> str:
    return brief.facts.rhr_flag or ""


def _against_baseline(brief: Brief) -> bool:
    change = brief.facts.rhr_delta_bpm
    return change is not None and (change > 0 or is_as_usual(change))


def _change(brief: Brief) -> str:
    return brief.facts.rhr_delta_flag


def _rate_means_effort(brief: Brief) -> bool:
    """Say that no device, medicine or rhythm makes the heart rate move otherwise."""
    return not invalid_hr_method(brief.profile)


def _raised(brief: Brief) -> bool:
    return _rate_means_effort(brief) and brief.facts.rhr_delta_flag in _RAISED


def _without_baseline(brief: Brief) -> bool:
    return _rhr_told(brief) and brief.profile.baseline_rhr is None


def _hr_told(brief: Brief) -> bool:
    fits_rest = "hr_below_rhr" not in brief.facts.warnings
    return brief.vitals.heart_rate is not None and fits_rest


def _is_calm(brief: Brief) -> bool:
    """Say whether a heart rate taken at rest is none to take again, and nothing else speaks against saying so."""
    rate = brief.vitals.heart_rate
    is_well = brief.facts.safety_level == SafetyLevel.PROCEED and not brief.profile.symptoms
    return is_well and rate is not None and resting_class(rate) in _CALM


def taken(brief: Brief) -> str:
    """Return how the heart rate was taken, and of exercise whether its intensity is known."""
    context = brief.profile.hr_context or ""
    if context == "rest" and _is_calm(brief):
        return "rest_calm"
    if context != "exercise":
        return context
    hr = brief.facts.hr
    if hr is not None:
        over = hr.acsm_class in _HARD and brief.facts.max_intensity_allowed != "vigorous"
        return "exercise_over" if over or hr.acsm_class == "near_maximal" else context
    return "exercise_invalid" if brief.facts.hr_invalid else "exercise_unknown"


HEART: tuple[Topic, ...] = (
    Topic("rhr_what", "heart", "learn", None, weight=0.8),
    Topic("rhr_mine", "heart", "heart", _rhr_told, _rhr_flag, uses=_RHR),
    Topic("rhr_base", "heart", "heart", _against_baseline, _change, uses=_RHR),
    Topic("rhr_why", "heart", "heart", _raised, uses=_RHR),
    Topic("rhr_nobase", "heart", "heart", _without_baseline, uses=_RHR),
    Topic("rhr_lowgood", "heart", "learn", _rate_means_effort, weight=0.5),
    Topic("rhr_measure", "heart", "learn", None, weight=0.6),
    Topic("rhr_lower", "heart", "learn", _rate_means_effort, moves=True, weight=0.6),
    Topic("hr_now", "heart", "heart", _hr_told, taken, uses=_HR),
    Topic("hr_watch", "heart", "learn", None, weight=0.6),
)
