from decimal import Decimal

import pytest

from tests.support.days import day
from wearable_coach.records import Profile, Vitals
from wearable_coach.standards.heart_rate import is_as_usual
from wearable_coach.standards.numbers import bands, half_up, shown


def facts(profile, **vitals):
    return day(Profile(**profile), Vitals(**vitals)).facts


def test_the_worked_example_does_not_round_hrmax_first():
    hr = facts({"age": 45}, resting_heart_rate=63).hr
    assert (hr.hrmax_bpm, hr.hrr_bpm) == (Decimal("176.5"), Decimal("113.5"))
    assert [hr.target_bpm(p) for p in (40, 59, 60, 89)] == [108, 130, 131, 164]


def test_halves_round_up_not_to_even():
    assert (half_up(Decimal("182.5")), half_up(Decimal("183.5"))) == (183, 184)


def test_a_feverish_day_does_not_raise_the_targets():
    calm = facts({"age": 40, "baseline_rhr": 60}, resting_heart_rate=60).hr
    feverish = facts({"age": 40, "baseline_rhr": 60}, resting_heart_rate=85).hr
    assert feverish.target_bpm(40) == calm.target_bpm(40)


@pytest.mark.parametrize(
    "condition",
    ["beta_blocker", "pacemaker", "atrial_fibrillation", "heart_transplant", "pregnancy"],
)
def test_no_bpm_where_heart_rate_is_no_guide(condition):
    made = facts({"age": 40, "conditions": [condition]}, resting_heart_rate=60)
    assert made.hr is None
    assert made.hr_targets_withheld == f"hr_method_invalid:{condition}"


def test_invalid_methods_are_named_sorted():
    made = facts({"age": 40, "conditions": ["pregnancy", "beta_blocker"]}, resting_heart_rate=60)
    assert made.hr_targets_withheld == "hr_method_invalid:beta_blocker,pregnancy"


@pytest.mark.parametrize(
    ("profile", "vitals", "reason"),
    [
        ({}, {"resting_heart_rate": 60}, "age_missing"),
        ({"age": 17}, {"resting_heart_rate": 60}, "minor_out_of_scope"),
        ({"age": 30}, {}, "resting_hr_missing"),
    ],
)
def test_targets_are_withheld_with_their_reason(profile, vitals, reason):
    assert facts(profile, **vitals).hr_targets_withheld == reason


@pytest.mark.parametrize(
    ("rhr", "name"),
    [(39, "very_low"), (40, "low"), (49, "low"), (50, "low_normal"), (59, "low_normal"), (60, "normal"),
     (100, "normal"), (101, "high"), (120, "high"), (121, "very_high")],
)  # fmt: skip
def test_resting_classes_at_their_edges(rhr, name):
    assert facts({}, resting_heart_rate=rhr).rhr_flag == name


@pytest.mark.parametrize(
    ("delta", "flag"), [(-8, "none"), (4, "none"), (5, "mild"), (9, "mild"), (10, "elevated")]
)
def test_change_against_baseline_at_its_edges(delta, flag):
    assert facts({"baseline_rhr": 60}, resting_heart_rate=60 + delta).rhr_delta_flag == flag


def test_a_reading_at_rest_has_no_intensity_class():
    day = {"heart_rate": 108, "resting_heart_rate": 60}
    assert facts({"age": 40, "hr_context": "rest"}, **day).hr.acsm_class is None
    assert facts({"age": 40, "hr_context": "exercise"}, **day).hr.acsm_class == "moderate"


def test_a_second_decimal_is_shown_where_one_would_change_the_class():
    ksso = bands("body", "ksso")
    assert [shown(Decimal(x), ksso) for x in ("22.95", "22.94", "23.04")] == [
        "22.95",
        "22.9",
        "23.0",
    ]


@pytest.mark.parametrize(
    ("delta_bpm", "usual"), [(0, True), (4, True), (-4, True), (5, False), (-5, False), (12, False)]
)
def test_a_rate_is_as_usual_only_so_near_to_ones_own(delta_bpm, usual):
    assert is_as_usual(delta_bpm) is usual
