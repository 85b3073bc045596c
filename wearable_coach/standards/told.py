"""What a temperature, a glucose and a blood pressure mean that a person tells in words."""

from __future__ import annotations

from wearable_coach.records import ToldReadings
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.table import table

Fired = tuple[SafetyLevel, str]
_LEVELS = {
    "temperature_ge_40": SafetyLevel.EMERGENCY,
    "temperature_ge_38": SafetyLevel.DEFER,
    "glucose_lt_54": SafetyLevel.EMERGENCY,
    "glucose_lt_70": SafetyLevel.CONTACT,
    "glucose_gt_300": SafetyLevel.CONTACT,
    "pressure_ge_180_110_with_sign": SafetyLevel.EMERGENCY,
    "pressure_ge_180_110": SafetyLevel.CONTACT,
}
"""The level of each reason that a told reading gives. Source: STD-TOLD-001 (policy)."""


def told_triggers(told: ToldReadings) -> list[Fired]:
    """Return the level and the reason of each told reading that is out of bounds.

    Source: STD-TOLD-001 (policy).
    """
    return [*_of_temperature(told), *_of_glucose(told), *_of_pressure(told)]


def is_fever(told: ToldReadings) -> bool:
    """Say whether a told temperature is fever, below what is an emergency or not."""
    cut = table("told")["temperature_c"]
    return told.temperature is not None and told.temperature >= cut["fever_from"]


def _fired(reason: str) -> Fired:
    return _LEVELS[reason], reason


def _of_temperature(told: ToldReadings) -> list[Fired]:
    if told.temperature is None or not is_fever(told):
        return []
    if told.temperature >= table("told")["temperature_c"]["emergency_from"]:
        return [_fired("temperature_ge_40")]
    return [_fired("temperature_ge_38")]


def _of_glucose(told: ToldReadings) -> list[Fired]:
    cut = table("told")["glucose_mg_dl"]
    if told.glucose is None:
        return []
    if told.glucose < cut["critical_below"]:
        return [_fired("glucose_lt_54")]
    if told.glucose < cut["low_below"]:
        return [_fired("glucose_lt_70")]
    return [_fired("glucose_gt_300")] if told.glucose > cut["high_above"] else []


def _of_pressure(told: ToldReadings) -> list[Fired]:
    cut = table("told")["pressure_mm_hg"]
    high = (told.systolic_bp or 0) >= cut["systolic_from"]
    if not high and (told.diastolic_bp or 0) < cut["diastolic_from"]:
        return []
    if told.pressure_sign:
        return [_fired("pressure_ge_180_110_with_sign")]
    return [_fired("pressure_ge_180_110")]


def told_level(reason: str) -> SafetyLevel | None:
    """Return the level of a reason that a told reading gives, None for any other reason."""
    return _LEVELS.get(reason)
