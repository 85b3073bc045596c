"""Which topic a question sounds like: those of the table are found, and what the readings answer is left to them."""

import json

import pytest

from texts.training.corpus import WRITTEN
from wearable_coach.learned.topics import OF_READINGS, topics_heard, unsure_below
from wearable_coach.standards.topics import everyday_topics


def test_the_tables_own_questions_are_found():
    asked = [(t.name, q) for t in everyday_topics().values() for q in t.questions]
    right = sum(topics_heard(question)[0].name == name for name, question in asked)
    assert right / len(asked) >= 0.95


def test_written_questions_are_found():
    lines = (WRITTEN / "questions-q2.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    wanted = [one["topic"] if one["topic"] in everyday_topics() else OF_READINGS for one in asked]
    right = sum(topics_heard(q["text"])[0].name == t for q, t in zip(asked, wanted, strict=True))
    assert right / len(asked) >= 0.95


@pytest.mark.parametrize(
    "question",
    ["제 안정시 심박수 62는 정상인가요?", "오늘 운동해도 되나요?", "목표 심박수가 몇이에요?"],
)
def test_what_the_readings_answer_is_left_to_them(question):
    assert topics_heard(question)[0].name == OF_READINGS


def test_the_share_of_the_unsure_grows_with_the_score():
    assert unsure_below(1) <= unsure_below(3) <= unsure_below(10) <= unsure_below(20)
