"""A fever is a baby's where a baby is told of; a number after a cold is the user's own temperature."""

import pytest

from tests.unit.serving.test_help_that_goes_on import after
from wearable_coach.serving.need import need_of, safety_level
from wearable_coach.serving.readings import heard_readings
from wearable_coach.standards.levels import SafetyLevel

COLD = "콧물 나는데 운동해도 돼요?"


@pytest.mark.parametrize(
    "turns",
    [
        (COLD, "재보니 38.2"),
        ("목이 칼칼해요 헬스 가도 되나요", "방금 재니 38.4 나왔어요"),
        (COLD, "재보니 38.2", "타이레놀 먹고 열내리면 가도되죠?"),
        ("체온 38.2예요",),
        ("타이레놀 먹고 열내리면 가도되죠?",),
    ],
)
def test_no_baby_is_heard_where_none_is_told_of(turns):
    assert need_of(after(*turns)).kind != "infant"


@pytest.mark.parametrize("turns", [(COLD, "재보니 38.2"), ("감기 걸렸어요", "38.6이에요")])
def test_a_number_after_a_cold_is_a_fever(turns):
    assert safety_level(after(*turns)) >= SafetyLevel.DEFER


@pytest.mark.parametrize(
    "text",
    [
        "재보니 38.2",
        "감기인데 밖이 38도예요",
        "감기 기운 있는데 몸무게 재보니 38.2",
        "감기인데 40분 뛰었어요",
    ],
)
def test_another_number_is_no_temperature(text):
    assert "temperature" not in heard_readings(text).values


def test_a_baby_is_heard_in_an_earlier_turn():
    need = need_of(after("우리 아기가 두 달 됐어요", "열이 38.2도예요"))
    assert (need.kind, need.urgency) == ("infant", "urgent")
