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
from wearable_coach.records import Draft
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel

__all__ = ["FRAMES", "compose", "shape"]

_SECOND_TURN, _THIRD_TURN = 0.42, 0.25


def compose(brief: Brief) -> Draft:
    """Write a coaching conversation.

    Args:
        brief: A person and day as `shape` leaves them; all that is told stands in the first
            question.

    Returns:
        One to three turns; each answer keeps to the facts and the cap of the case.
    """
    speaker = Speaker(book(), voice=brief.voice, rng=brief.rng, values={"v": Words(brief)})
    exchange = urgent(brief, speaker)
    if exchange is not None:
        turns, names = _safety_first(brief, speaker, exchange)
    else:
        turns, names = _everyday(brief, speaker)
    ids = (f"frame.{brief.frame}", *(f"topic.{name}" for name in names), *speaker.said)
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
    return turns, [exchange.name]


def _everyday(brief: Brief, speaker: Speaker) -> tuple[list[tuple[str, str]], list[str]]:
    choice = Choice(brief)
    topic = choice.first()
    question = _first_question(brief, speaker, _question(brief, topic, speaker))
    turns = [(question, answer(Part(brief, topic, speaker, first=True)))]
    asked = [topic]
    while len(asked) <= 2 and brief.rng.random() < (_SECOND_TURN, _THIRD_TURN)[len(asked) - 1]:  # noqa: PLR2004 - three turns at most
        following = choice.following(asked)
        if following is None:
            break
        question = ask_next(speaker, brief.frame, _question(brief, following, speaker))
        turns.append((question, answer(Part(brief, following, speaker, first=False))))
        asked.append(following)
    return turns, [t.name for t in asked]


def _question(brief: Brief, topic: Topic, speaker: Speaker) -> str:
    name = slot(topic.name, "q", topic.variant(brief))
    return speaker.say(name or "")
