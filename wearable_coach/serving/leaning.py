"""The words by which the topic of a turn is chosen: its own, or with those of the turn before where it leans on them."""

from __future__ import annotations

import re

from wearable_coach.serving.own_readings import own_reading
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.readings import heard_readings
from wearable_coach.serving.subjects import PRESSURES, THRESHOLD, Match, ranked
from wearable_coach.serving.talk_heard import (
    FORMULAS,
    heard_in,
    names_nothing,
    shares_subject,
)
from wearable_coach.serving.turns import exchanged, is_short, joined_before, without_lead
from wearable_coach.standards.topics import EverydayTopic

_SURELY_OWN = 0.5
"""How far inside a topic of its own a short turn lies that does not go on with the one before [margins]."""
_NOT_HEALTH, _PRESSURE = "not_health", "혈압"
_OF_THE_COACH = (FORMULAS - {"good_news"}) | {
    "who_are_you", "what_can_you_do", "can_i_trust_you", "data_privacy", "same_answers", "argue_numbers",
}  # fmt: skip
"""Topics that a next turn does not go on with."""


_TRAINING = "training"
_FRAGMENT = re.compile(r"^(?P<what>[가-힣a-zA-Z]+?)(?:은|는)(?:요|여)?[ ?.~!ㅋㅎㅠ]*$")
"""No more than what is asked of: 수영은요?"""


def topical_words(asked: Asked) -> str:
    """Return the words by which the topic of the last turn is chosen, and what of it answers.

    A short turn that is about nothing by itself, or about something of which the topic of the turn before speaks, is
    heard with that turn: 흡입기는 언제 써요?, 그럼 괜찮은 거예요?

    Args:
        asked: The request with its earlier turns.
    """
    question = without_lead(asked.question)
    if own_reading(question):
        return question
    turns = [turn.content for turn in asked.history if turn.role == "user"]
    if (
        PRESSURES.search(question)
        and _PRESSURE not in question
        and any(_PRESSURE in t for t in turns)
    ):
        return f"{_PRESSURE} {question}"
    before = joined_before(turns)
    if not before:
        return question
    if other := exchanged(question, before) or _of_fragment(question):
        return other
    both = f"{before} {question}"
    return both if is_short(question) and _leans(question, before, both) else question


def _of_fragment(question: str) -> str:
    """Return a whole question for a sport that is no more than named; empty where something else is."""
    found = _FRAGMENT.match(question)
    if found is None or not (own := ranked(question)):
        return ""
    topic = own[0].topic
    is_sport = isinstance(topic, EverydayTopic) and topic.field == _TRAINING
    return f"{found['what']} 해도 돼요?" if is_sport else ""


def _leans(question: str, before: str, both: str) -> bool:
    own, theirs, together = ranked(question), ranked(before), ranked(both)
    if not theirs or not together or heard_readings(question).values:
        return False
    topic = theirs[0].topic
    if topic.name in _OF_THE_COACH or _is_of_the_coach(own) or together[0].topic != topic:
        return False
    if not own or names_nothing(question):
        return True
    if not isinstance(own[0].topic, EverydayTopic) or not isinstance(topic, EverydayTopic):
        return False
    if own[0].topic.name == _NOT_HEALTH and heard_in(question)[0].score < 0:
        return True
    is_unsure = own[0].score <= THRESHOLD or heard_in(question)[0].score < _SURELY_OWN
    return is_unsure and shares_subject(topic.name, question)


def _is_of_the_coach(found: list[Match]) -> bool:
    return bool(found) and found[0].topic.name in _OF_THE_COACH
