"""Intervals and tests for paired answers: bootstrap by person, exact McNemar, permutation, Holm.

A person's cases are no independent ones, so whole persons are drawn. `hits` and `of` are arrays
over cases, both 0 where an answer is unscored.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RESAMPLES = 4000
_HALF = 0.5


class Interval(NamedTuple):
    """A share or a difference with its interval."""

    value: float
    low: float
    high: float


class Draws:
    """Resamples of persons, drawn once for all measures and models of an evaluation.

    The same seed and persons give the same draws, so intervals are the same each time, and a
    difference is of the same persons on both sides.
    """

    def __init__(self, persons: Sequence[str], *, seed: int, resamples: int = RESAMPLES) -> None:
        """Draw persons.

        Args:
            persons: Of each case.
            seed: Of the draws.
            resamples: How many [count].
        """
        names = {name: i for i, name in enumerate(dict.fromkeys(persons))}
        self.count = len(names)
        self._of_case = np.array([names[p] for p in persons], dtype=np.intp)
        rng = np.random.default_rng(seed)
        self._weights = rng.multinomial(
            self.count, np.full(self.count, 1 / self.count), size=resamples
        ).astype(np.float64)
        self._swaps = rng.random((resamples, self.count)) < _HALF

    def by_person(self, values: Array) -> Array:
        """Return the sum of each person's cases."""
        sums: Array = np.bincount(self._of_case, weights=values, minlength=self.count).astype(float)
        return sums

    def share(self, hits: Array, of: Array, *, confidence: float) -> Interval | None:
        """Return hits of all with a percentile interval; None when nothing is scored.

        A share of 0 or 1 has no spread to draw from; its open side is then the exact bound for as
        many independent persons (Clopper and Pearson).
        """
        if not of.sum():
            return None
        value = float(hits.sum() / of.sum())
        persons = int(np.count_nonzero(self.by_person(of)))
        tail = (1 - confidence) / 2
        edge = tail ** (1 / persons)
        if value >= 1:
            return Interval(1.0, edge, 1.0)
        if value <= 0:
            return Interval(0.0, 0.0, 1 - edge)
        return Interval(value, *_ends(self._shares(hits, of), tail))

    def difference(
        self, one: tuple[Array, Array], other: tuple[Array, Array], *, confidence: float
    ) -> Interval | None:
        """Return the difference of two shares over the same cases, one minus other."""
        if not one[1].sum() or not other[1].sum():
            return None
        value = float(one[0].sum() / one[1].sum() - other[0].sum() / other[1].sum())
        drawn = self._shares(*one) - self._shares(*other)
        return Interval(value, *_ends(drawn, (1 - confidence) / 2))

    def permutation_p(self, one: tuple[Array, Array], other: tuple[Array, Array]) -> float:
        """Return the two-sided p of a difference when models are swapped person by person."""
        (h1, o1), (h2, o2) = ([self.by_person(x) for x in pair] for pair in (one, other))
        seen = abs(h1.sum() / o1.sum() - h2.sum() / o2.sum())
        swapped_h, swapped_o = self._swaps @ (h2 - h1), self._swaps @ (o2 - o1)
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn = (h1.sum() + swapped_h) / (o1.sum() + swapped_o) - (h2.sum() - swapped_h) / (
                o2.sum() - swapped_o
            )
        as_far = np.count_nonzero(np.abs(drawn[np.isfinite(drawn)]) >= seen - 1e-12)
        return float((as_far + 1) / (len(drawn) + 1))

    def _shares(self, hits: Array, of: Array) -> Array:
        drawn_of = self._weights @ self.by_person(of)
        drawn = self._weights @ self.by_person(hits)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares: Array = drawn / drawn_of
        return shares


def _ends(drawn: Array, tail: float) -> tuple[float, float]:
    """Return the ends of the middle part, of those draws in which anything was scored."""
    low, high = np.quantile(drawn[np.isfinite(drawn)], [tail, 1 - tail])
    return float(low), float(high)


def mcnemar_p(only_one: int, only_other: int) -> float:
    """Return the exact two-sided p of McNemar's test.

    Args:
        only_one: Cases that only the one model meets [count].
        only_other: Cases that only the other meets [count].

    Source:
        McNemar (1947), exact by the binomial distribution.
    """
    pairs = only_one + only_other
    if not pairs:
        return 1.0
    fewer = min(only_one, only_other)
    tail = sum(comb(pairs, k) for k in range(fewer + 1)) / 2**pairs
    return float(min(1.0, 2 * tail))


def holm(ps: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number, in the order given.

    Source:
        Holm (1979).
    """
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    corrected = [0.0] * len(ps)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, ps[index] * (len(ps) - rank)))
        corrected[index] = highest
    return corrected
