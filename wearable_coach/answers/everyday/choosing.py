"""Choosing an everyday topic for a conversation of the dataset, and how it is asked."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.words import choose
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import cap_of
from wearable_coach.standards.topics import EverydayTopic, everyday_topics, fits_day

_OF_WOMEN = frozenset({"menstruation", "menopause", "pelvic_floor", "sports_bra"})
_OF_CONDITION = {"pregnancy_exercise": "pregnancy", "postpartum_return": "postpartum"}
OF_LOSS = frozenset({"weight_not_moving", "belly_fat"})
"""Topics that help to lose weight, which nobody is helped to who is underweight."""
_KNOWN_QUESTIONS = 5
"""Of a topic's questions a voice asks so many."""


def everyday_topic(brief: Brief, asked: frozenset[str] = frozenset()) -> EverydayTopic | None:
    """Return a topic whose direct answer may be given on this day, None where there is none, or light exercise at most.

    Args:
        brief: A person and day.
        asked: Names of topics that were asked about before.
    """
    if cap_of(brief.facts.max_intensity_allowed) < cap_of("moderate"):
        return None
    fitting = [
        topic
        for topic in everyday_topics().values()
        if topic.name not in asked
        and _concerns(topic, brief)
        and fits_day(topic.points[0], brief.profile, brief.facts)
    ]
    return choose(brief.rng, fitting) if fitting else None


def everyday_question(topic: EverydayTopic, speaker: Speaker) -> str:
    """Return one of the questions that a voice asks about a topic."""
    at = choose(speaker.rng, _known(len(topic.questions), speaker.voice))
    speaker.said.append(f"{topic.name}.q.{at}")
    return topic.questions[at]


@cache
def _known(count: int, voice: int) -> tuple[int, ...]:
    return tuple((voice + k) % count for k in range(min(count, _KNOWN_QUESTIONS)))


def _concerns(topic: EverydayTopic, brief: Brief) -> bool:
    """Say whether this person may ask about it."""
    if topic.name in _OF_WOMEN and brief.profile.sex != "F":
        return False
    if topic.field == "training" and "pregnancy" in brief.profile.conditions:
        return False
    if topic.name in OF_LOSS and brief.facts.bmi_ksso == "underweight":
        return False
    condition = _OF_CONDITION.get(topic.name)
    return condition is None or condition in brief.profile.conditions
