"""Hand-made days for the interpretation texts: profile, vitals, voice and question frame."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.support.days import checked, day
from wearable_coach.answers.brief import Brief

BASE_VITALS: dict[str, Any] = {
    "heart_rate": 72,
    "resting_heart_rate": 62,
    "sleep_hr": 7.5,
    "steps": 8123,
    "distance_km": 5.7,
    "active_calories": 350,
    "oxygen_saturation": 97,
    "weight": 70.2,
    "bmi": 22.9,
}
BASE_PROFILE: dict[str, Any] = {
    "age": 45,
    "sex": "M",
    "baseline_rhr": 60,
    "hr_context": "rest",
    "regularly_active": True,
}


def make_case(
    profile: dict[str, Any] | None = None,
    vitals: dict[str, Any] | None = None,
    *,
    stratum: str = "normal",
    voice: int = 3,
    frame: int = 0,
    seed: int = 7,
) -> Brief:
    """Return a case of the base person and day with the given changes."""
    made = checked({**BASE_PROFILE, **(profile or {})}, {**BASE_VITALS, **(vitals or {})})
    assert made.profile is not None, made.reject
    assert made.vitals is not None, made.reject
    return Brief(day(made.profile, made.vitals), stratum, voice, frame, Random(seed))


PINNED: dict[str, tuple[dict[str, Any], dict[str, Any], int, int]] = {
    "level0_normal": ({}, {}, 3, 0),
    "level0_exercise_reading": (
        {"hr_context": "exercise", "desired_intensity": "vigorous", "goal": "endurance"},
        {"heart_rate": 132},
        8,
        4,
    ),
    "level1_short_sleep": ({"regularly_active": False}, {"sleep_hr": 5.2}, 11, 2),
    "level1_elevated": (
        {"goal": "weight_loss"},
        {"resting_heart_rate": 73, "heart_rate": 80},
        1,
        5,
    ),
    "level2_elevated_short_sleep": (
        {},
        {"resting_heart_rate": 74, "heart_rate": 82, "sleep_hr": 4.8},
        14,
        7,
    ),
    "level2_borderline_oxygen": ({"age": 70, "sex": "F"}, {"oxygen_saturation": 93}, 17, 9),
    "level3_low_oxygen": ({}, {"oxygen_saturation": 91}, 5, 10),
    "level4_chest_pain": ({"symptoms": ("chest_pain",)}, {}, 0, 3),
    "level4_oxygen": ({"regularly_active": None}, {"oxygen_saturation": 88}, 19, 12),
    "beta_blocker": ({"conditions": ("beta_blocker",), "desired_intensity": "vigorous"}, {}, 6, 13),
    "diabetes_inactive": ({"conditions": ("diabetes",), "regularly_active": False}, {}, 9, 11),
    "exertional_symptom": ({"symptoms": ("exertional_symptom",)}, {"sleep_hr": 5.5}, 12, 14),
    "age_and_baseline_missing": ({"age": None, "baseline_rhr": None}, {"sleep_hr": 6.4}, 15, 6),
    "fields_missing": (
        {},
        {"resting_heart_rate": None, "distance_km": None, "oxygen_saturation": None},
        2,
        1,
    ),
    "heart_rates_reversed": ({}, {"heart_rate": 55}, 4, 8),
    "minor_athlete": (
        {"age": 16, "athlete": True},
        {"sleep_hr": 6.5, "bmi": 20.1, "weight": 58.0},
        10,
        15,
    ),
}
"""Name of a golden file → profile changes, vitals changes, voice, frame."""
