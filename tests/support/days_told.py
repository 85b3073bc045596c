"""Days that the twins of tests/corpora are about, by the name that a line gives them."""

from __future__ import annotations

from typing import Any

from tests.support.days import day
from wearable_coach.day import Day
from wearable_coach.records import Profile, Vitals

_PERSON: dict[str, Any] = {
    "age": 45,
    "sex": "M",
    "height_cm": 172,
    "baseline_rhr": 62,
    "hr_context": "rest",
    "regularly_active": True,
    "desired_intensity": "vigorous",
}
_READINGS: dict[str, Any] = {
    "heart_rate": 72,
    "resting_heart_rate": 63,
    "sleep_hr": 7.2,
    "steps": 8400,
    "distance_km": 5.9,
    "active_calories": 310,
    "oxygen_saturation": 97,
    "weight": 70.0,
    "bmi": 23.7,
}
_DAYS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ordinary": ({}, {}),
    "inactive": ({"regularly_active": False}, {}),
    "short_sleep": ({}, {"sleep_hr": 5.1}),
    "raised_rest": ({}, {"resting_heart_rate": 105}),
    "low_oxygen": ({}, {"oxygen_saturation": 91}),
    "chest_pain": ({"symptoms": ("chest_pain",)}, {}),
    "fever": ({"symptoms": ("fever",)}, {}),
    "dizzy": ({"symptoms": ("dizziness",)}, {}),
    "diabetes": ({"conditions": ("diabetes",)}, {}),
    "beta_blocker": ({"conditions": ("beta_blocker",)}, {}),
    "pregnant": ({"conditions": ("pregnancy",), "sex": "F", "age": 31}, {}),
    "heart_patient": ({"conditions": ("cvd",)}, {}),
    "no_sleep_told": ({}, {"sleep_hr": None}),
    "no_age_told": ({"age": None}, {}),
    "no_baseline_told": ({"baseline_rhr": None}, {}),
}


def told(name: str) -> Day:
    """Return the day of a name."""
    profile, vitals = _DAYS[name]
    return day(Profile(**{**_PERSON, **profile}), Vitals(**{**_READINGS, **vitals}))
