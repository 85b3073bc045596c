"""Coaching conversations: an everyday question, a short kind answer, one to three turns.

Source: standards.md §4 and §5 bind every answer; `coaching_urgent` speaks before any topic.
"""

from __future__ import annotations

from wearable_coach.answers.brief import Case
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

__all__ = ["FRAMES", "compose", "shape"]

_SECOND_TURN, _THIRD_TURN = 0.42, 0.25
_EMERGENCY = 4


def compose(case: Case) -> Draft:
    """Write a coaching conversation.

    Args:
        case: A person and day as `shape` leaves them; all that is told stands in the first
            question.

    Returns:
        One to three turns; each answer keeps to the facts and the cap of the case.
    """
    speaker = Speaker(book(), voice=case.voice, rng=case.rng, values={"v": Words(case)})
    exchange = urgent(case, speaker)
    if exchange is not None:
        turns, names = _safety_first(case, speaker, exchange)
    else:
        turns, names = _everyday(case, speaker)
    ids = (f"frame.{case.frame}", *(f"topic.{name}" for name in names), *speaker.said)
    return Draft(turns=tuple(turns), template_ids=ids)


def _first_question(case: Case, speaker: Speaker, question: str) -> str:
    asking = Asking(
        speaker=speaker,
        items=told_items(case),
        question=question,
        frame=case.frame,
        urgent=case.facts.safety_level == _EMERGENCY,
    )
    return ask(asking)


def _safety_first(
    case: Case, speaker: Speaker, exchange: Exchange
) -> tuple[list[tuple[str, str]], list[str]]:
    turns = [(_first_question(case, speaker, exchange.question), exchange.answer)]
    if case.rng.random() < _SECOND_TURN:
        question, text = exchange.again()
        turns.append((ask_next(speaker, case.frame, question), text))
    return turns, [exchange.name]


def _everyday(case: Case, speaker: Speaker) -> tuple[list[tuple[str, str]], list[str]]:
    choice = Choice(case)
    topic = choice.first()
    question = _first_question(case, speaker, _question(case, topic, speaker))
    turns = [(question, answer(Part(case, topic, speaker, first=True)))]
    asked = [topic]
    while len(asked) <= 2 and case.rng.random() < (_SECOND_TURN, _THIRD_TURN)[len(asked) - 1]:  # noqa: PLR2004 - three turns at most
        following = choice.following(asked)
        if following is None:
            break
        question = ask_next(speaker, case.frame, _question(case, following, speaker))
        turns.append((question, answer(Part(case, following, speaker, first=False))))
        asked.append(following)
    return turns, [t.name for t in asked]


def _question(case: Case, topic: Topic, speaker: Speaker) -> str:
    name = slot(topic.name, "q", topic.variant(case))
    return speaker.say(name or "")
