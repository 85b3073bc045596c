"""Fits one linear classifier a class, over groups of letters, and rounds it to 8 bits.

The groups are chosen by a first fit: those whose weight is greatest for any class. The second fit is over them alone,
so that nothing is cut from a reader after it was trained.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import sklearn
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from texts.training.corpus import Corpus, Example
from wearable_coach.learned.letters import groups_of
from wearable_coach.learned.linear import rarity
from wearable_coach.learned.weights import Weights, WeightsHead

LEAST_TEXTS = 2
"""A group that fewer texts hold says nothing of other texts."""
GROUPS = {"urgency": 50_000, "harm": 40_000}
"""The groups of each reader, so that both together stay below 5 MB."""
COST = {"urgency": 3.0, "harm": 1.0}
"""The cost of an example on the wrong side, chosen with one writer held out in turn."""


class Vocabulary(NamedTuple):
    """The groups that are known, in order, and how many of the texts hold each."""

    groups: list[str]
    held_by: list[int]
    documents: int

    def matrix(self, texts: Sequence[str]) -> Any:
        """Return the texts as rows of length 1, each group by how often it stands there and how rare it is."""
        place = {group: at for at, group in enumerate(self.groups)}
        rare = self.rarities()
        starts, columns, values = [0], list[int](), list[float]()
        for text in texts:
            counted = [(place[g], n) for g, n in _counted(text) if g in place]
            columns += [at for at, _ in counted]
            values += [float(n) for _, n in counted]
            starts.append(len(columns))
        weighed = (1 + np.log(np.array(values))) * rare[columns]
        return _of_length_1(csr_matrix((weighed, columns, starts), (len(texts), len(rare))))

    def rarities(self) -> Any:
        """Return how rare each group is."""
        return np.array([rarity(n, self.documents) for n in self.held_by])


@cache
def _counted(text: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(groups_of(text).items()))


def _of_length_1(matrix: Any) -> Any:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    matrix.data /= np.repeat(lengths, np.diff(matrix.indptr))
    return matrix


def vocabulary(texts: Sequence[str], least: int = LEAST_TEXTS) -> Vocabulary:
    """Return the groups that at least so many of the texts hold."""
    counted: dict[str, int] = {}
    for text in texts:
        for group, _ in _counted(text):
            if "\n" not in group:
                counted[group] = counted.get(group, 0) + 1
    kept = sorted(group for group, n in counted.items() if n >= least)
    return Vocabulary(kept, [counted[group] for group in kept], len(texts))


def fitted(corpus: Corpus, examples: Sequence[Example]) -> Weights:
    """Return the reader that is learnt from examples of a corpus, without thresholds."""
    texts, labels = [one.text for one in examples], [one.label for one in examples]
    known = vocabulary(texts)
    first = _classifier(corpus, known.matrix(texts), labels)
    known = _heaviest(known, first, GROUPS[corpus.reader])
    return _rounded(corpus, known, _classifier(corpus, known.matrix(texts), labels))


def _classifier(corpus: Corpus, matrix: Any, labels: Sequence[str]) -> Any:
    return LinearSVC(C=COST[corpus.reader], random_state=0).fit(matrix, labels)


def _heaviest(known: Vocabulary, classifier: Any, most: int) -> Vocabulary:
    weight = np.abs(classifier.coef_).max(axis=0).round(6)
    order = np.lexsort((np.arange(len(weight)), -weight))[:most]
    kept = sorted(int(at) for at in order)
    return Vocabulary(
        [known.groups[at] for at in kept], [known.held_by[at] for at in kept], known.documents
    )


def _rounded(corpus: Corpus, known: Vocabulary, classifier: Any) -> Weights:
    weights = classifier.coef_ * known.rarities()
    scales = np.abs(weights).max(axis=1).round(4)
    rows = np.rint(weights / scales[:, None] * 127).clip(-127, 127).astype(np.int8)
    head = WeightsHead(
        reader=corpus.reader,
        texts=corpus.files,
        documents=known.documents,
        groups=len(known.groups),
        classes=tuple(map(str, classifier.classes_)),
        intercepts=tuple(round(float(x), 4) for x in classifier.intercept_),
        scales=tuple(map(float, scales)),
        thresholds={},
        trained_with=f"scikit-learn {sklearn.__version__}",
    )
    return Weights(head, known.groups, known.held_by, np.ascontiguousarray(rows.T).tobytes())
