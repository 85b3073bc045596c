"""Which sentences are nearest to what was asked: they are said, and said first."""

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
_STEM = 2
"""Syllables of a word that tell what it is of, whatever its ending."""
_CLEARLY = 1.5
"""How much more of a question a point holds than the direct answer, to be said before it."""
_COMMON = frozenset({
    "어떻", "어떤", "해요", "해야", "하면", "하는", "할까", "한데", "했는", "좋아", "좋은", "괜찮", "뭐가", "뭐예", "너무", "알려", "주세", "오늘",
    "운동", "되나", "돼요", "될까", "있어", "있나", "있을", "없어", "없나", "까요", "인가", "건가", "때는", "때에", "얼마", "정도", "그냥", "정말",
    "요즘", "자꾸", "계속", "많이", "조금", "더해", "같은", "같아", "싶어", "싶은", "이게", "저는", "제가", "나는", "내가", "코치", "속상", "답답",
    "걱정", "힘들", "때문", "왜요", "그래", "그럼", "아니", "안돼", "해도", "하려", "빠져", "빠지", "나요", "거예", "것도", "무슨", "뭘까",
})  # fmt: skip
"""Beginnings of words that say nothing of what a question is about."""


def nearest_first(allowed: Sequence[Allowed], asked: str) -> list[Allowed]:
    """Return points and their ways, those that are nearest to a question first.

    A point that clearly holds more of the question than the direct answer is said before it; else the one that
    holds most comes right after. The ways of a point keep their order.

    Args:
        allowed: The points that may be said, the direct answer first, with their ways.
        asked: The question, and what else is known of the person in words.
    """
    placed: list[Allowed] = [(point, list(ways)) for point, ways in allowed]
    scores = _scores(allowed, stems_of(asked))
    if len(allowed) <= 1 or not any(scores):
        return placed
    best = max(range(len(placed)), key=lambda k: scores[k])
    if best == 0:
        rest = sorted(range(1, len(placed)), key=lambda k: -scores[k])[:1]
        best = rest[0] if scores[rest[0]] else 0
        if best > 1:
            placed.insert(1, placed.pop(best))
        return placed
    at = 0 if scores[best] >= _CLEARLY * scores[0] else 1
    placed.insert(at, placed.pop(best))
    return placed


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about.

    >>> sorted(stems_of("골프 비거리를 늘리려면 어떤 운동을 해요?"))
    ['골프', '늘리', '비거']
    """
    words = (word[:_STEM] for word in _WORD.findall(text.lower()) if len(word) >= _STEM)
    return frozenset(words) - _COMMON


def _scores(allowed: Sequence[Allowed], stems: frozenset[str]) -> list[float]:
    """Return how much of a question each point holds; a word that few points of the topic name counts more."""
    found = [[stem for stem in stems if _names(ways, stem)] for _, ways in allowed]
    spread = Counter(stem for held in found for stem in held)
    return [
        sum(math.log(1 + len(allowed) / spread[stem]) for stem in sorted(held)) for held in found
    ]


def _names(ways: Sequence[str], stem: str) -> bool:
    return any(stem in way for way in ways)


def nearest_ways(ways: Sequence[str], asked: str) -> list[str]:
    """Return the ways of a point, that which is nearest to a question first; others keep their order."""
    said = _groups(asked)
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
