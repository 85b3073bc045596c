"""A reading told in any spelling counts, and one that was to be taken again decides when it is told."""

import pytest

from wearable_coach.day import day_of
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.told import known_day


def said(*turns, **vitals):
    given = day_of(Profile(age=45, regularly_active=True), Vitals(**vitals), hrmax_formula="tanaka")
    *before, question = turns
    history = tuple(
        one
        for turn in before
        for one in (
            Message(role="user", content=turn),
            Message(role="assistant", content="다시 재 보세요."),
        )
    )
    known = known_day(given, "\n".join(turns))
    return rules_chat(Asked("coaching", given, known, question, history)).text


@pytest.mark.parametrize("copula", ["에요", "예요", "이에요", "이예요", "여요", "이여요"])
def test_a_usual_rate_is_heard_however_its_copula_is_spelt(copula):
    for text in (
        f"어제 5시간 잤고 안정시 심박 75 나왔어요 평소는 62{copula} 오늘 운동 할까요?",
        f"평소는 62{copula} 그런데 오늘 안정시 심박이 75{copula} 5시간 잤어요",
        f"보통 때는 62{copula} 근데 오늘 안정시 심박 75 떴고 5시간 잤어요",
    ):
        heard = heard_readings(text).values
        assert (heard["resting_heart_rate"], heard["baseline_rhr"]) == (75, 62), text
        assert heard["sleep_hr"] == 5


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("다시 쟀더니 104에요", 104),
        ("30분 쉬고 다시 쟀는데 102요", 102),
        ("또 재봤는데 110이에요", 110),
        ("다시 재도 백삼이네요", 103),
        ("한 번 더 재 보니 98이네요", 98),
    ],
)
def test_a_number_of_what_was_measured_again_is_of_that_reading(told, value):
    heard = heard_readings(told, again="resting_heart_rate").values
    assert heard == {"resting_heart_rate": value}


def test_a_rate_that_is_high_again_asks_for_the_doctor_today():
    text = said("필라테스 가도 돼요?", "다시 쟀더니 104에요", resting_heart_rate=105)
    assert text.startswith("다시 재도 심박수가 높으니")
    assert "의료기관에 문의" in text
    text = said("오늘 안정시 심박이 108 나왔어요", "한시간 뒤에 다시 재봤는데 103이네요")
    assert text.startswith("다시 재도 심박수가 높으니")


def test_an_oxygen_saturation_that_is_low_again_does_too():
    assert "다시 재도 산소포화도가" in said(
        "93이면 큰일인가요?", "다시 쟀는데 94예요", oxygen_saturation=93
    )


def test_a_better_one_allows_light_movement():
    text = said("뛰어도 돼요?", "쉬었다가 다시 재보니 92예요", resting_heart_rate=105)
    assert "쉬어야 할 만큼은 아니에요" in text
    assert "가볍게만" in text


def test_what_is_only_supposed_was_not_measured():
    assert "다시 재도" not in said(
        "뛰어도 돼요?", "다시 재서 104면 어떡해요?", resting_heart_rate=105
    )
    assert not heard_readings("다시 쟀더니 104예요").values
