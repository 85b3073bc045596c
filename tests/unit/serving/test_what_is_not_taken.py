"""What somebody is not treated with is not missed, and two harmless turns make no sign that neither holds."""

import pytest

from tests.unit.serving.test_help_that_goes_on import after
from wearable_coach.serving.need import need_in, need_of
from wearable_coach.serving.telling import tells_only_who_asks
from wearable_coach.serving.urgency import NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "약은 안먹어요",
        "혈압약은 따로 안 먹어요",
        "인슐린은 안 맞아요",
        "인슐린은 안 써요 먹는 약만 먹어요 운동 괜찮나요",
        "당뇨 있어요 인슐린은 쓰지 않고 약으로 조절해요",
        "메트포르민 먹고있어요 인슐린은 안맞고",
        "저 당뇨인데 인슐린은 안 맞아요 운동 뭐가 좋아요?",
    ],
)
def test_what_is_not_prescribed_is_not_missed(text):
    assert tells_only_who_asks(text)
    assert need_in(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "인슐린을 며칠째 못 맞았어요",
        "인슐린 안 맞았어요",
        "인슐린 안 맞고 잤어요",
        "인슐린 안 맞은 지 사흘 됐어요",
        "1형 당뇨인데 인슐린 안 맞아요",
        "인슐린은 안 맞아요 어제부터 토하고 숨이 차요",
    ],
)
def test_what_should_have_been_taken_is_missed(text):
    assert need_in(text).kind == "high_sugar"


@pytest.mark.parametrize(
    "turns",
    [
        ("3일째 변비인데 운동하면 나아져요?", "3일째 안 갔어요", "물은 많이 먹어요"),
        ("혈압이 138에 88이에요", "약은 안먹어요"),
        ("야식을 자주 먹어요", "과일도 많이 먹고요"),
    ],
)
def test_two_harmless_turns_make_no_sign(turns):
    assert need_of(after(*turns)).urgency not in {"emergency", "urgent", "crisis"}


def test_a_turn_adds_to_a_sign_that_was_heard():
    assert need_of(after("가슴이 답답해요", "식은땀도 나요")).urgency == "emergency"
