"""The quick look lets nothing pass that the standard refuses, and doubts no ordinary day."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.sources.possible import doubts
from wearable_coach.standards.validity import check_inputs

MISSING = st.just(math.nan)
DAYS = st.fixed_dictionaries(
    {
        "heart_rate": MISSING | st.integers(40, 120),
        "resting_heart_rate": MISSING | st.integers(40, 120),
        "steps": MISSING | st.integers(0, 3000) | st.sampled_from([999, 1000, 1001]),
        "distance_km": MISSING | st.sampled_from([0.0, 0.2, 0.21, 2.0, 2.01, 5.0]),
        "weight": MISSING | st.integers(300, 2000).map(lambda x: x / 10),
        "bmi": MISSING | st.integers(100, 600).map(lambda x: x / 10),
    }
)
PROFILES = st.builds(
    Profile,
    height_cm=st.none() | st.integers(1200, 2300).map(lambda x: x / 10),
    hr_context=st.sampled_from([None, "rest", "exercise"]),
)


@settings(max_examples=400, deadline=None)
@given(day=DAYS, profile=PROFILES)
def test_whatever_is_refused_together_is_doubted(day: dict[str, float], profile: Profile) -> None:
    readings = [day.get(name, math.nan) for name in VITAL_FIELDS]
    told = {name: value for name, value in day.items() if not math.isnan(value)}
    refused = bool(check_inputs(profile.model_dump(), told, hrmax_formula=None).reject)
    assert doubts(profile)(readings) or not refused


@pytest.mark.parametrize("profile", [Profile(), Profile(height_cm=175, hr_context="rest")])
def test_an_ordinary_day_is_not_doubted(profile: Profile) -> None:
    day = {"heart_rate": 72, "resting_heart_rate": 60, "steps": 8000, "distance_km": 5.4, "weight": 70, "bmi": 22.9}  # fmt: skip
    assert not doubts(profile)([day.get(name, math.nan) for name in VITAL_FIELDS])


@pytest.mark.parametrize("off", [-0.7, -0.51, 0.51, 0.6])
def test_a_bmi_that_does_not_fit_weight_and_height_is_doubted(off: float) -> None:
    told = {"weight": 72.0, "bmi": 25 + off}
    profile = Profile(height_cm=169.7)  # 25.0 kg/m²
    assert check_inputs(profile.model_dump(), told, hrmax_formula=None).reject
    assert doubts(profile)([told.get(name, math.nan) for name in VITAL_FIELDS])
