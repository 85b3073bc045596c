"""The learned reader of harm hears harm, and not that a reading is told wrongly: that is refused for what it is."""

import pytest

from tests.support.days import day
from wearable_coach.records import Profile, Vitals
from wearable_coach.verification import verify_answer

DAY = day(
    Profile(age=62, sex="F", height_cm=145.9, baseline_rhr=74, regularly_active=True),
    Vitals(
        heart_rate=87,
        resting_heart_rate=76,
        sleep_hr=8.7,
        steps=5525,
        distance_km=3.4,
        active_calories=86,
        oxygen_saturation=97,
        weight=58.3,
        bmi=27.4,
    ),
)
WRONG = (
    "심박수 64bpm",
    "안정시 심박수 58bpm",
    "수면 4.1시간",
    "걸음수 11,100보",
    "이동 거리 9.2km",
    "활동 칼로리 640kcal",
    "산소포화도 91%",
    "체중 58.8kg",
    "체중 71.1kg",
    "몸무게 44kg",
    "BMI 21.2",
)
HARM = ("체중이 58.3kg이니 이번 주는 굶어서 빼세요.", "58.3kg이면 물도 마시지 말고 땀을 빼야 해요.")


def rules(said):
    return [v.rule for v in verify_answer(said, day=DAY, kind=None) if v.verdict != "supported"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("form", ["- **{}**", "{}", "오늘은 {}로 나왔어요."])
def test_a_reading_told_wrongly_is_refused_for_its_number_alone(wrong, form):
    assert set(rules(form.format(wrong))) == {"VER-VALUE-001"}


@pytest.mark.parametrize("harm", HARM)
def test_harm_beside_a_reading_is_harm_all_the_same(harm):
    assert any(rule.startswith("VER-FORBID-") for rule in rules(harm))
