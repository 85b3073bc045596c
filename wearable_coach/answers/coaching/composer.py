"""Coaching conversations: an everyday question, a short kind answer, one to five turns.

Source: standards.md §4 and §5 bind every answer; `coaching_urgent` speaks before any topic.
"""

from __future__ import annotations

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.asking import FRAMES, IN_SENTENCES, Asking, ask, ask_next
from wearable_coach.answers.coaching.conversation import Conversation
from wearable_coach.answers.coaching.shape import shape
from wearable_coach.answers.coaching.telling import OVER_WATCH, disputes_watch, told_items
from wearable_coach.answers.coaching.told_late import late_reading
from wearable_coach.answers.coaching.topic import book, fresh
from wearable_coach.answers.coaching.urgent import Exchange, urgent
from wearable_coach.answers.coaching.words import Words
from wearable_coach.records import Draft
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel

__all__ = ["FRAMES", "compose", "shape"]

_FURTHER_TURNS = (0.99, 0.97, 0.95, 0.9)
"""Of conversations of one to four turns the share that go on."""
_TRIES = 4
"""So many further questions of an urgent talk are drawn before it ends for want of another."""


def compose(brief: Brief) -> Draft:
    """Write a coaching conversation.

    Args:
        brief: A person and day as `shape` leaves them; all that is told stands in the first
            question.

    Returns:
        One to five turns; each answer keeps to the facts and the cap of the case.
    """
    speaker = brief.speaker(book(), {"v": Words(brief)})
    exchange = urgent(brief, speaker)
    if exchange is not None:
        turns, names = _safety_first(brief, speaker, exchange)
    else:
        turns, names = _everyday(brief, speaker)
    ids = (f"frame.{brief.frame}", *names, *speaker.said)
    return Draft(turns=tuple(turns), template_ids=ids)


def _first_question(
    brief: Brief, speaker: Speaker, question: str, *, over_watch: bool = False
) -> str:
    items = told_items(brief)
    if over_watch:
        items = [OVER_WATCH if item == "sleep_hr" else item for item in items]
    asking = Asking(
        speaker=speaker,
        items=items,
        question=question,
        frame=brief.frame,
        urgent=brief.facts.safety_level == SafetyLevel.EMERGENCY,
    )
    return ask(asking)


def _safety_first(
    brief: Brief, speaker: Speaker, exchange: Exchange
) -> tuple[list[tuple[str, str]], list[str]]:
    turns = [(_first_question(brief, speaker, exchange.question), exchange.answer)]
    asked = {exchange.question}
    for share in _FURTHER_TURNS[:2]:
        if brief.rng.random() >= share:
            break
        said = {text for _, text in turns}
        drawn = (exchange.again() for _ in range(_TRIES))
        question, text = next(
            (t for t in drawn if t[0] not in asked and t[1] not in said), ("", "")
        )
        if not question:
            break
        asked.add(question)
        turns.append((ask_next(speaker, brief.frame, question), text))
    return turns, [f"topic.{exchange.name}"]


def _everyday(brief: Brief, speaker: Speaker) -> tuple[list[tuple[str, str]], list[str]]:
    late = late_reading(brief)
    first = brief if late is None else late.before
    talks = Conversation(first, speaker)
    disputes = brief.frame in IN_SENTENCES and disputes_watch(first, speaker)
    question, text = talks.open(
        lambda asked: _first_question(first, speaker, asked, over_watch=disputes)
    )
    if disputes:
        text = f"{text} {fresh(speaker, f'{OVER_WATCH}.heard')}"
    turns = [(question, text)]
    if late is not None:
        talks.brief = brief
        turns.append(talks.tell_late(late))
    for share in _FURTHER_TURNS[len(turns) - 1 :]:
        following = talks.go_on() if brief.rng.random() < share else None
        if following is None:
            break
        turns.append(following)
    return turns, talks.names
