"""Sleep, rest and what is derived where a reading is missing, each at its edge."""

from decimal import Decimal

import pytest

from tests.support.days import answer_facts, day
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.activity import moderate_equivalent_min, stride_m
from wearable_coach.standards.heart_rate import max_heart_rate_by_formula_bpm
from wearable_coach.standards.sleep import (
    is_milewski_population,
    recommended_sleep_h,
    sleep_class,
)


@pytest.mark.parametrize(
    ("age", "hours"), [(None, (7, 9)), (18, (7, 9)), (64, (7, 9)), (65, (7, 8)), (80, (7, 8))]
)
def test_older_people_need_less_sleep_from_65(age, hours):
    assert recommended_sleep_h(age) == hours


@pytest.mark.parametrize(
    ("hours", "age", "name"),
    [
        ("5.99", 40, "very_short"), ("6", 40, "short"), ("6.99", 40, "short"), ("7", 40, "recommended"),
        ("9", 40, "recommended"), ("9.01", 40, "long"), ("8", 65, "recommended"), ("8.01", 65, "long"),
    ],
)  # fmt: skip
def test_sleep_classes_at_their_edges(hours, age, name):
    assert sleep_class(Decimal(hours), age_years=age) == name
    made = day(Profile(age=age), Vitals(sleep_hr=float(hours))).facts
    assert made.sleep_flag == name


@pytest.mark.parametrize(
    ("hours", "age", "athlete", "is_of_it"),
    [
        ("7.99", 12, True, True), ("7.99", 18, True, True), ("8", 15, True, False), ("7.99", 11, True, False),
        ("7.99", 19, True, False), ("7.99", 15, False, False), (None, 15, True, False), ("7", None, True, False),
        (None, None, False, False),
    ],
)  # fmt: skip
def test_the_study_of_young_athletes_is_of_its_own_population(hours, age, athlete, is_of_it):
    asleep = None if hours is None else Decimal(hours)
    assert is_milewski_population(asleep, age_years=age, athlete=athlete) is is_of_it


@pytest.mark.parametrize(
    ("symptoms", "athlete", "rhr", "reasons"),
    [
        ((), False, 120, ("rhr_101_120",)),
        ((), False, 100, ()),
        (("dizziness",), False, 49, ("low_rhr_with_dizziness",)),
        (("dizziness",), False, 50, ()),
        ((), False, 40, ()),
        ((), True, 39, ()),
        ((), False, 39, ("rhr_lt_40_not_trained",)),
    ],
)
def test_triggers_of_a_resting_heart_rate_at_their_edges(symptoms, athlete, rhr, reasons):
    profile = Profile(symptoms=symptoms, athlete=athlete)
    assert day(profile, Vitals(resting_heart_rate=rhr)).facts.safety_reasons == reasons


def test_a_stride_is_metres_a_step():
    assert stride_m(steps=1000, distance_km=Decimal("0.7")) == Decimal("0.7")
    assert stride_m(steps=999, distance_km=Decimal("0.7")) is None


def test_a_vigorous_minute_counts_as_two():
    assert moderate_equivalent_min(moderate_min=30, vigorous_min=20) == 70


def test_women_have_a_formula_of_their_own_and_men_have_not():
    assert max_heart_rate_by_formula_bpm(age_years=45, sex="F")["gulati"] == 166  # 166.4
    assert max_heart_rate_by_formula_bpm(age_years=45, sex="M") == {
        "tanaka": 177, "fox": 175, "gellish_linear_207": 176, "gellish_206_9": 177, "gulati": None,
    }  # fmt: skip
    assert max_heart_rate_by_formula_bpm(age_years=45, sex=None)["gulati"] is None


@pytest.mark.parametrize(
    ("formula", "hrmax"), [("tanaka", "180.0"), ("fox", "180"), ("gellish", "179.0")]
)
def test_targets_rest_on_the_formula_of_the_dataset(formula, hrmax):
    profile, vitals = Profile(age=40), Vitals(resting_heart_rate=60)
    assert day(profile, vitals, formula).facts.hr.hrmax_bpm == Decimal(hrmax)


@pytest.mark.parametrize(
    ("vitals", "missing"),
    [
        ({"weight": 70.0}, "implied_height_m"), ({"bmi": 24.0}, "implied_height_m"),
        ({"steps": 8000}, "stride_m"), ({"distance_km": 5.6}, "stride_m"), ({}, "rhr_delta_bpm"),
        ({"resting_heart_rate": 60}, "rhr_delta_bpm"), ({}, "sleep_flag"), ({}, "spo2_flag"), ({}, "step_class"),
        ({}, "bmi_ksso"), ({}, "bmi_who"), ({}, "rhr_flag"), ({}, "hr"),
    ],
)  # fmt: skip
def test_what_lacks_a_reading_is_unknown(vitals, missing):
    assert getattr(day(Profile(age=40), Vitals(**vitals)).facts, missing) is None


def test_the_cap_of_the_safety_level_stands_beside_the_lower_of_both():
    made = day(Profile(age=40, regularly_active=False), Vitals(oxygen_saturation=97)).facts
    assert (made.safety_cap, made.max_intensity_allowed) == ("vigorous", "moderate")


def test_intensity_needs_a_reading_and_a_reserve():
    at_rest = day(Profile(age=40), Vitals(resting_heart_rate=60)).facts.hr
    assert (at_rest.pct_hrr, at_rest.pct_hrmax, at_rest.acsm_class) == (None, None, None)
    profile = Profile(age=40, hr_context="exercise")
    moving = day(profile, Vitals(heart_rate=120, resting_heart_rate=60)).facts.hr
    assert (moving.pct_hrr, round(moving.pct_hrmax, 3)) == (50, Decimal("66.667"))
    none_left = day(profile, Vitals(heart_rate=120, resting_heart_rate=180)).facts.hr
    assert (none_left.hrr_bpm, none_left.pct_hrr, none_left.acsm_class) == (0, None, None)
    one_left = day(profile, Vitals(heart_rate=180, resting_heart_rate=179)).facts.hr
    assert (one_left.hrr_bpm, one_left.pct_hrr) == (1, 100)


def test_answers_round_half_up_and_leave_the_unknown_unknown():
    profile = {"age": 40, "sex": "M", "hr_context": "exercise", "baseline_rhr": 60}
    told = answer_facts(profile, {"heart_rate": 117, "steps": 8000, "distance_km": 5.64})
    assert told["pct_hrr"] == 47.5
    assert (told["stride_m"], told["implied_height_m"]) == (0.71, None)  # 0.705
    assert told["pct_hrmax"] == 65.0
    assert told["hrmax"]["tanaka_exact"] == 180.0
    halves = answer_facts({"age": 40, "baseline_rhr": 60, "hr_context": "rest"}, {"heart_rate": 63})
    assert halves["pct_hrr"] == 2.5
    tenth = answer_facts({"age": 40, "baseline_rhr": 20 + 5}, {"heart_rate": 56})
    assert tenth["pct_hrr"] == 20.0


def test_an_impossible_profile_is_answered_with_its_code():
    assert answer_facts({"age": 121}, {"heart_rate": 30}) == {
        "valid": False, "reject": ["range:age"],
        "warnings": [
            "unusual:heart_rate", "missing:resting_heart_rate", "missing:steps", "missing:active_calories",
            "missing:oxygen_saturation", "missing:sleep_hr", "missing:distance_km", "missing:weight", "missing:bmi",
        ],
    }  # fmt: skip
