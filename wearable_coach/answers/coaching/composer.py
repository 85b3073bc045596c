"""Coaching conversations: an everyday question, a short kind answer, one to three turns.

Source: standards.md §4 and §5 bind every answer; `coaching_urgent` speaks before any topic.
"""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.answers import Part, answer
from wearable_coach.answers.coaching.asking import FRAMES, Asking, ask, ask_next
from wearable_coach.answers.coaching.shape import shape
from wearable_coach.answers.coaching.telling import told_items
from wearable_coach.answers.coaching.topic import Topic, book, slot
from wearable_coach.answers.coaching.topics import Choice
from wearable_coach.answers.coaching.urgent import Exchange, urgent
from wearable_coach.answers.coaching.words import Words
from wearable_coach.answers.everyday.answers import EverydayPart, everyday_answer
from wearable_coach.answers.everyday.choosing import everyday_question, everyday_topic
from wearable_coach.records import Draft
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.topics import EverydayTopic

__all__ = ["FRAMES", "compose", "shape"]

_SECOND_TURN, _THIRD_TURN = 0.42, 0.25
_EVERYDAY_FIRST, _EVERYDAY_NEXT = 0.36, 0.36
"""Shares of first and of later questions that are about everyday life, so that nearly half of the conversations have one."""


def compose(brief: Brief) -> Draft:
    """Write a coaching conversation.

    Args:
        brief: A person and day as `shape` leaves them; all that is told stands in the first
            question.

    Returns:
        One to three turns; each answer keeps to the facts and the cap of the case.
    """
    speaker = brief.speaker(book(), {"v": Words(brief)})
    exchange = urgent(brief, speaker)
    if exchange is not None:
        turns, names = _safety_first(brief, speaker, exchange)
    else:
        turns, names = _everyday(brief, speaker)
    ids = (f"frame.{brief.frame}", *names, *speaker.said)
    return Draft(turns=tuple(turns), template_ids=ids)


def _first_question(brief: Brief, speaker: Speaker, question: str) -> str:
    asking = Asking(
        speaker=speaker,
        items=told_items(brief),
        question=question,
        frame=brief.frame,
        urgent=brief.facts.safety_level == SafetyLevel.EMERGENCY,
    )
    return ask(asking)


def _safety_first(
    brief: Brief, speaker: Speaker, exchange: Exchange
) -> tuple[list[tuple[str, str]], list[str]]:
    turns = [(_first_question(brief, speaker, exchange.question), exchange.answer)]
    if brief.rng.random() < _SECOND_TURN:
        question, text = exchange.again()
        turns.append((ask_next(speaker, brief.frame, question), text))
    return turns, [f"topic.{exchange.name}"]


def _everyday(brief: Brief, speaker: Speaker) -> tuple[list[tuple[str, str]], list[str]]:
    choice = Choice(brief)
    topics: list[Topic | EverydayTopic] = [_opening_topic(brief, choice)]
    question = _first_question(brief, speaker, _question(brief, topics[0], speaker))
    turns = [(question, _answer(brief, topics[0], speaker, first=True))]
    while len(topics) <= 2 and brief.rng.random() < (_SECOND_TURN, _THIRD_TURN)[len(topics) - 1]:  # noqa: PLR2004 - three turns at most
        following = _following_topic(brief, choice, topics)
        if following is None:
            break
        question = ask_next(speaker, brief.frame, _question(brief, following, speaker))
        turns.append((question, _answer(brief, following, speaker, first=False)))
        topics.append(following)
    return turns, [_named(t) for t in topics]


def _named(topic: Topic | EverydayTopic) -> str:
    return f"everyday.{topic.name}" if isinstance(topic, EverydayTopic) else f"topic.{topic.name}"


def _opening_topic(brief: Brief, choice: Choice) -> Topic | EverydayTopic:
    everyday = everyday_topic(brief) if brief.rng.random() < _EVERYDAY_FIRST else None
    return everyday or choice.first()


def _following_topic(
    brief: Brief, choice: Choice, before: list[Topic | EverydayTopic]
) -> Topic | EverydayTopic | None:
    everyday = None
    if brief.rng.random() < _EVERYDAY_NEXT:
        everyday = everyday_topic(brief, frozenset(t.name for t in before))
    of_readings = [t for t in before if isinstance(t, Topic)]
    return everyday or choice.following(of_readings or [choice.first()])


def _answer(brief: Brief, topic: Topic | EverydayTopic, speaker: Speaker, *, first: bool) -> str:
    if isinstance(topic, EverydayTopic):
        return everyday_answer(EverydayPart(brief, topic, speaker, first=first))
    return answer(Part(brief, topic, speaker, first=first))


def _question(brief: Brief, topic: Topic | EverydayTopic, speaker: Speaker) -> str:
    if isinstance(topic, EverydayTopic):
        return everyday_question(topic, speaker)
    name = slot(topic.name, "q", topic.variant(brief))
    return speaker.say(name or "")
