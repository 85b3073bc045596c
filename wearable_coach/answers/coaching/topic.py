"""A topic of everyday coaching: when it fits, what it speaks of, and which sentences it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.everyday.repeating import repeats
from wearable_coach.rendering.phrases import PhraseBook, Speaker, phrase_book

BOOKS = (
    "coaching",
    "coaching_frames",
    "coaching_tell",
    "coaching_safety",
    "coaching_words",
    "coaching_sleep",
    "coaching_heart",
    "coaching_effort",
    "coaching_move",
    "coaching_train",
    "coaching_body",
    "coaching_mind",
    "coaching_refuse",
    "coaching_people",
    "emergencies",
    "coaching_follow",
    "coaching_hear",
    "considerations",
)
"""All that the coach can say."""
_TRIES = 3


def book() -> PhraseBook:
    """Return the coach's phrase book."""
    return phrase_book(*BOOKS)


def _no_variant(_case: Brief) -> str:
    return ""


class Topic(NamedTuple):
    """One subject of a question; its sentences are the slots that begin with its name."""

    name: str
    group: str
    """Slots ``do.GROUP`` stand in where the topic has no advice of its own."""
    mood: str
    """The opener, ``open.MOOD``."""
    fits: Callable[[Brief], bool] | None
    """Whether the case tells what the answer needs, None when it needs nothing; safety is apart."""
    variant: Callable[[Brief], str] = _no_variant
    """The class on which question and answer depend, as the last part of a slot's name."""
    uses: frozenset[str] = frozenset()
    """Readings that the answer speaks of."""
    moves: bool = False
    """Whether the answer advises movement; then it needs a day on which that is allowed."""
    weight: float = 1.0
    wished: bool = False
    """Whether people who want to train hard ask it rather than others."""
    restrains: frozenset[str] = frozenset()
    """Safety reasons for which the answer itself bids to hold back."""


@cache
def slot(topic: str, part: str, variant: str, group: str = "") -> str | None:
    """Return the most special slot there is: of the variant, of the topic, of the group."""
    slots = book().slots
    names = [f"{topic}.{part}.{variant}", f"{topic}.{part}"]
    if group:
        names.append(f"{part}.{group}")
    return next((name for name in names if name in slots), None)


def fresh(speaker: Speaker, slot_name: str, said: Sequence[str] = ()) -> str:
    """Say a slot, another way than before in this conversation where the voice knows one.

    Args:
        speaker: The conversation's voice.
        slot_name: What to say.
        said: What the answer holds already, which is not said in other words again.
    """
    text = speaker.say(slot_name)
    for _ in range(_TRIES):
        if speaker.said.count(speaker.said[-1]) == 1 and not repeats(text, said):
            break
        speaker.said.pop()
        text = speaker.say(slot_name)
    return text


def said_where(speaker: Speaker, slot_name: str, holds: Callable[[str], bool]) -> str:
    """Say a slot in a way of which something holds, where the voice soon comes upon one."""
    text = speaker.say(slot_name)
    for _ in range(2 * _TRIES):
        if holds(text):
            break
        speaker.said.pop()
        text = speaker.say(slot_name)
    return text
