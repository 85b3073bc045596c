"""A score raises no alarm by itself where no word tells of a danger; what the words tell is given to whom they tell it of."""

import pytest

from wearable_coach.serving.need import need_in
from wearable_coach.serving.telling import is_all_figure, tells_danger, tells_only_who_asks
from wearable_coach.serving.urgency import NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "심방세동 있는데 심박수 몇으로 뛰어요?",
        "당뇨약 드세요",
        "어머니가 혈압약이랑 관절약 드세요",
        "아기 낳은지 6주 됐어요",
        "셋째 낳고 석 달 지났는데 줄넘기 해도 될까요",
        "스텐트 넣었는데 등산 가도 되나요",
    ],
)
def test_a_condition_a_medicine_and_a_birth_are_no_danger(text):
    assert tells_only_who_asks(text)
    assert need_in(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "혈압약을 두 번 먹었어요",
        "당뇨약 한꺼번에 먹었어요",
        "심방세동 있는데 심장이 두근거려요",
        "임신 30주인데 피가 비쳐요",
    ],
)
def test_what_happened_beside_a_condition_is_heard(text):
    assert not tells_only_who_asks(text)
    assert need_in(text) != NOTHING


@pytest.mark.parametrize(
    "text",
    ["다음주 하프인데 이번주 훈련 어떻게 할까요", "열다섯살인데 마라톤 나가고 싶어요", "아직 어지러운적은 없어요 그냥 물어본거에요"],
)  # fmt: skip
def test_a_weak_score_without_a_word_of_despair_is_no_crisis(text):
    assert not tells_danger(text, of_mind=True)
    assert need_in(text) == NOTHING


def test_how_tired_or_hungry_one_is_is_no_wish_to_die():
    assert is_all_figure("너무 피곤해서 죽을 거 같아요")
    assert need_in("너무 피곤해서 죽을 거 같아요") == NOTHING
    assert not is_all_figure("힘들어서 죽고 싶어요")
    assert need_in("힘들어서 죽고 싶어요").urgency == "crisis"
    assert need_in("피곤해서 죽을 것 같고 가슴도 답답해요").urgency == "emergency"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("애들이 단톡에서 나보고 죽으래요. 내가 없어지면 다들 좋아하겠죠", ""),
        ("요즘 자꾸 애기랑 같이 사라지고 싶다는 생각이 들어요", ""),
        ("살기 싫다는 친구한테 뭐라고 해줘야 해요", "친구"),
        ("룸메가 약을 왕창 먹고 쓰러졌어요", "룸메"),
        ("우리 영감이 아침부터 말이 어눌해요", "영감"),
        ("1형 당뇨인데 손이 떨려요", ""),
        ("34주인데 아기가 하루종일 안 움직여요", ""),
        ("남편 때문에 죽고 싶어요", ""),
        ("친구가 죽고 싶대요", "친구"),
    ],
)
def test_who_is_in_need_is_whom_the_danger_is_told_of(text, who):
    need = need_in(text)
    assert need != NOTHING
    assert need.who == who


@pytest.mark.parametrize(
    "told",
    [
        "아버지가 당뇨세요",
        "엄마가 당뇨라서 걱정이에요",
        "시어머니께서 당뇨시고 혈압도 높으세요",
        "남편이 당뇨인데 식단이 고민이에요",
    ],
)
def test_an_illness_that_is_only_told_raises_nothing_however_politely(told):
    assert need_in(told).urgency == "none"
