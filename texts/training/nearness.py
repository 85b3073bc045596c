"""Trains the reader of how well a point answers a question, from the points that people chose for questions.

A question's row is a sum over its groups of letters, a point's a sum over the groups of its sentences and a part of its
own; their dot product is the log odds that the point belongs to a complete answer. Both are learnt together by Adam, half
of the groups of each question left out at random, and rounded to 8 bits. Sums of floating-point numbers end otherwise in
their last digit on another processor: the same texts give as good weights there, not the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from texts.training.fitting import LEAST_TEXTS, Counted, counted_texts
from texts.training.labels import Labelled
from wearable_coach.learned.nearness import POINTS, QUESTIONS, START
from wearable_coach.learned.weights import Weights, WeightsHead
from wearable_coach.standards.topics import everyday_topics

NUMBERS = 32
"""How many numbers a question and a point have."""
LONGEST_GROUP = 3
ROUNDS, BATCH = 12, 512
RATE, LEFT_OUT, DECAY = 0.01, 0.5, 0.1
"""Adam's step; which part of a question's groups is left out; how strongly weights are drawn to nothing."""
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8
_SPREAD = 0.1
_RARE = -2.0
"""The log odds of a point before anything is learnt."""


class Trained(NamedTuple):
    """The two files of weights of a reader."""

    questions: Weights
    points: Weights


class _Told(NamedTuple):
    """What both files say of where they come from."""

    texts: dict[str, str]
    trained_with: str


class _Shape(NamedTuple):
    """Which rows of all points are a topic's."""

    starts: Any
    counts: Any
    most: int


def trained(rows: Sequence[Labelled], files: dict[str, str]) -> Trained:
    """Return the reader that is learnt from labelled questions.

    Args:
        rows: The questions.
        files: The SHA-256 of each file that they were taken from.
    """
    points = [point for topic in everyday_topics().values() for point in topic.points]
    asked = _short(counted_texts([one.text for one in rows]))
    said = _short(counted_texts([" ".join(point.ways) for point in points]))
    weights = _Tower(asked, said).learnt(rows, [point.id for point in points])
    told = _Told(files, f"numpy {np.__version__}")
    return Trained(
        _of_letters(asked, weights.letters * asked.rarities()[:, None], told),
        _of_points([point.id for point in points], weights, told),
    )


class _Rows(NamedTuple):
    letters: Any
    """A row of numbers a group of letters."""
    points: Any
    """A row a point."""
    starts: Any


class _Tower:
    """What is learnt, and the moments of its gradients."""

    def __init__(self, asked: Counted, said: Counted) -> None:
        self.random = np.random.default_rng(0)
        self.asked, self.said = (
            asked.weighed().astype(np.float32),
            said.weighed().astype(np.float32),
        )
        points = self.said.shape[0]
        self.learnt_rows = [
            self._spread(self.asked.shape[1]),
            self._spread(self.said.shape[1]),
            np.zeros((points, NUMBERS), np.float32),
            np.full(points, _RARE, np.float32),
        ]
        self.first = [np.zeros_like(one) for one in self.learnt_rows]
        self.second = [np.zeros_like(one) for one in self.learnt_rows]
        self.step = 0

    def learnt(self, rows: Sequence[Labelled], ids: Sequence[str]) -> _Rows:
        """Learn from all questions, `ROUNDS` times; return the rows."""
        shape, wanted = _wanted(rows, ids)
        for _ in range(ROUNDS):
            order = self.random.permutation(len(rows))
            for start in range(0, len(order), BATCH):
                self._learn(order[start : start + BATCH], shape, wanted)
        letters, of_sentences, own, starts = self.learnt_rows
        return _Rows(letters, self.said @ of_sentences + own, starts)

    def _spread(self, count: int) -> Any:
        drawn = self.random.standard_normal((count, NUMBERS))
        return (drawn * _SPREAD).astype(np.float32)

    def _learn(self, batch: Any, shape: _Shape, wanted: Any) -> None:
        letters, of_sentences, own, starts = self.learnt_rows
        asked = self._some_of(self.asked[batch])
        places = shape.starts[batch][:, None] + np.arange(shape.most)[None]
        is_there = np.arange(shape.most)[None] < shape.counts[batch][:, None]
        places = np.where(is_there, places, 0)
        questions = asked @ letters
        all_points = self.said @ of_sentences + own
        points = all_points[places]
        odds = np.einsum("qn,qpn->qp", questions, points) + starts[places]
        slope = (1 / (1 + np.exp(-odds)) - wanted[batch]) * is_there / len(batch)
        of_questions = np.einsum("qp,qpn->qn", slope, points)
        lent = (slope[:, :, None] * questions[:, None, :]).reshape(-1, NUMBERS)
        of_points = _added(places.ravel(), lent, len(own))
        of_starts = np.bincount(places.ravel(), slope.ravel(), len(own)).astype(np.float32)
        drawn = DECAY / len(batch)
        self._move([
            asked.T @ of_questions + drawn * letters,
            self.said.T @ of_points + drawn * of_sentences,
            of_points + drawn * own,
            of_starts,
        ])  # fmt: skip

    def _some_of(self, asked: Any) -> Any:
        """Return questions without some of their groups, the others weighing as much more."""
        kept = self.random.random(asked.nnz) >= LEFT_OUT
        data = np.where(kept, asked.data / (1 - LEFT_OUT), 0).astype(np.float32)
        return csr_matrix((data, asked.indices, asked.indptr), asked.shape)

    def _move(self, slopes: Sequence[Any]) -> None:
        self.step += 1
        for at, slope in enumerate(slopes):
            self.first[at] += (1 - _FIRST) * (slope - self.first[at])
            self.second[at] += (1 - _SECOND) * (slope**2 - self.second[at])
            mean = self.first[at] / (1 - _FIRST**self.step)
            size = np.sqrt(self.second[at] / (1 - _SECOND**self.step)) + _TINY
            self.learnt_rows[at] -= RATE * mean / size


def _added(places: Any, rows: Any, count: int) -> Any:
    """Return the sums of the rows that fall on each place."""
    sums = csr_matrix(
        (np.ones(len(places), np.float32), (places, np.arange(len(places)))), (count, len(places))
    )
    return sums @ rows


def _wanted(rows: Sequence[Labelled], ids: Sequence[str]) -> tuple[_Shape, Any]:
    """Return where each question's points stand among all, and which of them answer it."""
    place = {name: at for at, name in enumerate(ids)}
    counts = {name: len(topic.points) for name, topic in everyday_topics().items()}
    starts = {name: place[topic.points[0].id] for name, topic in everyday_topics().items()}
    most = max(counts.values())
    wanted = np.zeros((len(rows), most), np.float32)
    for at, one in enumerate(rows):
        for name in one.points:
            known = place.get(f"{one.topic}.{name}")
            if known is not None:
                wanted[at, known - starts[one.topic]] = 1
    of_rows = (
        np.array([starts[one.topic] for one in rows]),
        np.array([counts[one.topic] for one in rows]),
    )
    return _Shape(*of_rows, most), wanted


def _short(texts: Counted) -> Counted:
    """Return texts by their short groups that several of them hold."""
    held = np.bincount(texts.times.indices, minlength=texts.times.shape[1]) >= LEAST_TEXTS
    short = np.array([len(group) <= LONGEST_GROUP for group in texts.groups])
    return texts.only(np.flatnonzero(held & short))


def _of_letters(texts: Counted, rows: Any, told: _Told) -> Weights:
    held_by = np.bincount(texts.times.indices, minlength=texts.times.shape[1])
    head = _head(QUESTIONS, texts.times.shape[0], rows, told)
    return Weights(head, texts.groups, [int(n) for n in held_by], _bytes_of(rows))


def _of_points(ids: Sequence[str], weights: _Rows, told: _Told) -> Weights:
    rows = np.column_stack([weights.points, weights.starts])
    return Weights(_head(POINTS, len(ids), rows, told), list(ids), [1] * len(ids), _bytes_of(rows))


def _head(name: str, documents: int, rows: Any, told: _Told) -> WeightsHead:
    numbers = tuple(f"{at}" for at in range(NUMBERS))
    classes = numbers if name == QUESTIONS else (*numbers, START)
    return WeightsHead(
        reader=name,
        documents=documents,
        groups=len(rows),
        classes=classes,
        intercepts=(0.0,) * len(classes),
        scales=tuple(round(float(x), 5) for x in _greatest(rows)),
        thresholds={},
        texts=told.texts,
        trained_with=told.trained_with,
        packed=True,
    )


def _bytes_of(rows: Any) -> bytes:
    """Return rows rounded to 8 bits, the greatest of each number as 127."""
    return np.ascontiguousarray(np.rint(rows / _greatest(rows) * 127).astype(np.int8)).tobytes()


def _greatest(rows: Any) -> Any:
    return np.abs(rows).max(axis=0)
