import pytest

from tests.support.days import day
from wearable_coach.records import Profile, Vitals

WELL = {"age": 40, "baseline_rhr": 60, "regularly_active": True}
DAY = {"resting_heart_rate": 60, "sleep_hr": 7.5, "oxygen_saturation": 97}


def facts(profile=None, **vitals):
    return day(Profile(**(WELL | (profile or {}))), Vitals(**(DAY | vitals))).facts


@pytest.mark.parametrize(
    ("profile", "vitals", "level", "reasons"),
    [
        ({}, {}, 0, ()),
        ({}, {"sleep_hr": 5.9}, 1, ("sleep_lt_6",)),
        ({}, {"sleep_hr": 6.0}, 0, ()),
        ({}, {"resting_heart_rate": 70}, 1, ("rhr_delta_ge_10",)),
        ({}, {"resting_heart_rate": 70, "sleep_hr": 5.0}, 2, ("rhr_delta_ge_10", "sleep_lt_6")),
        ({}, {"oxygen_saturation": 94}, 2, ("spo2_93_94",)),
        ({}, {"oxygen_saturation": 93}, 2, ("spo2_93_94",)),
        ({"symptoms": ["fever"]}, {"oxygen_saturation": 93}, 3, ("spo2_lt_94_while_ill", "fever_or_below_neck_illness")),
        ({}, {"oxygen_saturation": 92}, 3, ("spo2_91_92",)),
        ({}, {"oxygen_saturation": 90}, 4, ("spo2_le_90",)),
        ({"baseline_rhr": 100}, {"resting_heart_rate": 101}, 2, ("rhr_101_120",)),
        ({"baseline_rhr": 118}, {"resting_heart_rate": 121}, 3, ("rhr_gt_120",)),
        ({"baseline_rhr": 118, "symptoms": ["dizziness"]}, {"resting_heart_rate": 121}, 4, ("rhr_gt_120",)),
        ({"baseline_rhr": 45, "symptoms": ["dizziness"]}, {"resting_heart_rate": 45}, 3, ("low_rhr_with_dizziness",)),
        ({"baseline_rhr": 38}, {"resting_heart_rate": 38}, 1, ("rhr_lt_40_usual_for_person",)),
        ({"baseline_rhr": 44}, {"resting_heart_rate": 39}, 1, ("rhr_lt_40_usual_for_person",)),
        ({"baseline_rhr": 45}, {"resting_heart_rate": 39}, 3, ("rhr_lt_40_not_trained",)),
        ({"baseline_rhr": None}, {"resting_heart_rate": 38}, 3, ("rhr_lt_40_not_trained",)),
        ({"baseline_rhr": 38, "regularly_active": None}, {"resting_heart_rate": 38}, 3, ("rhr_lt_40_not_trained",)),
        ({"baseline_rhr": 38, "symptoms": ["palpitations"]}, {"resting_heart_rate": 38}, 3, ("rhr_lt_40_not_trained",)),
        ({"hr_context": "rest"}, {"heart_rate": 120}, 0, ()),
        ({"hr_context": "rest"}, {"heart_rate": 121}, 2, ("hr_at_rest_gt_120",)),
        ({"hr_context": "rest"}, {"heart_rate": 149}, 2, ("hr_at_rest_gt_120",)),
        ({"hr_context": "rest"}, {"heart_rate": 150}, 3, ("hr_at_rest_ge_150",)),
        ({"hr_context": "rest", "symptoms": ["dizziness"]}, {"heart_rate": 121}, 4, ("hr_at_rest_gt_120",)),
        ({"hr_context": "exercise"}, {"heart_rate": 150}, 0, ()),
        ({"hr_context": None}, {"heart_rate": 150}, 0, ()),
        ({}, {"resting_heart_rate": 79}, 1, ("rhr_delta_ge_10",)),
        ({}, {"resting_heart_rate": 80}, 2, ("rhr_delta_ge_20", "rhr_delta_ge_10")),
        ({"baseline_rhr": 38, "athlete": True}, {"resting_heart_rate": 38}, 0, ()),
        ({"symptoms": ["chest_pain"]}, {}, 4, ("red_flag_symptom",)),
        ({"symptoms": ["diarrhea"]}, {}, 2, ("fever_or_below_neck_illness",)),
    ],
)  # fmt: skip
def test_every_trigger_sets_its_level_and_names_itself(profile, vitals, level, reasons):
    made = facts(profile, **vitals)
    assert (made.safety_level, made.safety_reasons) == (level, reasons)


@pytest.mark.parametrize(
    ("profile", "decision", "cap"),
    [
        ({}, "no_clearance", "vigorous"),
        ({"regularly_active": False}, "no_clearance_start_light_moderate", "moderate"),
        ({"regularly_active": None}, "unknown_activity_status", "moderate"),
        ({"conditions": ["diabetes"], "regularly_active": False}, "clearance_before_any_exercise", "none"),
        ({"conditions": ["cvd"], "desired_intensity": "vigorous"}, "clearance_before_vigorous", "moderate"),
        ({"conditions": ["cvd"]}, "no_clearance", "moderate"),
        ({"conditions": ["diabetes"], "regularly_active": None}, "clearance_before_any_exercise", "none"),
        ({"conditions": ["pacemaker"], "regularly_active": False}, "clearance_before_any_exercise", "none"),
        ({"conditions": ["atrial_fibrillation"]}, "no_clearance", "moderate"),
        ({"conditions": ["heart_transplant"], "desired_intensity": "vigorous"}, "clearance_before_vigorous", "moderate"),
        ({"conditions": ["beta_blocker"]}, "no_clearance", "vigorous"),
        ({"conditions": ["hypertension"]}, "no_clearance", "moderate"),
        ({"conditions": ["postpartum"]}, "no_clearance", "light"),
        ({"conditions": ["asthma", "anticoagulant"]}, "no_clearance", "vigorous"),
        ({"symptoms": ["exertional_symptom"]}, "stop_and_clearance", "none"),
        ({"symptoms": ["syncope"]}, "stop_and_clearance", "none"),
        ({"age": 17}, "no_clearance", "none"),
    ],
)  # fmt: skip
def test_screening_decides_and_caps(profile, decision, cap):
    made = facts(profile)
    assert (made.screening, made.max_intensity_allowed) == (decision, cap)


def test_the_lower_cap_wins():
    assert facts({"regularly_active": False}, oxygen_saturation=94).max_intensity_allowed == "light"
