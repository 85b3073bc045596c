"""Everyday questions raise no alarm: those of a hand that the reader of urgency never learnt from, and of a few kinds."""

import json

import pytest

from texts.training.corpus import UTTERANCES, WRITTEN
from wearable_coach.learned import hear
from wearable_coach.learned.hearing import threshold
from wearable_coach.serving.ages import age_in
from wearable_coach.serving.need import need_in
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.subjects import ranked
from wearable_coach.serving.symptoms import symptoms_in
from wearable_coach.serving.urgency import NOTHING, UNCLEAR
from wearable_coach.standards.topics import OF_SYMPTOMS

UNLEARNT = "questions-q2.jsonl"
MOST_ACTED_ON, MOST_ASKED_BACK = 0.015, 0.025


def test_questions_of_an_unlearnt_hand_are_hardly_ever_alarming():
    assert UNLEARNT not in UTTERANCES
    lines = (WRITTEN / UNLEARNT).read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    needs = [need_in(one["text"]) for one in asked if one["topic"] not in OF_SYMPTOMS]
    back = [n for n in needs if n.kind == UNCLEAR]
    acted = [n for n in needs if n not in (NOTHING, *back)]
    assert len(needs) > 900
    assert len(acted) <= MOST_ACTED_ON * len(needs)
    assert len(back) <= MOST_ASKED_BACK * len(needs)


@pytest.mark.parametrize(
    "text", ["너 진짜 똑똑하다", "자다가 자꾸 깨요", "임신 20주인데 수영 괜찮아요?"]
)
def test_a_question_of_everyday_life_outweighs_what_is_hardly_heard(text):
    assert need_in(text) == NOTHING


@pytest.mark.parametrize("text", ["죽고 싶어요", "다 그만두고 싶어", "사라지고 싶다"])
def test_a_crisis_outweighs_any_topic(text):
    assert need_in(text).urgency == "crisis"


@pytest.mark.parametrize(
    "text",
    [
        "하루 열 시간을 책상에 붙어 있는데 중간에 뭘 하면 좋을까요?",
        "요즘 뛰면 옆구리가 찌릿해요.",
    ],
)
def test_what_only_sounds_like_a_sign_is_none(text):
    assert need_in(text) == NOTHING
    assert symptoms_in(text) == ()


def test_what_frames_find_is_no_less_however_harmless_it_sounds():
    text = "뛰면 가슴이 너무 흔들려서 아파요. 두 개를 겹쳐 입는데 더 나은 방법이 있을까요?"
    assert hear(text).score < threshold(20)
    assert need_in(text).urgency == "emergency"


@pytest.mark.parametrize("text", ["숨이 차요", "가슴이 아파요", "열이 나요", "열 있어요"])
def test_few_words_of_a_sign_are_one_whatever_they_sound_like(text):
    assert symptoms_in(text)


def test_a_heart_rate_that_exercise_raises_is_none_of_rest():
    assert heard_readings("뛰면 심박이 160을 넘어요.").is_at_rest is False
    assert heard_readings("심박이 130인데 뛰어도 되나요?").is_at_rest
    assert heard_readings("나 vo2max 55 나왔어").values == {}
    assert "resting_heart_rate" not in heard_readings("심박이 70이고 나이는 35예요").values


@pytest.mark.parametrize(
    "text", ["퀴즈 준비 중이라서요", "11자 복근은 운동만으로 생기나요?", "열 살 많게 나와요"]
)
def test_what_is_no_age_makes_nobody_a_minor(text):
    assert age_in(text) is None


def test_a_pain_that_needs_no_medicine_is_no_question_of_medicines():
    told = "생리통 있는 날 요가와 걷기 중 뭐가 나아요? 약 안 먹어도 되는 정도예요"
    assert "medicine" not in {match.topic.name for match in ranked(told)}
    assert "medicine" in {match.topic.name for match in ranked("혈압약을 안 먹어도 되나요?")}
