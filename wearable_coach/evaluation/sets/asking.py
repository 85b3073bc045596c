"""Questions put as the training data puts them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer
from wearable_coach.answers.questions import data_block, profile_sentence
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.day import Day
from wearable_coach.records import Kind, Message
from wearable_coach.rendering.prompts import Prompts
from wearable_coach.serving.prompts import chat_day


def conversation(kind: Kind, question: str, *, prompts: Prompts) -> tuple[Message, ...]:
    """Return a conversation that asks a question, with the dataset's system prompt of its kind."""
    return (
        Message(role="system", content=prompts.of(kind)),
        Message(role="user", content=question),
    )


def question_of(kind: Kind, day: Day, *, frame: int, seed: Sequence[object]) -> str:
    """Return the question that tells a day, in one of the question families of generation.

    Args:
        kind: Report, prescription or chat.
        day: What is told of the person and of the day.
        frame: The question family.
        seed: What the wording is drawn from.
    """
    spoken_of = chat_day(day) if kind == "coaching" else day
    brief = Brief(spoken_of, "", 0, frame, Random(seed_of(*seed)))
    return composer(kind).compose(brief).turns[0][0]


def told_day(day: Day, *, seed: Sequence[object]) -> str:
    """Return what is known of a person and a day, as a user tells it before a question."""
    rng = Random(seed_of(*seed))
    parts = (
        profile_sentence(day.profile, rng=rng),
        data_block(day.profile, day.vitals, layout="bullets", rng=rng),
    )
    return "\n\n".join(part for part in parts if part)
