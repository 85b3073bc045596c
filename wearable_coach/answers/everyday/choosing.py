"""Choosing an everyday topic for a conversation of the dataset, and how it is asked."""

from __future__ import annotations

from functools import cache

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.own_words import LAST_OF_BEARING, may_ask, tells_nothing
from wearable_coach.answers.coaching.words import choose
from wearable_coach.rendering.phrases import Speaker
from wearable_coach.standards.levels import SafetyLevel, cap_of
from wearable_coach.standards.topics import (
    EverydayTopic,
    TopicPoint,
    everyday_topics,
    fits_day,
    may_train_hard,
)

_OF_WOMEN = frozenset({"menstruation", "menopause", "pelvic_floor", "sports_bra"})
_OF_CONDITION = {"pregnancy_exercise": "pregnancy", "postpartum_return": "postpartum"}
_ANY_AGE = (0, 120)
_OF_AGES = {
    "menstruation": (0, LAST_OF_BEARING),
    "menopause": (42, 65),
    "muscle_in_old_age": (50, 120),
    "fall_prevention": (55, 120),
    "teen_growth": (0, 19),
}
"""Completed years of those who ask about it of themselves."""
OF_LOSS = frozenset({"weight_not_moving", "belly_fat"})
"""Topics that help to lose weight, which nobody is helped to who is underweight."""
_BESIDE_NO = {
    "high_altitude_and_flights": "sleep_hr",
    "walking_well": "distance_km",
    "protein_food": "bmi",
    "hrv_and_stress_score": "resting_heart_rate",
}
"""Readings beside which a topic is not asked: its sentences on amounts and scores could be taken for the reading's class."""
_HELD_BACK = "why_always_rest"
"""The topic that asks why one is held back, which nobody asks who was not."""
_OF_SOME = frozenset({_HELD_BACK, *_OF_WOMEN, *OF_LOSS, *_BESIDE_NO, *_OF_CONDITION, *_OF_AGES})
"""Topics that are not for everybody; most are."""
_NEVER_BOTH = (frozenset({"neck_shoulder_stiffness", "headache_after_exercise"}),)
"""Topics that nobody asks about in one conversation: a stiff neck with a headache is another matter."""
_ON_JOINTS = frozenset({
    "squat_form", "hiking", "running_start", "marathon", "hiit", "dance_and_rope", "ball_and_racket_sports", "home_strength",
    "pushup_pullup", "core_plank", "muscle_gain", "breathing_running", "too_easy_for_me",
})  # fmt: skip
"""Topics whose answers load joints, of which nobody speaks on who has just said that one hurts."""
_KNOWN_QUESTIONS = 5
"""Of a topic's questions a voice asks so many."""


def everyday_topic(brief: Brief, asked: frozenset[str] = frozenset()) -> EverydayTopic | None:
    """Return a topic of which a question may be answered on this day, None where there is none, or light exercise at most.

    Args:
        brief: A person and day.
        asked: Names of topics that were asked about before.
    """
    if cap_of(brief.facts.max_intensity_allowed) < cap_of("moderate"):
        return None
    about = () if asked else brief.about
    fitting = [
        topic
        for topic, is_for_all in _asked_by(brief.voice)
        if topic.name not in asked
        and not any({topic.name, *asked} >= pair for pair in _NEVER_BOTH if topic.name in pair)
        and (not about or topic.name in about)
        and _concerns(topic, brief)
        and (is_for_all or _askable(topic, brief))
    ]
    return choose(brief.rng, fitting) if fitting else None


def everyday_question(topic: EverydayTopic, speaker: Speaker, brief: Brief) -> str:
    """Return one of the questions that a voice asks about a topic, none that tells another thing than the record."""
    at = choose(speaker.rng, _askable(topic, brief))
    speaker.said.append(f"{topic.name}.q.{at}")
    return topic.questions[at]


def _askable(topic: EverydayTopic, brief: Brief) -> list[int]:
    """Return the places of the questions that a voice knows, and this person may ask and be answered on this day."""
    return [
        at
        for at in _known(len(topic.questions), brief.voice)
        if fits_day(_direct(topic, at), brief.profile, brief.facts)
        and may_ask(topic.questions[at], brief)
        and _is_within_cap(topic, at, brief)
    ]


def _is_within_cap(topic: EverydayTopic, at: int, brief: Brief) -> bool:
    """Say whether nothing that answers a question bids to train harder than the person may."""
    return not _asks_hard(topic, at) or may_train_hard(brief.profile, brief.facts)


def _asks_hard(topic: EverydayTopic, at: int) -> bool:
    """Say whether something that answers a question bids to run or to train hard."""
    return any(topic.points[place].hard for place in topic.answered_by[at])


def _direct(topic: EverydayTopic, at: int) -> TopicPoint:
    """Return the point that answers a question."""
    return topic.points[topic.answered_by[at][0]]


def _is_for_all(topic: EverydayTopic, at: int) -> bool:
    """Say whether anybody may ask a question and hear its answer, whatever the day."""
    direct = _direct(topic, at)
    kept = direct.moves or direct.not_for or direct.only_for or _asks_hard(topic, at)
    return not kept and tells_nothing(topic.questions[at])


@cache
def _asked_by(voice: int) -> tuple[tuple[EverydayTopic, bool], ...]:
    """Return the topics, and whether a voice knows a question of each that anybody may ask and hear the answer of."""
    return tuple(
        (topic, any(_is_for_all(topic, at) for at in _known(len(topic.questions), voice)))
        for topic in everyday_topics().values()
    )


@cache
def _known(count: int, voice: int) -> tuple[int, ...]:
    return tuple((voice + k) % count for k in range(min(count, _KNOWN_QUESTIONS)))


def _asks_unnamed(topic: EverydayTopic, brief: Brief) -> bool:
    """Say whether a conversation is to be of it and its user leaves the sex to the question."""
    return topic.name in brief.about and brief.profile.sex is None


def _concerns(topic: EverydayTopic, brief: Brief) -> bool:
    """Say whether it is a subject of this person's."""
    if topic.field == "training" and "pregnancy" in brief.profile.conditions:
        return False
    if topic.name not in _OF_SOME:
        return True
    if topic.name in _OF_WOMEN and brief.profile.sex != "F" and not _asks_unnamed(topic, brief):
        return False
    is_thin = topic.name in OF_LOSS and brief.facts.bmi_ksso == "underweight"
    is_free = topic.name == _HELD_BACK and brief.facts.safety_level < SafetyLevel.REDUCE
    if is_thin or is_free:
        return False
    beside = _BESIDE_NO.get(topic.name)
    if beside is not None and brief.vitals.__dict__[beside] is not None:
        return False
    condition = _OF_CONDITION.get(topic.name)
    is_so = condition is None or condition in brief.profile.conditions
    least, most = _OF_AGES.get(topic.name, _ANY_AGE)
    age = brief.profile.age
    return is_so and (age is None or least <= age <= most)


def loads_joints(topic: EverydayTopic) -> bool:
    """Say whether a topic's answer is none for somebody who has just said that a joint hurts."""
    return topic.name in _ON_JOINTS
