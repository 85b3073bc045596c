"""A sentence goes on from what was said, and speaks to the person who asks."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.everyday.misplaced import (
    is_for_beginners,
    misplaced,
    of_another_part,
    presumes,
)
from wearable_coach.answers.everyday.repeating import repeats
from wearable_coach.records import Profile, Vitals

_ANKLE = "발목은 며칠 쉬면 나아요."


def _of(**person):
    return Brief(day(Profile(**person), Vitals()), "normal", 1, 2, Random(1))


@pytest.mark.parametrize(
    "way",
    [
        "네, 내리막에서 스틱을 짚으세요.",
        "아니요, 꼭 다 먹지는 않아도 돼요.",
        "둘 다 좋아요.",
        "연구를 모아 봐도 어느 한쪽이 뚜렷하게 낫다는 결론은 없어요.",
    ],
)
def test_what_answers_another_question_does_not_stand_in_the_middle(way):
    assert misplaced(way, [_ANKLE], _of(age=40), "발목을 삐었어요")
    assert not misplaced(way, [], _of(age=40), "발목을 삐었어요")


def test_an_answer_bids_one_thing_how_often():
    daily, thrice = "첫 두 주는 날마다 10분 걷기만 하세요.", "처음에는 월수금 세 번만 잡으세요."
    assert misplaced(thrice, [daily], _of(age=40), "며칠 하면 돼요?")
    assert misplaced(daily, [thrice], _of(age=40), "며칠 하면 돼요?")
    assert not misplaced("주 3번이면 돼요.", [thrice], _of(age=40), "며칠 하면 돼요?")


def test_nothing_soothes_after_a_sign_of_danger():
    danger = "가슴이 조이거나 어지러우면 멈추고 진료를 받으세요."
    assert misplaced("앉으면 금방 나아져요.", [danger], _of(age=77), "심박이 올라요")
    assert not misplaced("앉으면 금방 나아져요.", [_ANKLE], _of(age=77), "심박이 올라요")


def test_pregnancy_is_spoken_of_to_whom_it_may_concern():
    way = "임신 중이면 다니는 산부인과에 먼저 물어보세요."
    assert misplaced(way, [], _of(age=78), "어디로 가야 해요?")
    assert misplaced(way, [], _of(age=30, sex="M"), "어디로 가야 해요?")
    assert not misplaced(way, [], _of(age=30, sex="F"), "어디로 가야 해요?")
    assert not misplaced(way, [], _of(age=30, sex="M"), "아내가 임신 중인데 어디로 가요?")
    assert not misplaced("임신한 분은 더위에 더 약해요.", [], _of(age=78), "더워요")


def test_an_ache_is_spoken_of_where_one_was_told():
    way = "사나흘 쉬어 보세요. 그래도 아프면 다음 대회가 답이에요."
    assert misplaced(way, [], _of(age=23), "대회 전에는 운동을 줄여야 해요?")
    assert not misplaced(way, [], _of(age=23), "무릎이 아픈데 대회에 나가도 돼요?")


@pytest.mark.parametrize(
    ("way", "asked", "told"),
    [
        (
            "배부른 채로 물에 들어가면 속이 더부룩해요.",
            "마라톤 아침에 뭘 먹죠",
            "수영 전에 뭘 먹어요?",
        ),
        ("장 볼 때만 차도 보호대는 제 몫을 해요.", "스틱 쓰면 나아요?", "무릎보호대 차면 돼요?"),
        ("무엇이 화나게 했는지 적어 보세요.", "퇴근하고 지쳐 있어요", "짜증이 나서 잠이 안 와요"),
        ("약을 먹어도 아프면 상의하세요.", "생리가 끊겼는데 괜찮아요?", "생리통이 심해요"),
        ("커피 한 잔쯤은 괜찮아요.", "에너지드링크 마셔도 돼요?", "커피 마시고 운동해도 돼요?"),
        ("겉에는 방수 바람막이가 편해요.", "비 맞은 뒤에는 어떻게 해요?", "비 올 때 뭘 입어요?"),
        ("어린이와 청소년은 소아청소년과예요.", "병원에 가면 뭐라고 해요?", "아이가 아파요"),
        ("교대 뒤에는 다리를 올려 쉬세요.", "서서 일하면 다리가 부어요", "교대근무를 해요"),
        (
            "뛸 때 소변이 새면 산부인과나 비뇨의학과에 물어보세요.",
            "무릎 안 좋은 엄마가 배울 춤이 뭐가 있어요?",
            "줄넘기하면 소변이 새요",
        ),
        ("줄넘기보다 걷기가 편해요.", "엄마가 배울 춤이 있어요?", "줄넘기하면 무릎이 아파요"),
        ("갱년기에는 잠이 얕아져요.", "잠이 안 와요", "폐경 뒤에 잠이 안 와요"),
    ],
)
def test_what_a_sentence_takes_for_told_stands_in_the_question(way, asked, told):
    assert presumes(way, asked)
    assert not presumes(way, told)


def test_the_same_words_on_end_are_not_said_twice():
    said = ["고강도 운동을 매일 하는 건 권하지 않아요. 사이에 쉬는 날이 있어야 몸이 회복해요."]
    assert repeats("매일 하는 건 권하지 않아요. 남은 날은 편한 강도로 채워 보세요.", said)
    help_told = "뼈 한 곳이 콕 찌르듯 아프거나 붓고 열이 나면 진료를 받아 보세요."
    assert not repeats(help_told, ["밤에 저려서 자꾸 깨거나 힘이 빠지면 진료를 받아 보세요."])


def test_who_has_trained_for_long_is_not_spoken_to_as_one_who_begins():
    way = "하루 10분 편하게 걷는 것부터예요."
    trained, idle = _of(age=55, regularly_active=True), _of(age=55, regularly_active=False)
    assert is_for_beginners(way, "언제 하는 게 좋아요?", trained)
    assert not is_for_beginners(way, "뭐부터 시작해요?", trained)
    assert not is_for_beginners(way, "언제 하는 게 좋아요?", idle)


@pytest.mark.parametrize(
    ("way", "elsewhere", "there"),
    [
        (
            "엉덩이가 배기면 패드 바지를 입으세요.",
            "자전거 타면 무릎이 아파요.",
            "안장이 딱딱해서 엉덩이가 아파요.",
        ),
        (
            "무릎 앞이 아프면 안장을 조금 올리세요.",
            "자전거 타면 허리가 뻐근해요.",
            "자전거 타면 무릎이 아파요.",
        ),
        (
            "허리 통증이 다리로 뻗치면 스쿼트는 쉬세요.",
            "스쿼트하면 무릎이 아파요.",
            "스쿼트하면 허리가 아파요.",
        ),
    ],
)
def test_an_ache_elsewhere_is_not_spoken_of(way, elsewhere, there):
    assert of_another_part(way, elsewhere)
    assert not of_another_part(way, there)
    assert not of_another_part(way, "운동하고 나면 어떻게 쉬어요?")


def test_a_sign_of_danger_is_told_whatever_part_was_asked_of():
    assert not of_another_part("머리가 깨질 듯 아프면 119를 부르세요.", "허리가 아파요.")
    assert not of_another_part(
        "종아리 한쪽이 붓고 아프면 산부인과에 전화하세요.", "임신했는데 허리가 아파요."
    )


def test_an_exercise_is_named_before_it_is_made_harder():
    way = "쉬워지면 높이를 낮추거나 물병을 들고 하세요."
    assert misplaced(way, [], _of(age=70), "다리가 가늘어졌어요")
    assert misplaced(way, ["걱정되시겠어요."], _of(age=70), "다리가 가늘어졌어요")
    named = ["의자에서 일어서기를 10번 해 보세요."]
    assert not misplaced(way, named, _of(age=70), "다리가 가늘어졌어요")
