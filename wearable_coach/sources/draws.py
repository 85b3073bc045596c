"""Drawing numbers and choices from a `random.Random` that is passed in."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_TRIES = 6


class Weighted(Generic[T]):
    """A choice by weight.

    >>> Weighted(["a", "b"], [1.0, 0.0]).pick(Random(1))
    'a'
    """

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        """Build from items and their weights, which need not sum to one."""
        self.items = tuple(items)
        self._cumulative = list(accumulate(weights))

    def pick(self, rng: Random) -> T:
        """Return one item."""
        point = rng.random() * self._cumulative[-1]
        return self.items[min(bisect_right(self._cumulative, point), len(self.items) - 1)]


@cache
def _weighted(pairs: tuple[tuple[Any, float], ...]) -> Weighted[Any]:
    return Weighted([item for item, _ in pairs], [weight for _, weight in pairs])


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """Return one key of `weights`, by weight."""
    chosen: T = _weighted(tuple(weights.items())).pick(rng)
    return chosen


def between(rng: Random, bounds: Sequence[float]) -> float:
    """Return a point of the range [low, high], all as likely."""
    return bounds[0] + (bounds[1] - bounds[0]) * rng.random()


def within(rng: Random, *, mean: float, sd: float, low: float, high: float) -> float:
    """Draw from a normal distribution, conditioned on the range [low, high].

    Where the range is a far tail, an exponential fall from the edge that is nearer to the mean
    takes its place, so that the draw always ends.
    """
    for _ in range(_TRIES):
        value = rng.gauss(mean, sd)
        if low <= value <= high:
            return value
    width = high - low
    if width / 2 <= 0:  # the least number there is has no half
        return low
    if low <= mean <= high:
        return low + width * rng.random()
    scale = min(sd, width / 2)
    depth = -scale * math.log(1 - rng.random() * (1 - math.exp(-width / scale)))
    return low + depth if mean < low else high - depth


def whole(value: float) -> int:
    """Round to an integer, halves up."""
    return math.floor(value + 0.5)


def tenth(value: float) -> float:
    """Round to one decimal, halves up."""
    return math.floor(value * 10 + 0.5) / 10


def hundredth(value: float) -> float:
    """Round to two decimals, halves up."""
    return math.floor(value * 100 + 0.5) / 100
