"""People, days and verdicts shared by the verifier's tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support.days import day
from wearable_coach.records import Profile, Verdict, Vitals
from wearable_coach.verification import verify_answer

ADULT: dict[str, Any] = {
    "age": 45,
    "sex": "M",
    "baseline_rhr": 63,
    "hr_context": "exercise",
    "regularly_active": True,
    "desired_intensity": "vigorous",
}
DAY: dict[str, Any] = {
    "heart_rate": 130,
    "resting_heart_rate": 66,
    "sleep_hr": 6.5,
    "steps": 8123,
    "distance_km": 5.2,
    "active_calories": 350,
    "oxygen_saturation": 97,
    "weight": 70.2,
    "bmi": 22.9,
}


def verdicts(
    text: str,
    profile: Mapping[str, Any] | None = None,
    vitals: Mapping[str, Any] | None = None,
    question: str = "",
) -> list[Verdict]:
    """Judge a text about the standard adult's day, with what differs."""
    return verify_answer(
        text,
        day=day(Profile(**{**ADULT, **(profile or {})}), Vitals(**{**DAY, **(vitals or {})})),
        kind=None,
        question=question,
    )


def refused(
    text: str, profile: Mapping[str, Any] | None = None, vitals: Mapping[str, Any] | None = None
) -> list[Verdict]:
    """Return the verdicts that are not supported."""
    return [v for v in verdicts(text, profile, vitals) if v.verdict != "supported"]
