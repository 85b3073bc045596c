"""A crisis by score alone has a word of despair; what others call the user, and skin under a watch, are no danger."""

import pytest

from wearable_coach.serving.need import need_in
from wearable_coach.serving.telling import tells_danger, tells_only_rest, tells_only_skin
from wearable_coach.serving.urgency import NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "그냥 누워있게 돼요",
        "그냥 쉬고 싶어요",
        "주말엔 누워만 있어요",
        "우울하진 않은데 그냥 쉬고 싶어요",
        "우울하진 않은데 주말엔 그냥 누워있게 돼요",
    ],
)
def test_resting_is_no_despair(text):
    assert tells_only_rest(text)
    assert need_in(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "이제 그만 쉬고 싶어요, 영원히",
        "우울한 건 아닌데 사라지고 싶어요",
        "우울하지는 않은데 죽고 싶어요",
        "더는 살고 싶지 않아요",
        "친구가 저한테 죽고 싶대요",
    ],
)
def test_a_word_of_despair_is_heard(text):
    assert need_in(text).urgency == "crisis"


def test_a_low_mood_that_is_denied_is_none():
    assert not tells_danger("우울하진 않아요", of_mind=True)
    assert tells_danger("너무 우울해요", of_mind=True)


@pytest.mark.parametrize(
    "text", ["아 알겠어요.. 근데 친구가 저보고 뚱뚱하대요", "엄마가 나더러 게으르대요"]
)
def test_what_others_call_the_user_is_no_danger_of_theirs(text):
    assert need_in(text) == NOTHING


@pytest.mark.parametrize(
    "text", ["워치 찬데가 빨갛고 가려워요", "스트랩 닿는 부위가 빨개졌고 가려워요"]
)
def test_skin_under_a_band_is_no_shock(text):
    assert tells_only_skin(text)
    assert need_in(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "워치 찬 데가 가렵더니 온몸에 두드러기가 나고 숨이 차요",
        "시계 찬 손목이 가렵고 입술이 부어요",
    ],
)
def test_skin_that_spreads_is_heard(text):
    assert not tells_only_skin(text)
    assert need_in(text).urgency == "emergency"
