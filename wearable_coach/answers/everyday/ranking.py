"""Which points answer a question that the table does not know, and which of them answers it first.

Three things speak for a point. Each topic has some eighty questions with the points that answer them, those of its table
and those that people labelled (`learned.asked`): a question in other words is compared with them, and each lends its points
what it has in common, so that many that are a little like it count beside one that is much. What the point itself says has
letters in common with the question. And a reader that learnt from the same labels tells how near both lie
(`learned.nearness`), which knows words that mean alike. How much each counts was fitted on hands that had no part in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from wearable_coach.answers.everyday.kinds import kinds_of
from wearable_coach.answers.everyday.likeness import MOST, Alike, letters_of
from wearable_coach.learned.asked import AskedQuestion, asked
from wearable_coach.learned.nearness import PointReader, point_reader
from wearable_coach.standards.topics import EverydayTopic, TopicPoint, everyday_topics

_NEAREST_COUNTS = 3
"""The power of likeness with which a question lends its points: near ones count far more than many others."""
_SAME_KIND = 1.5
"""How much more one counts that asks the same: how much, when, why."""
_BY_RANK = (1.0, 0.85, 0.85, 0.7, 0.7, 0.7, 0.6, 0.6)
"""What a question lends to each of its points, the most direct first."""
_SURER = 2.0
"""How sharply the questions of a topic that is heard better count more [1/margin]."""
_LEAST_LENT = 0.02
"""Added to a share before its logarithm is taken: that no like question names a point does not rule it out."""


class Speaks(NamedTuple):
    """How much each of the things that speak for a point counts [log odds]."""

    lent: float
    """The logarithm of the share that like questions lend it."""
    begun: float
    """The share of them that name it first."""
    said: float
    """The cosine of its sentences with the question."""
    near: float
    """What the learnt reader says."""
    heard: float
    """How much less well its topic is heard than the best one [margin]."""
    start: float


ANSWERS = Speaks(lent=0.75, begun=0.2, said=11.8, near=0.49, heard=1.0, start=-0.3)
"""For a point among all that a complete answer says."""
BEGINS = Speaks(lent=0.05, begun=4.2, said=19.7, near=0.36, heard=1.1, start=-5.1)
"""For the one that answers first."""


class AskedBefore(NamedTuple):
    """The questions of a topic whose answers are known, and its points."""

    questions: Alike
    kinds: tuple[frozenset[str], ...]
    """What each question asks for."""
    points: tuple[tuple[int, ...], ...]
    """Places of the points that answer each."""
    sentences: Alike
    """The ways of each point, as one text."""
    ids: tuple[str, ...]


class Learnt(Protocol):
    """What points are ranked by."""

    def known(self, topic: str) -> AskedBefore:
        """Return a topic's questions and points."""
        ...

    def reader(self) -> PointReader:
        """Return the reader of nearness."""
        ...


class Ranked(NamedTuple):
    """A point and how surely it belongs to a complete answer [share of such points]."""

    topic: EverydayTopic
    point: TopicPoint
    share: float


class _Shipped:
    """What ships."""

    def known(self, topic: str) -> AskedBefore:
        return _known(topic)

    def reader(self) -> PointReader:
        return point_reader()


class Support(NamedTuple):
    """What speaks for a point of a topic, before it is weighed."""

    topic: str
    place: int
    lent: float
    begun: float
    said: float
    near: float
    heard: float

    def weighed(self, speaks: Speaks) -> float:
        """Return the log odds."""
        return (
            speaks.start
            + speaks.lent * math.log(self.lent + _LEAST_LENT)
            + speaks.begun * self.begun
            + speaks.said * self.said
            + speaks.near * self.near
            + speaks.heard * self.heard
        )


@lru_cache(maxsize=256)
def ranked(question: str, heard: Sequence[tuple[str, float]]) -> tuple[Ranked, ...]:
    """Return the points of topics by how much they answer a question: the one that answers first, then the surest.

    Args:
        question: The user's own words.
        heard: Names of topics that it may be about, and how well each is heard [margins].

    Returns:
        All points of these topics; empty where the question has no letters in common with any known one.
    """
    topics = everyday_topics()
    return tuple(
        Ranked(topics[one.topic], topics[one.topic].points[one.place], _share(one))
        for one in ordered(support(question, heard, _Shipped()))
    )


def ordered(found: Sequence[Support]) -> list[Support]:
    """Return points by what speaks for them: the one that answers first, then the surest of a complete answer."""
    if not found:
        return []
    first = max(found, key=lambda one: one.weighed(BEGINS))
    rest = (one for one in found if one is not first)
    return [first, *sorted(rest, key=lambda one: -one.weighed(ANSWERS))]


def support(question: str, heard: Sequence[tuple[str, float]], learnt: Learnt) -> list[Support]:
    """Return what speaks for each point of the topics that a question may be about; empty where nothing known is like it.

    Args:
        question: The user's own words.
        heard: Names of topics, and how well each is heard [margins].
        learnt: What points are ranked by.
    """
    said, kinds = letters_of(question), kinds_of(question)
    best = max(score for _, score in heard)
    lent: dict[tuple[str, int], float] = {}
    begun: dict[tuple[str, int], float] = {}
    whole = 0.0
    for name, score in heard:
        known = learnt.known(name)
        sure = math.exp(_SURER * (score - best))
        for at, like in enumerate(known.questions.to(said)):
            if not like:
                continue
            share = like**_NEAREST_COUNTS * sure * (_SAME_KIND if kinds & known.kinds[at] else 1.0)
            whole += share
            for rank, place in enumerate(known.points[at][: len(_BY_RANK)]):
                key = (name, place)
                lent[key] = lent.get(key, 0.0) + share * _BY_RANK[rank]
                if not rank:
                    begun[key] = begun.get(key, 0.0) + share
    if not whole:
        return []
    found, reader = [], learnt.reader()
    numbers = reader.numbers(question)
    for name, score in heard:
        known = learnt.known(name)
        both = zip(known.sentences.to(said), reader.nearness(numbers, known.ids), strict=True)
        for place, (like, near) in enumerate(both):
            key = (name, place)
            shares = lent.get(key, 0.0) / whole, begun.get(key, 0.0) / whole
            found.append(Support(name, place, *shares, like, near, score - best))
    return found


def _share(one: Support) -> float:
    return 1 / (1 + math.exp(-one.weighed(ANSWERS)))


def known_of(topic: EverydayTopic, labelled: Sequence[AskedQuestion]) -> AskedBefore:
    """Return a topic's questions and points: the questions that were labelled, and those of its table that were not.

    Args:
        topic: The topic.
        labelled: Questions with the names of the points that answer them; names that the topic lacks are passed over.
    """
    names = {point.id.partition(".")[2]: at for at, point in enumerate(topic.points)}
    read = [(one.text, tuple(names[p] for p in one.points if p in names)) for one in labelled]
    told = {text for text, _ in read}
    of_table = zip(topic.questions, topic.answered_by, strict=True)
    all_of_it = [(text, points) for text, points in of_table if text not in told] + read
    all_of_it = all_of_it[:MOST]
    return AskedBefore(
        Alike([text for text, _ in all_of_it]),
        tuple(kinds_of(text) for text, _ in all_of_it),
        tuple(points for _, points in all_of_it),
        Alike([" ".join(point.ways) for point in topic.points]),
        tuple(point.id for point in topic.points),
    )


@cache
def _known(name: str) -> AskedBefore:
    return known_of(everyday_topics()[name], asked(name))


def make_ready(name: str) -> None:
    """Read the questions and points of a topic before somebody asks about it."""
    _known(name)
    point_reader()
