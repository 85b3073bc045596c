"""Measures which points would be said to the questions of a hand that was not learnt from, with their topic given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from texts.training.labels import Labelled
from texts.training.nearness import trained
from wearable_coach.answers.everyday.ranking import AskedBefore, Support, known_of, ordered, support
from wearable_coach.learned.asked import AskedQuestion
from wearable_coach.learned.nearness import PointReader
from wearable_coach.standards.topics import everyday_topics

SAID = 7
"""So many points of an answer are looked at."""
_MOST_OF_IT = 0.75


class _Others:
    """What points are ranked by when one hand is not learnt from."""

    def __init__(self, rows: Sequence[Labelled], files: dict[str, str]) -> None:
        self._labelled: dict[str, list[AskedQuestion]] = defaultdict(list)
        for one in rows:
            self._labelled[one.topic].append(AskedQuestion(one.text, one.points))
        self._reader = PointReader(*trained(rows, files))
        self._known: dict[str, AskedBefore] = {}

    def known(self, topic: str) -> AskedBefore:
        if topic not in self._known:
            self._known[topic] = known_of(everyday_topics()[topic], self._labelled[topic])
        return self._known[topic]

    def reader(self) -> PointReader:
        return self._reader


class Answered(NamedTuple):
    """A question of the hand that was held out, and the points that would be said to it, in order."""

    asked: Labelled
    said: tuple[str, ...]
    lent: tuple[str, ...]
    """Those that like questions alone name."""


def answered(rows: Sequence[Labelled], files: dict[str, str], writer: str) -> list[Answered]:
    """Return the questions of a hand with what those of all others say to them.

    Args:
        rows: Labelled questions of all hands.
        files: The SHA-256 of each file that they were taken from.
        writer: The hand that is held out.
    """
    others = _Others([one for one in rows if one.writer != writer], files)
    found = []
    for one in rows:
        if one.writer == writer:
            points = support(one.text, ((one.topic, 0.0),), others)
            by_lent = sorted(points, key=lambda p: -p.lent)
            found.append(Answered(one, _names(ordered(points)), _names(by_lent)))
    return found


def told_answered(found: Sequence[Answered]) -> Iterator[str]:
    """Yield lines of figures of one hand: by all that speaks for a point, and by like questions alone."""
    views: tuple[tuple[str, Callable[[Answered], tuple[str, ...]]], ...] = (
        ("all", lambda one: one.said),
        ("like questions alone", lambda one: one.lent),
    )
    for title, of in views:
        held = [_share_held(one.asked.points, of(one)) for one in found]
        most = sum(share >= _MOST_OF_IT for share in held)
        first = sum(of(one)[:1] == one.asked.points[:1] for one in found)
        shares = (sum(held), most, first)
        told = " ".join(f"{100 * share / len(found):5.1f}" for share in shares)
        yield f"{found[0].asked.writer:6s} {title:22s} n={len(found):5d}  {told}"


def _share_held(wanted: Sequence[str], said: Sequence[str]) -> float:
    return len(set(wanted) & set(said[:SAID])) / len(set(wanted))


def _names(points: Sequence[Support]) -> tuple[str, ...]:
    topics = everyday_topics()
    return tuple(topics[one.topic].points[one.place].id.partition(".")[2] for one in points)
