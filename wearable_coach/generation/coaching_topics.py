"""The topics that a case may be about, and choosing among them."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.generation.case import Case
from wearable_coach.generation.coaching_subjects_body import BODY
from wearable_coach.generation.coaching_subjects_effort import EFFORT
from wearable_coach.generation.coaching_subjects_heart import HEART
from wearable_coach.generation.coaching_subjects_life import LIFE
from wearable_coach.generation.coaching_subjects_move import MOVE
from wearable_coach.generation.coaching_subjects_sleep import SLEEP
from wearable_coach.generation.coaching_topic import Topic

TOPICS: tuple[Topic, ...] = (*SLEEP, *HEART, *EFFORT, *MOVE, *BODY, *LIFE)
"""All topics, in the order in which they are tried."""
_TOLD_COUNTS, _WISH_COUNTS = 4.0, 20.0
_SAME_GROUP_COUNTS, _OTHER_GROUP_COUNTS = 6.0, 0.3
_REDUCED_LEVEL = 1


def _possible(case: Case) -> list[Topic]:
    """Return the topics that a case tells enough for and that its safety leaves open."""
    still = case.facts.safety_level > _REDUCED_LEVEL or case.facts.max_intensity_allowed == "none"
    return [t for t in TOPICS if not (still and t.moves) and t.fits(case)]


def _weighted(case: Case, topics: Sequence[Topic], weights: Sequence[float]) -> Topic:
    point = case.rng.random() * sum(weights)
    for topic, weight in zip(topics, weights, strict=True):
        point -= weight
        if point < 0:
            return topic
    return topics[-1]


def pick_topic(case: Case) -> Topic:
    """Return the subject of the first question; what is told makes a topic likelier."""
    topics = _possible(case)
    told = {name for name, value in case.vitals.__dict__.items() if value is not None}
    wishes = _WISH_COUNTS if case.profile.desired_intensity == "vigorous" else 1.0
    weights = [
        t.weight * (_TOLD_COUNTS if t.uses & told else wishes if t.name == "interval" else 1.0)
        for t in topics
    ]
    return _weighted(case, topics, weights)


def follow_up(case: Case, asked: Sequence[Topic]) -> Topic | None:
    """Return the subject of a further question: often of the same group, never one again."""
    names = {t.name for t in asked}
    topics = [t for t in _possible(case) if t.name not in names]
    if not topics:
        return None
    group = asked[0].group
    weights = [
        t.weight * (_SAME_GROUP_COUNTS if t.group == group else _OTHER_GROUP_COUNTS) for t in topics
    ]
    return _weighted(case, topics, weights)
