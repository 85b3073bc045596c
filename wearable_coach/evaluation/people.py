"""Whose cases a set holds: a person's cases are no independent ones, so sums and swaps go by person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RESAMPLES = 4000
_HALF = 0.5


class People:
    """The persons of a set of cases."""

    def __init__(self, persons: Sequence[str], *, seed: int, resamples: int = RESAMPLES) -> None:
        """Number the persons.

        Args:
            persons: Of each case.
            seed: Of the swaps.
            resamples: Swaps in a permutation test [count].
        """
        names = {name: i for i, name in enumerate(dict.fromkeys(persons))}
        self.count = len(names)
        self._of_case = np.array([names[p] for p in persons], dtype=np.intp)
        self._seed, self._resamples = seed, resamples

    def by_person(self, values: Array) -> Array:
        """Return the sum of each person's cases."""
        sums: Array = np.bincount(self._of_case, weights=values, minlength=self.count).astype(float)
        return sums

    def permutation_p(self, one: tuple[Array, Array], other: tuple[Array, Array]) -> float:
        """Return the two-sided p of a difference when models are swapped person by person.

        Args:
            one: Hits and of, over cases; both 0 where nothing is scored.
            other: The same of the other model.
        """
        (h1, o1), (h2, o2) = ([self.by_person(x) for x in pair] for pair in (one, other))
        seen = abs(h1.sum() / o1.sum() - h2.sum() / o2.sum())
        swapped_h, swapped_o = self._swaps @ (h2 - h1), self._swaps @ (o2 - o1)
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn = (h1.sum() + swapped_h) / (o1.sum() + swapped_o) - (h2.sum() - swapped_h) / (
                o2.sum() - swapped_o
            )
        as_far = np.count_nonzero(np.abs(drawn[np.isfinite(drawn)]) >= seen - 1e-12)
        return float((as_far + 1) / (len(drawn) + 1))

    @cached_property
    def _swaps(self) -> NDArray[np.bool_]:
        """Which persons' models are swapped, drawn once for all measures and models."""
        rng = np.random.default_rng(self._seed)
        return rng.random((self._resamples, self.count)) < _HALF
