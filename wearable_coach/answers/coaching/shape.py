"""What a user of the coach tells: the readings that make the day what it is, and a few more."""

from __future__ import annotations

from random import Random
from typing import Any

from wearable_coach.answers.coaching.words import choose
from wearable_coach.answers.past import kept
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.standards.fields import contradictions
from wearable_coach.standards.safety import has_red_flag, is_minor
from wearable_coach.standards.table import table
from wearable_coach.standards.validity import check_records

_DEFINING: dict[str, tuple[str, ...]] = {
    "sleep_very_short": ("sleep_hr",),
    "sleep_short": ("sleep_hr",),
    "sleep_long": ("sleep_hr",),
    "rhr_mild": ("resting_heart_rate",),
    "rhr_elevated": ("resting_heart_rate",),
    "rhr_elevated_short_sleep": ("resting_heart_rate", "sleep_hr"),
    "rhr_high": ("resting_heart_rate",),
    "rhr_very_high": ("resting_heart_rate",),
    "rhr_low": ("resting_heart_rate",),
    "rhr_very_low": ("resting_heart_rate",),
    "spo2_borderline": ("oxygen_saturation",),
    "spo2_low": ("oxygen_saturation",),
    "spo2_critical": ("oxygen_saturation",),
    "bmi_underweight": ("bmi",),
    "bmi_pre_obese": ("bmi",),
    "bmi_obese_1": ("bmi",),
    "bmi_obese_2": ("bmi",),
    "bmi_obese_3": ("bmi",),
}
"""The readings without which a day would be of another stratum."""
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("sleep_hr",),
    ("sleep_hr",),
    ("sleep_hr", "resting_heart_rate"),
    ("resting_heart_rate",),
    ("resting_heart_rate",),
    ("heart_rate", "resting_heart_rate"),
    ("steps",),
    ("steps",),
    ("steps", "distance_km"),
    ("active_calories", "steps"),
    ("active_calories",),
    ("weight", "bmi"),
    ("bmi",),
    ("oxygen_saturation",),
    ("oxygen_saturation",),
    ("sleep_hr", "resting_heart_rate", "steps"),
    ("sleep_hr", "oxygen_saturation", "resting_heart_rate"),
)
_THEMES = (*_TOGETHER, *((n,) for n in VITAL_FIELDS if not any(n in t for t in _TOGETHER)))
"""Readings that people give together, one group a question; one that is in no group is given alone."""
_BODY = frozenset({"weight", "bmi"})
"""Not told in pregnancy, when the classes of the body mass index do not hold."""
_CAN_COME_WITHOUT = frozenset(
    {"red_flag", "minor", "hr_invalid", "known_disease", "illness", "exertional_symptom"}
)
_NEED_AGE = frozenset({"minor", "older_adult", "sleep_long", "sleep_very_short", "sleep_short"})
_TELL = {
    "another_theme": 0.35,
    "nothing_else": 0.5,
    "age": 0.6,
    "sex": 0.6,
    "baseline": 0.7,
    "week": 0.5,
    "active": 0.5,
    "vigorous": 0.35,
    "goal": 0.35,
    "height": 0.15,
}
"""Shares of questions that tell this (policy)."""


def shape(  # noqa: PLR0913 - all but the records by keyword
    profile: Profile,
    vitals: Vitals,
    *,
    stratum: str,
    frame: int,  # noqa: ARG001 - the composers' common signature
    rng: Random,
    hrmax_formula: HrmaxFormula,
) -> tuple[Profile, Vitals]:
    """Reduce a day to what one everyday question tells.

    Args:
        profile: The person.
        vitals: All readings of the day.
        stratum: Its defining readings and facts stay.
        frame: Of no influence here.
        rng: Randomness; chooses what else is told.
        hrmax_formula: The day's formula.

    Returns:
        The profile and vitals of the question; what is not told is None or its default.
    """
    about = _about(profile, vitals, stratum, hrmax_formula)
    names = _kept(about, vitals, stratum, rng)
    if "pregnancy" in profile.conditions:
        names -= _BODY
    told = Vitals.model_construct(
        **{name: getattr(vitals, name) if name in names else None for name in VITAL_FIELDS}
    )
    return _told_profile(profile, told, stratum, rng), told


def _about(profile: Profile, vitals: Vitals, stratum: str, hrmax_formula: HrmaxFormula) -> set[str]:
    """Return the readings that a stratum is about."""
    names = set(_DEFINING.get(stratum, ()))
    if stratum == "inconsistent":
        for code in check_records(profile, vitals, hrmax_formula=hrmax_formula).warnings:
            names.update(contradictions().get(code, ()))
    return names


def _kept(names: set[str], vitals: Vitals, stratum: str, rng: Random) -> set[str]:
    if stratum == "no_vitals":
        return set()
    optional = bool(names) or stratum in _CAN_COME_WITHOUT
    if not optional or rng.random() < _TELL["another_theme"]:
        names.update(_theme(vitals, rng))
    return names


def _theme(vitals: Vitals, rng: Random) -> tuple[str, ...]:
    readings = vitals.__dict__
    present = [t for t in _THEMES if all(readings[name] is not None for name in t)]
    if present:
        theme: tuple[str, ...] = choose(rng, present)
        return theme
    return tuple(name for name in VITAL_FIELDS if readings[name] is not None)[:1]


def _told_profile(profile: Profile, vitals: Vitals, stratum: str, rng: Random) -> Profile:
    p, draw = profile, rng.random
    older = p.age is not None and p.age >= table("activity")["who_2020"]["ages"]["older_from"]
    carried = bool(p.conditions)
    exercise = p.hr_context == "exercise" and vitals.heart_rate is not None
    keep_age = (
        draw() < _TELL["age"] or older or is_minor(p) or stratum in _NEED_AGE or exercise or carried
    )
    delta_counts = stratum in {"rhr_mild", "rhr_elevated", "rhr_elevated_short_sleep"}
    told_rhr = vitals.resting_heart_rate is not None
    keep_base = delta_counts or (told_rhr and draw() < _TELL["baseline"])
    keep_active = draw() < _TELL["active"] or carried
    urgent, pregnant = has_red_flag(p), "pregnancy" in p.conditions
    fields: dict[str, Any] = {
        "age": p.age if keep_age else None,
        "sex": p.sex if keep_age and draw() < _TELL["sex"] and not pregnant else None,
        "height_cm": p.height_cm
        if vitals.weight is not None and draw() < _TELL["height"] and not urgent
        else None,
        "baseline_rhr": p.baseline_rhr if keep_base else None,
        "hr_context": p.hr_context if vitals.heart_rate is not None else None,
        "regularly_active": p.regularly_active if keep_active and not urgent else None,
        "athlete": p.athlete,
        "desired_intensity": "vigorous"
        if p.desired_intensity == "vigorous" and draw() < _TELL["vigorous"] and not urgent
        else "moderate",
        "goal": p.goal
        if p.goal and draw() < _TELL["goal"] and not urgent and not pregnant
        else None,
        "conditions": p.conditions,
        "symptoms": p.symptoms,
    }
    tells_week = p.past is not None and draw() < _TELL["week"]
    names = [n for n in VITAL_FIELDS if getattr(vitals, n) is not None]
    fields["past"] = kept(p.past, names) if tells_week else None
    return Profile.model_construct(**fields)
