"""Which points answer a question that the table does not know: those that answered the questions most like it.

Each topic has some eighty questions with the points that answer them, those of its table and those that people labelled
(`learned.asked`). A question in other words is compared with them by pairs of letters, rare ones in the topic weighing more,
and each lends its points what it has in common, so that many that are a little like it count beside one that is much.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wearable_coach.answers.everyday.kinds import kinds_of
from wearable_coach.learned.asked import asked
from wearable_coach.learned.letters import groups_in
from wearable_coach.standards.topics import EverydayTopic, TopicPoint, everyday_topics

_LONGEST_GROUP = 2
_NEAREST_COUNTS = 3
"""The power of likeness with which a question lends its points: near ones count far more than many others."""
_SAME_KIND = 1.5
"""How much more one counts that asks the same: how much, when, why."""
_BY_RANK = (1.0, 0.85, 0.85, 0.7, 0.7, 0.7, 0.6, 0.6)
"""What a question lends to each of its points, the most direct first."""
_MOST, _STEPS = 256, 255
"""How many questions of a topic are known at most, and in how many steps a weight is told, a byte each."""
_SURER = 2.0
"""How sharply a topic that is heard better counts more [1/margin]."""


class _Known(NamedTuple):
    """The questions of a topic whose answers are known, by the groups of letters that they hold."""

    rarity: dict[str, float]
    held_by: dict[str, bytes]
    """Which questions hold a group, and how much it weighs in each [1/255], one after the other."""
    kinds: tuple[frozenset[str], ...]
    """What each question asks for."""
    points: tuple[tuple[int, ...], ...]
    """Places of the points that answer each."""


class Ranked(NamedTuple):
    """A point and how much the questions that are like the one asked speak for it [of all that they lend]."""

    topic: EverydayTopic
    point: TopicPoint
    share: float


@lru_cache(maxsize=256)
def ranked(question: str, heard: Sequence[tuple[str, float]]) -> tuple[Ranked, ...]:
    """Return the points of topics by how much they answer a question, the best first.

    Args:
        question: The user's own words.
        heard: Names of topics that it may be about, and how well each is heard [margins].

    Returns:
        Points that any like question names; empty where it has no letters in common with any.
    """
    said, kinds = Counter(_groups(question)), kinds_of(question)
    best = max(score for _, score in heard)
    lent: dict[tuple[str, int], float] = {}
    whole = 0.0
    for name, score in heard:
        sure = math.exp(_SURER * (score - best))
        known = _known(name)
        for at, like in enumerate(_likenesses(said, known)):
            if not like:
                continue
            share = like**_NEAREST_COUNTS * sure * (_SAME_KIND if kinds & known.kinds[at] else 1.0)
            whole += share
            for place, weight in zip(known.points[at], _BY_RANK, strict=False):
                lent[name, place] = lent.get((name, place), 0.0) + share * weight
    if not whole:
        return ()
    topics = everyday_topics()
    order = sorted(lent, key=lambda key: -lent[key])
    return tuple(
        Ranked(topics[name], topics[name].points[at], lent[name, at] / whole) for name, at in order
    )


@cache
def _known(name: str) -> _Known:
    """Return the questions of a topic: those that were labelled, and of its table those that were not."""
    topic = everyday_topics()[name]
    places = {point.id.partition(".")[2]: at for at, point in enumerate(topic.points)}
    labelled = [
        (one.text, tuple(places[p] for p in one.points if p in places)) for one in asked(name)
    ]
    told = {text for text, _ in labelled}
    of_table = zip(topic.questions, topic.answered_by, strict=True)
    questions = [(text, points) for text, points in of_table if text not in told] + labelled
    counted = [Counter(_groups(text)) for text, _ in questions]
    held = Counter(group for one in counted for group in one)
    rarity = {group: math.log(1 + len(counted) / n) for group, n in held.items()}
    held_by = {group: bytearray() for group in rarity}
    for at, groups in enumerate(counted[:_MOST]):
        for group, weight in _weighed(groups, rarity).items():
            held_by[group] += bytes((at, round(weight * _STEPS)))
    kinds = tuple(kinds_of(text) for text, _ in questions)
    packed = {group: bytes(those) for group, those in held_by.items()}
    return _Known(rarity, packed, kinds, tuple(points for _, points in questions))


def make_ready(name: str) -> None:
    """Read the questions of a topic before somebody asks about it."""
    _known(name)


def _likenesses(said: Counter[str], known: _Known) -> list[float]:
    """Return the cosine of a question with each that is known."""
    found = [0.0] * len(known.points)
    for group, weight in _weighed(said, known.rarity).items():
        those = known.held_by[group]
        for at, other in zip(those[::2], those[1::2], strict=True):
            found[at] += weight * other
    return [like / _STEPS for like in found]


def _groups(text: str) -> Iterable[str]:
    return (group for group in groups_in(text) if len(group) <= _LONGEST_GROUP)


def _weighed(groups: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    """Return groups by how often they stand there and how rare they are; squares add up to 1."""
    found = {g: (1 + math.log(n)) * rarity[g] for g, n in groups.items() if g in rarity}
    length = math.hypot(*found.values()) or 1.0
    return {group: weight / length for group, weight in found.items()}
