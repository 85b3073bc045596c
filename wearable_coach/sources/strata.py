"""The strata: what makes a day one of a kind, and which kind it is first of all.

A stratum's defining property reads the facts of the standards engine, so no threshold stands here.
Several may hold of a day (a short night at 70 years); `stratum_of` names the most important one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from wearable_coach.day import Day
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.standards.facts import Facts
from wearable_coach.standards.fields import contradictions
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.safety import has_red_flag, invalid_hr_method, is_ill, is_minor
from wearable_coach.standards.table import table

_Predicate = Callable[[Profile, Vitals, Facts], bool]


def missing_vitals(vitals: Vitals) -> tuple[str, ...]:
    """Return the names of the readings that are not there."""
    return tuple(name for name in VITAL_FIELDS if getattr(vitals, name) is None)


def _no_vitals(_p: Profile, v: Vitals, _f: Facts) -> bool:
    return len(missing_vitals(v)) == len(VITAL_FIELDS)


def _known_disease(p: Profile, _v: Vitals, _f: Facts) -> bool:
    return not _known_diseases().isdisjoint(p.conditions)


@cache
def _known_diseases() -> frozenset[str]:
    return frozenset(table("safety")["conditions"]["known_disease"])


@cache
def _exertional() -> frozenset[str]:
    return frozenset(table("safety")["symptoms"]["exertional"])


@cache
def _older_from_age() -> int:
    from_age: int = table("activity")["who_2020"]["ages"]["older_from"]
    return from_age


def _older(p: Profile, _v: Vitals, _f: Facts) -> bool:
    return p.age is not None and p.age >= _older_from_age()


def _elevated(f: Facts) -> bool:
    return f.rhr_delta_flag == "elevated"


def _bmi(name: str) -> _Predicate:
    return lambda _p, _v, f: f.bmi_ksso == name


def _normal(p: Profile, v: Vitals, f: Facts) -> bool:
    return (
        f.safety_level == SafetyLevel.PROCEED
        and not p.symptoms
        and not any(_DEFINED_BY[stratum](p, v, f) for stratum in PRIORITY[:-1])
    )


_DEFINED_BY: dict[str, _Predicate] = {
    "red_flag": lambda p, _v, _f: has_red_flag(p),
    "spo2_critical": lambda _p, _v, f: f.spo2_flag == "critical",
    "rhr_very_high": lambda _p, _v, f: f.rhr_flag == "very_high",
    "minor": lambda p, _v, _f: is_minor(p),
    "spo2_low": lambda _p, _v, f: f.spo2_flag == "low",
    "rhr_very_low": lambda _p, _v, f: f.rhr_flag == "very_low",
    "exertional_symptom": lambda p, _v, _f: not _exertional().isdisjoint(p.symptoms),
    "hr_invalid": lambda p, _v, _f: bool(invalid_hr_method(p)),
    "known_disease": _known_disease,
    "illness": lambda p, _v, _f: is_ill(p),
    "rhr_high": lambda _p, _v, f: f.rhr_flag == "high",
    "spo2_borderline": lambda _p, _v, f: f.spo2_flag == "borderline",
    "rhr_elevated_short_sleep": lambda _p, _v, f: _elevated(f) and f.sleep_flag == "very_short",
    "rhr_elevated": lambda _p, _v, f: _elevated(f) and f.sleep_flag != "very_short",
    "sleep_very_short": lambda _p, _v, f: f.sleep_flag == "very_short",
    "no_vitals": _no_vitals,
    "inconsistent": lambda _p, _v, f: not contradictions().keys().isdisjoint(f.warnings),
    "fields_missing": lambda _p, v, _f: bool(missing_vitals(v)),
    "age_missing": lambda p, _v, _f: p.age is None,
    "baseline_missing": lambda p, _v, _f: p.baseline_rhr is None,
    "rhr_low": lambda _p, _v, f: f.rhr_flag == "low",
    "rhr_mild": lambda _p, _v, f: f.rhr_delta_flag == "mild",
    "sleep_short": lambda _p, _v, f: f.sleep_flag == "short",
    "sleep_long": lambda _p, _v, f: f.sleep_flag == "long",
    "older_adult": _older,
    "bmi_obese_3": _bmi("obese_3"),
    "bmi_obese_2": _bmi("obese_2"),
    "bmi_underweight": _bmi("underweight"),
    "bmi_obese_1": _bmi("obese_1"),
    "bmi_pre_obese": _bmi("pre_obese"),
    "normal": _normal,
}

PRIORITY: tuple[str, ...] = tuple(_DEFINED_BY)
"""Most important first: emergencies, then what bars or caps exercise, then what is missing or
contradictory, then single findings, then age and body, and `normal` last."""

STRATA: tuple[str, ...] = (
    "normal",
    "sleep_very_short",
    "sleep_short",
    "sleep_long",
    "rhr_mild",
    "rhr_elevated",
    "rhr_elevated_short_sleep",
    "rhr_high",
    "rhr_very_high",
    "rhr_low",
    "rhr_very_low",
    "spo2_borderline",
    "spo2_low",
    "spo2_critical",
    "bmi_underweight",
    "bmi_pre_obese",
    "bmi_obese_1",
    "bmi_obese_2",
    "bmi_obese_3",
    "older_adult",
    "known_disease",
    "hr_invalid",
    "red_flag",
    "illness",
    "exertional_symptom",
    "age_missing",
    "baseline_missing",
    "fields_missing",
    "inconsistent",
    "minor",
    "no_vitals",
)
"""All strata, in the order in which counts are shown."""


def belongs(stratum: str, day: Day) -> bool:
    """Say whether the defining property of `stratum`, one of `STRATA`, holds of a day.

    Raises:
        KeyError: there is no such stratum.
    """
    return _DEFINED_BY[stratum](day.profile, day.vitals, day.facts)


def stratum_of(day: Day) -> str:
    """Return the one stratum that a day counts in: the first of `PRIORITY` that holds.

    A day of which none holds, such as one with dizziness alone, counts as ``normal`` although
    `belongs` denies it; the sampler makes no such day.
    """
    return next((s for s in PRIORITY if belongs(s, day)), PRIORITY[-1])
