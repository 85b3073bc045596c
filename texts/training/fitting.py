"""Fits one linear classifier a class, over groups of letters, and rounds it to 8 bits.

The groups are chosen by a first fit: those whose weight is greatest for any class. The second fit is over them alone,
so that nothing is cut from a reader after it was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from texts.training.corpus import Corpus
from wearable_coach.learned.letters import groups_of
from wearable_coach.learned.linear import rarity
from wearable_coach.learned.weights import Weights, WeightsHead

LEAST_TEXTS = 2
"""A group that fewer texts hold says nothing of other texts."""
GROUPS = {"urgency": 50_000, "harm": 40_000, "topics": 30_000}
"""The groups of each reader, so that both together stay below 5 MB."""
COST = {"urgency": 3.0, "harm": 1.0, "topics": 3.0}
"""The cost of an example on the wrong side, chosen with one writer held out in turn."""

KEPT = {"topics": 64}
"""Of how many classes a group keeps its weight, where there are so many that most weights say nothing."""


class Counted(NamedTuple):
    """How often each group stands in each text, a row a text; the groups in order."""

    groups: list[str]
    times: Any

    def of(self, rows: Sequence[int]) -> Counted:
        """Return some of the texts, and of the groups those that enough of these hold."""
        times = self.times[list(rows)]
        return Counted(self.groups, times).only(np.flatnonzero(_held_by(times) >= LEAST_TEXTS))

    def only(self, columns: Any) -> Counted:
        """Return some of the groups."""
        return Counted([self.groups[at] for at in columns], self.times[:, columns])

    def rarities(self) -> Any:
        """Return how rare each group is."""
        documents = self.times.shape[0]
        return np.array([rarity(int(n), documents) for n in _held_by(self.times)])

    def weighed(self) -> Any:
        """Return rows of length 1, each group by how often it stands there and how rare it is."""
        weighed = self.times.astype(float)
        weighed.data = (1 + np.log(weighed.data)) * self.rarities()[weighed.indices]
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        weighed.data /= np.repeat(np.where(lengths, lengths, 1), np.diff(weighed.indptr))
        return weighed


def counted(corpus: Corpus) -> Counted:
    """Count the groups of every text of a corpus."""
    return counted_texts([one.text for one in corpus.examples])


def counted_texts(texts: Sequence[str]) -> Counted:
    """Count the groups of every text."""
    found = [groups_of(text) for text in texts]
    groups = sorted({group for text in found for group in text})
    place = {group: at for at, group in enumerate(groups)}
    starts = np.cumsum([0, *map(len, found)])
    columns = np.array([place[group] for text in found for group in text])
    times = np.array([n for text in found for n in text.values()])
    matrix = csr_matrix((times, columns, starts), (len(found), len(groups)))
    matrix.sort_indices()
    return Counted(groups, matrix)


def fitted(corpus: Corpus, texts: Counted, rows: Sequence[int]) -> Weights:
    """Return the reader that is learnt from some of a corpus's texts, without thresholds."""
    labels = [corpus.examples[row].label for row in rows]
    known = texts.of(rows)
    first = _classifier(corpus, known, labels)
    known = known.only(_heaviest(first, GROUPS[corpus.reader]))
    return _rounded(corpus, known, _classifier(corpus, known, labels))


def _held_by(times: Any) -> Any:
    return np.bincount(times.indices, minlength=times.shape[1])


def _classifier(corpus: Corpus, known: Counted, labels: Sequence[str]) -> Any:
    return LinearSVC(C=COST[corpus.reader], random_state=0).fit(known.weighed(), labels)


def _heaviest(classifier: Any, most: int) -> Any:
    weight = np.abs(classifier.coef_).max(axis=0).round(6)
    order = np.lexsort((np.arange(len(weight)), -weight))
    return np.sort(order[:most])


def _rounded(corpus: Corpus, known: Counted, classifier: Any) -> Weights:
    weights = classifier.coef_ * known.rarities()
    scales = np.abs(weights).max(axis=1).round(4)
    rows = np.rint(weights / scales[:, None] * 127).clip(-127, 127).astype(np.int8)
    packed = corpus.reader in KEPT
    if packed:
        rows = _greatest(rows, KEPT[corpus.reader])
    head = WeightsHead(
        reader=corpus.reader,
        texts=corpus.files,
        documents=known.times.shape[0],
        groups=len(known.groups),
        classes=tuple(map(str, classifier.classes_)),
        intercepts=tuple(round(float(x), 4) for x in classifier.intercept_),
        scales=tuple(map(float, scales)),
        thresholds={},
        trained_with=f"scikit-learn {sklearn.__version__}",
        packed=packed,
    )
    held_by = [int(n) for n in _held_by(known.times)]
    return Weights(head, known.groups, held_by, np.ascontiguousarray(rows.T).tobytes())


def _greatest(rows: Any, most: int) -> Any:
    """Return weights in which each group keeps its greatest ones alone, of whichever sign; of equals the first."""
    order = np.argsort(-np.abs(rows.astype(int)), axis=0, kind="stable")
    kept = np.zeros_like(rows)
    np.put_along_axis(kept, order[:most], np.take_along_axis(rows, order[:most], 0), 0)
    return kept
