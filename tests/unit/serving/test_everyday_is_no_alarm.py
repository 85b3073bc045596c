"""Everyday questions raise no alarm: those of a hand that the reader of urgency never learnt from, and of a few kinds."""

import json

import pytest

from texts.training.corpus import UTTERANCES, WRITTEN
from wearable_coach.serving.need import need_in
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
