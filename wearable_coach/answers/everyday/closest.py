"""Which sentences of a topic are nearest to what was asked: they are said, and said early."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from wearable_coach.standards.topics import TopicPoint, everyday_topics

Allowed = tuple[TopicPoint, Sequence[str]]
_WORD = re.compile(r"[가-힣]+|[a-z0-9]+")
_SIZE = 2
_NEAR, _NEARER = 0.12, 1.5
"""What part of a question a point must hold, and how many times as much as the second, to be said right after the first."""


def nearest_first(allowed: Sequence[Allowed], asked: str) -> list[Allowed]:
    """Return points and their ways, those that are nearest to a question early.

    The direct answer stays first; the point that holds most of the question comes right after it. Of the ways of
    a point the nearest comes first, others keep their order.

    Args:
        allowed: The points that may be said, the direct answer first, with their ways.
        asked: The question, and what else is known of the person in words.
    """
    said = _groups(asked)
    if not said or len(allowed) <= 1:
        return [(point, _nearest(ways, said)) for point, ways in allowed]
    placed: list[Allowed] = [(point, _nearest(ways, said)) for point, ways in allowed]
    scores = [_shared(ways[0], said) for _, ways in placed]
    best = max(range(1, len(placed)), key=lambda k: scores[k])
    if scores[best] >= max(_NEAR, _NEARER * scores[1]):
        placed.insert(1, placed.pop(best))
    return placed


def _nearest(ways: Sequence[str], said: frozenset[str]) -> list[str]:
    best = max(ways, key=lambda way: _shared(way, said))
    return [best, *(way for way in ways if way != best)]


def _shared(way: str, said: frozenset[str]) -> float:
    """Return which part of a question's groups of letters a sentence holds, rare ones counting more."""
    rarity = _rarity()
    whole = sum(rarity.get(group, 0.0) for group in said)
    return sum(rarity.get(group, 0.0) for group in said & _groups(way)) / whole if whole else 0.0


@cache
def _rarity() -> dict[str, float]:
    """Return how rare each group of letters is among the sentences of all topics; one that none holds says nothing."""
    ways = [w for topic in everyday_topics().values() for p in topic.points for w in p.ways]
    held = Counter(group for way in ways for group in _groups(way))
    return {group: math.log(len(ways) / n) for group, n in held.items()}


def _groups(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(
        word[at : at + _SIZE] for word in words for at in range(max(1, len(word) - _SIZE + 1))
    )
