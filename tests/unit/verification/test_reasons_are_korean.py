import re

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.verification.answers import refused
from tests.unit.verification.mistakes import MISTAKES
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.standards.labels import (
    cap_label,
    class_labels,
    screening_label,
    withheld_label,
)
from wearable_coach.standards.table import table
from wearable_coach.verification import verify_answer

CODE = re.compile(r"[a-z]+_[a-z0-9_]+|Decimal|None|\d\.\d{3,}")
PLAIN_CODES = re.compile(
    r"\b(?:none|light|moderate|vigorous|short|long|recommended|normal|low|high|critical|borderline"
    r"|active|sedentary|mild|elevated|underweight|overweight|ge|gt|le|lt)\b"
)
WRONG = (
    "안정시 심박수 44bpm은 '높음'이고 수면 3.2시간은 '권장', 산소포화도 99%는 '위급'이에요.",
    "BMI 31.2는 '저체중'이고 걸음수 20,111보는 '좌식'이에요. 평소보다 3bpm 높아요.",
    "BMI 31.2는 '3단계 비만'이에요. 여유심박수의 40~59%는 고강도예요.",
    "최대심박수는 231bpm, 목표 심박수는 151~177bpm이에요. 여유심박수의 72.4%로 고강도예요.",
    "RPE 12~13은 고강도예요. RPE 9은 고강도예요. 주 9일 고강도 인터벌 달리기를 하세요.",
    "60 이상이면 안정시 심박수가 '낮음'이에요. 여유심박수 60% 이상은 중강도예요.",
    "고강도 75분은 중강도 111분에 해당해요. 20분 × 5일 = 주 130분이에요.",
    "현재 심박수 150bpm은 중강도예요. 61 + 0.4 × (171.7 − 60) = 123.4bpm이에요.",
    "220 − 45 = 175예요. 수면은 7시간 77분이에요. 보폭은 0.91m예요.",
)


def days():
    yield from (
        (c.profile, c.vitals)
        for c in safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)
    )
    yield from ((Profile(**m.profile), Vitals(**m.vitals)) for m in MISTAKES)
    conditions = table("safety")["conditions"]["hr_method_invalid"]
    full = Vitals(
        heart_rate=133, resting_heart_rate=66, sleep_hr=5.6, steps=7000, distance_km=7.3,
        active_calories=300, oxygen_saturation=96, weight=70.3, bmi=24.98,
    )  # fmt: skip
    for age in (None, 15, 45, 70):
        for condition in (None, *conditions):
            profile = Profile(
                age=age,
                baseline_rhr=60,
                hr_context="exercise",
                conditions=(condition,) if condition else (),
                regularly_active=age == 45,
            )
            yield profile, full


@pytest.mark.parametrize("text", WRONG)
def test_a_reason_holds_no_code(text):
    found = (verify_answer(text, day=day(p, v), kind=None) for p, v in days())
    for verdict in some(verdict for verdicts in found for verdict in verdicts):
        assert not CODE.search(verdict.reason), verdict
        assert not PLAIN_CODES.search(verdict.reason), verdict


@pytest.mark.parametrize("case", MISTAKES, ids=lambda c: f"{c.number}-{c.text[:28]}")
def test_a_mistake_s_reason_holds_no_code(case):
    for verdict in some(refused(case.text, case.profile, case.vitals)):
        assert not CODE.search(verdict.reason), verdict
        assert not PLAIN_CODES.search(verdict.reason), verdict


def test_a_right_class_is_named_as_the_standards_name_it():
    vitals = {"bmi": 27.1, "resting_heart_rate": 45, "sleep_hr": 9.5}
    found = refused(
        "BMI 27.1은 '정상', 안정시 심박수 45bpm은 '정상', 수면 9.5시간은 '부족'이에요.",
        {"age": 40},
        vitals,
    )
    assert [v.reason for v in found] == [
        "BMI: 맞는 분류는 ‘1단계 비만’",
        "안정시 심박수: 맞는 분류는 ‘낮음’",
        "수면 시간: 맞는 분류는 ‘김’",
    ]


def test_a_right_value_has_its_unit():
    found = refused("걸음수 9,111보, 체중 81kg이에요.", {}, {"steps": 8200, "weight": 72.5})
    assert [v.reason for v in found] == ["걸음수: 맞는 값은 8,200보", "체중: 맞는 값은 72.5kg"]


def test_every_class_cap_screening_and_withheld_target_has_a_label():
    fields = ("bmi", "bmi_who", "steps", "resting_heart_rate", "rhr_delta", "oxygen_saturation", "sleep_hr", "intensity")  # fmt: skip
    assert all(label for field in fields for label in class_labels(field).values())
    assert all(class_labels(field) for field in fields)
    assert all(cap_label(level) for level in table("intensity")["order"])
    assert all(screening_label(d.removesuffix("_known_disease")) for d in table("safety")["screening"]["caps"])  # fmt: skip
    for profile, vitals in days():
        facts = day(profile, vitals).facts
        assert screening_label(facts.screening)
        assert bool(withheld_label(facts.hr_targets_withheld)) == bool(facts.hr_targets_withheld)
