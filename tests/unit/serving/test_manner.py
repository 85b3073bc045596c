"""How long an answer is and how it speaks is the caller's to say; what safety bids is said in every manner."""

from itertools import product

import pytest

from tests.support.cases import some
from tests.support.days import checked_day
from wearable_coach.answers.manner import LENGTHS, PERSONAS, Manner
from wearable_coach.errors import BadInput
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.inputs import checked_manner
from wearable_coach.serving.prompts import Asked
from wearable_coach.standards.topics import everyday_topics

FRIENDLY, CALM, BRISK = (Manner(persona=persona) for persona in PERSONAS)
SHORT = Manner("short")
ACTIVE = {"age": 40, "sex": "F", "baseline_rhr": 60, "regularly_active": True}
REST = {"resting_heart_rate": 73, "sleep_hr": 5.1}


def told(question, manner=FRIENDLY, vitals=None, profile=None):
    day = checked_day(vitals or {}, profile or {})
    return rules_chat(Asked("coaching", day, day, question, manner=manner)).text


def questions():
    return [t.questions[0] for t in everyday_topics().values() if t.field == "training"]


@pytest.mark.parametrize(
    ("length", "persona", "message"),
    [
        ("long", "friendly", "length: 'long' is not known; known are short, normal"),
        ("short", "angry", "persona: 'angry' is not known; known are friendly, calm, brisk"),
        (3, "calm", "length: 3 is not known"),
    ],
)
def test_an_unknown_manner_is_refused_with_those_that_are_known(length, persona, message):
    with pytest.raises(BadInput, match=message):
        checked_manner(length, persona)


def test_every_known_manner_is_taken():
    for length, persona in some(product(LENGTHS, PERSONAS)):
        assert checked_manner(length, persona) == (length, persona)


def test_a_short_answer_is_shorter_and_a_brisk_one_has_the_points_alone():
    for question in some(questions()):
        whole, brisk = told(question, FRIENDLY), told(question, BRISK)
        short = told(question, SHORT)
        assert len(short) <= 240, question
        assert len(short) < len(whole)
        assert len(brisk) <= len(whole)


def test_a_calm_answer_does_not_exclaim():
    for question in some(questions()):
        assert "!" not in told(question, CALM)


def test_the_days_restraint_is_said_in_every_manner():
    for manner in (FRIENDLY, CALM, BRISK, SHORT):
        text = told("운동 전에 준비운동을 꼭 해야 하나요?", manner, REST, ACTIVE)
        assert any(word in text for word in ("미루", "미뤄", "쉬")), text
