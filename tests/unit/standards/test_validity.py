import pytest

from tests.support.days import checked

DAY = {
    "heart_rate": 72, "resting_heart_rate": 60, "sleep_hr": 7.5, "steps": 8000, "distance_km": 5.6,
    "active_calories": 350, "oxygen_saturation": 97, "weight": 70.0, "bmi": 22.9,
}  # fmt: skip


def check(profile=None, **vitals):
    return checked(profile or {"hr_context": "rest"}, DAY | vitals)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("steps", True, "type:steps"),
        ("steps", "8000", "type:steps"),
        ("steps", 8000.5, "type:steps"),
        ("steps", [1], "type:steps"),
        ("weight", float("nan"), "nan:weight"),
        ("weight", float("inf"), "nan:weight"),
        ("oxygen_saturation", 101, "range:oxygen_saturation"),
        ("oxygen_saturation", 0.97, "type:oxygen_saturation"),
        ("heart_rate", 19, "range:heart_rate"),
        ("blood_pressure", 120, "unknown:blood_pressure"),
    ],
)
def test_an_impossible_reading_names_its_field(field, value, code):
    assert check(**{field: value}).reject == (code,)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"age": 130}, "range:age"),
        ({"age": "45"}, "type:age"),
        ({"age": 45.5}, "type:age"),
        ({"baseline_rhr": True}, "type:baseline_rhr"),
        ({"conditions": ["gout"]}, "type:conditions"),
        ({"hr_context": "asleep"}, "type:hr_context"),
        ({"nickname": "Kim"}, "unknown:nickname"),
        ({"height_cm": 190}, "bmi_weight_height_mismatch"),
    ],
)
def test_an_impossible_profile_names_its_field(profile, code):
    assert check(profile).reject == (code,)


@pytest.mark.parametrize(
    ("profile", "vitals", "reject", "warning"),
    [
        ({"hr_context": "exercise"}, {"heart_rate": 50}, "hr_below_rhr", None),
        ({"hr_context": "rest"}, {"heart_rate": 50}, None, "hr_below_rhr"),
        ({}, {"weight": 30.0, "bmi": 25.0}, "implied_height", None),
        ({}, {"weight": 45.0, "bmi": 24.0}, None, "unusual:implied_height"),
        ({}, {"steps": 1000, "distance_km": 5.6}, "stride", None),
        ({}, {"steps": 8000, "distance_km": 9.6}, None, "unusual:stride"),
        ({}, {"steps": 900, "distance_km": 3.1, "active_calories": 100}, None, "distance_without_steps"),
        ({}, {"active_calories": 3000}, None, "unusual:kcal_per_kg_km"),
        ({"hr_context": "exercise", "age": 40}, {"heart_rate": 201}, None, "hr_far_above_hrmax"),
    ],
)  # fmt: skip
def test_cross_field_checks(profile, vitals, reject, warning):
    made = check(profile, **vitals)
    assert made.reject == ((reject,) if reject else ())
    if warning:
        assert warning in made.warnings


def test_cross_field_checks_wait_for_the_fields():
    assert check(steps=1000, distance_km=5.6, weight="70").reject == ("type:weight",)


def test_missing_readings_are_said_to_be_missing():
    made = checked({}, {"heart_rate": 70})
    assert made.valid
    assert len(made.warnings) == 8
    assert "missing:bmi" in made.warnings
