"""Topics of intensity: targets, what they need, and ways to gauge effort without a number."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.topic import Topic

_RHR = frozenset({"resting_heart_rate"})
_MISSING = {"age_missing": "age", "resting_hr_missing": "rhr", "hr_unsettled": "unsettled"}


def _targets(brief: Brief) -> bool:
    return brief.facts.hr is not None


def _missing(brief: Brief) -> bool:
    return brief.facts.hr_targets_withheld in _MISSING


def _which_missing(brief: Brief) -> str:
    return _MISSING.get(brief.facts.hr_targets_withheld or "", "")


def _invalid(brief: Brief) -> bool:
    return bool(brief.facts.hr_invalid)


def _numbers_allowed(brief: Brief) -> bool:
    return not _invalid(brief)


def _cap(brief: Brief) -> str:
    """Return what binds: the person before the day, so that no better night seems to lift the limit."""
    if brief.facts.max_intensity_allowed == "vigorous":
        return "vigorous"
    if brief.facts.screening != "no_clearance":
        return "moderate"
    return "reduced" if brief.facts.safety_level else "moderate"


def _may_intervals(brief: Brief) -> bool:
    """Leave out people for whom even a conditional yes needs a doctor."""
    return not brief.profile.conditions


EFFORT: tuple[Topic, ...] = (
    Topic("target", "effort", "heart", _targets, uses=_RHR, moves=True, weight=1.5),
    Topic("target_missing", "effort", "heart", _missing, _which_missing, moves=True),
    Topic("target_invalid", "effort", "heart", _invalid, moves=True, weight=6.0),
    Topic("hrmax", "effort", "learn", _targets, moves=True, weight=0.7),
    Topic("talk_test", "effort", "learn", None, moves=True, weight=0.8),
    Topic("rpe", "effort", "learn", None, moves=True, weight=0.7),
    Topic("moderate", "effort", "learn", _numbers_allowed, moves=True, weight=0.8),
    Topic("hrr", "effort", "learn", _numbers_allowed, moves=True, weight=0.6),
    Topic("interval", "effort", "learn", _may_intervals, _cap, moves=True, weight=0.8, wished=True),
)
