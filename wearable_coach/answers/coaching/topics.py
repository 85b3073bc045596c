"""The topics that a case may be about, and choosing among them."""

from __future__ import annotations

from collections.abc import Sequence

from wearable_coach.answers.brief import Brief
from wearable_coach.answers.coaching.subjects.body import BODY
from wearable_coach.answers.coaching.subjects.effort import EFFORT
from wearable_coach.answers.coaching.subjects.heart import HEART
from wearable_coach.answers.coaching.subjects.life import LIFE
from wearable_coach.answers.coaching.subjects.move import MOVE
from wearable_coach.answers.coaching.subjects.sleep import SLEEP
from wearable_coach.answers.coaching.topic import Topic
from wearable_coach.standards.levels import SafetyLevel, cap_of

TOPICS: tuple[Topic, ...] = (*SLEEP, *HEART, *EFFORT, *MOVE, *BODY, *LIFE)
"""All topics, in the order in which they are tried."""
_QUIET = tuple(t for t in TOPICS if not t.moves)
_TOLD_COUNTS, _WISH_COUNTS = 4.0, 20.0
_SAME_GROUP_COUNTS, _OTHER_GROUP_COUNTS = 6.0, 0.3


class Choice:
    """The topics that a case tells enough for and that its safety leaves open."""

    def __init__(self, brief: Brief) -> None:
        """Look through all topics once for a conversation."""
        facts = brief.facts
        still = facts.safety_level > SafetyLevel.REDUCE or cap_of(
            facts.max_intensity_allowed
        ) <= cap_of("light")
        pool = _QUIET if still else TOPICS
        self.brief = brief
        self.topics = [t for t in pool if t.fits is None or t.fits(brief)]

    def first(self) -> Topic:
        """Return the subject of the first question; what is told makes a topic likelier."""
        brief = self.brief
        told = {name for name, value in brief.vitals.__dict__.items() if value is not None}
        wishes = _WISH_COUNTS if brief.profile.desired_intensity == "vigorous" else 1.0
        weights = [self._weight(t, told, wishes) for t in self.topics]
        return self._weighted(self.topics, weights)

    @staticmethod
    def _weight(topic: Topic, told: set[str], wishes: float) -> float:
        if topic.uses and not topic.uses.isdisjoint(told):
            return topic.weight * _TOLD_COUNTS
        return topic.weight * wishes if topic.wished else topic.weight

    def following(self, asked: Sequence[Topic]) -> Topic | None:
        """Return the subject of a further question: mostly of the same group, never one again."""
        names = {t.name for t in asked}
        topics = [t for t in self.topics if t.name not in names]
        if not topics:
            return None
        group = asked[0].group
        weights = [
            t.weight * (_SAME_GROUP_COUNTS if t.group == group else _OTHER_GROUP_COUNTS)
            for t in topics
        ]
        return self._weighted(topics, weights)

    def _weighted(self, topics: Sequence[Topic], weights: Sequence[float]) -> Topic:
        point = self.brief.rng.random() * sum(weights)
        for topic, weight in zip(topics, weights, strict=True):
            point -= weight
            if point < 0:
                return topic
        return topics[-1]
