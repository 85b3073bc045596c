"""Topics of the body: BMI, weight, oxygen saturation."""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.topic import Topic

_BMI = frozenset({"bmi"})
_OXYGEN = frozenset({"oxygen_saturation"})
_WEIGHT = frozenset({"weight"})


def _bmi(brief: Brief) -> bool:
    return brief.vitals.bmi is not None and "unusual:implied_height" not in brief.facts.warnings


def _bmi_class(brief: Brief) -> str:
    return brief.facts.bmi_ksso or ""


def _underweight(brief: Brief) -> bool:
    return brief.facts.bmi_ksso == "underweight"


def _may_gain(brief: Brief) -> bool:
    return _underweight(brief) and brief.profile.goal != "weight_loss"


def _oxygen(brief: Brief) -> bool:
    return brief.vitals.oxygen_saturation is not None


def _oxygen_class(brief: Brief) -> str:
    return brief.facts.spo2_flag or ""


def _may_lose(brief: Brief) -> bool:
    return "pregnancy" not in brief.profile.conditions


BODY: tuple[Topic, ...] = (
    Topic("bmi_mine", "body", "body", _bmi, _bmi_class, uses=_BMI, weight=1.4),
    Topic("bmi_who", "body", "body", _bmi, uses=_BMI, weight=0.6),
    Topic("bmi_muscle", "body", "body", None, weight=0.5),
    Topic("weight_daily", "body", "body", None, uses=_WEIGHT, weight=0.5),
    Topic("loss", "body", "body", _may_lose, _bmi_class, uses=_BMI, moves=True, weight=0.7),
    Topic("gain", "body", "body", _may_gain, uses=_BMI, moves=True),
    Topic("spo2_mine", "body", "oxygen", _oxygen, _oxygen_class, uses=_OXYGEN, weight=1.4),
    Topic("spo2_device", "body", "learn", None, weight=0.4),
)
