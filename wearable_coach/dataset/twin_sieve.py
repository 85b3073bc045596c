"""How a sieve by MinHash is to be made so that it hardly ever loses a pair of twins.

A signature holds minima of a text's grams in so many random orders: its coordinates. Two texts are the same in
a coordinate with the probability of their Jaccard similarity J (Broder 1997). The coordinates are shuffled and
cut into bands of eight; a pair is looked at when a whole band is the same, and tried on its texts when
enough coordinates are, and enough of their lowest bits.

The coordinates that are the same are a sample of all grams of both texts, drawn without
replacement, so their number X lies no wider than a binomial one: E exp(-λX) ≤ (1 - J + J exp(-λ))^m
(Hoeffding 1963). Bands of one shuffling have no coordinate in common and hence are negatively associated (Joag-Dev
and Proschan 1983): that none of b is the same has at most the probability (1 - C(X, 8) / C(m, 8))^b.
What a sieve may lose is reckoned from these two.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

IN_A_BAND = 8
MOST_MISSED = 1e-6
"""Probability that a pair of twins is not found, over the draw of the orders."""
_MOST_MISSED_BY_COUNTS = 4e-8  # of it, by each of the two counts
_COORDINATES = (128, 256, 512)
_SLOPES = np.linspace(0.05, 30, 600)  # λ: each gives a bound, the least counts


class Sieve(NamedTuple):
    """What is asked of a pair before its texts are compared."""

    coordinates: int
    """Of a signature."""
    bands: int
    """Of which one at least must be the same."""
    least_same: int
    """Coordinates that are the same."""
    least_bits: int
    """Lowest bits of the coordinates that are the same: of other grams, too, every second one is."""
    presumed_same: int
    """Coordinates from which on a pair is taken for a twin until its texts are compared."""
    missed: float
    """Bound of the probability that it loses a pair of exactly the similarity that is looked for."""


@lru_cache
def sieve_for(jaccard: float) -> Sieve:
    """Return the sieve of fewest coordinates for pairs of at least this similarity [0.7, 1].

    Raises:
        ValueError: The similarity is below what bands of eight coordinates find, or above 1.
    """
    for coordinates in _COORDINATES if jaccard <= 1 else ():
        least_same, by_same = _least(coordinates, jaccard)
        least_bits, by_bits = _least(coordinates, (1 + jaccard) / 2)
        shuffling = coordinates // IN_A_BAND
        for bands in range(shuffling, coordinates + 1, shuffling):
            missed = by_same + by_bits + missed_by_bands(coordinates, bands, jaccard)
            if missed <= MOST_MISSED:
                presumed_same = round(coordinates * (1 + jaccard) / 2)
                return Sieve(coordinates, bands, least_same, least_bits, presumed_same, missed)
    message = f"jaccard is {jaccard}; give a number from 0.7 to 1"
    raise ValueError(message)


def missed_by_bands(coordinates: int, bands: int, jaccard: float) -> float:
    """Bound the probability that two texts of a similarity are the same in none of the bands."""
    log_none = bands * np.log1p(-_band_is_same(coordinates))
    same = np.arange(coordinates + 1)
    # none(x) <= exp(c - λx) for every x, c being the most of log none(x) + λx
    most = (log_none + _SLOPES[:, None] * same).max(axis=1)
    return float(np.exp((most + _log_mean(coordinates, jaccard)).min()))


def _band_is_same(coordinates: int) -> NDArray[np.float64]:
    """Return the probability that a band is the same, for each number of coordinates that are."""
    same = np.arange(coordinates + 1)[:, None] - np.arange(IN_A_BAND)
    share = np.maximum(same, 0) / (coordinates - np.arange(IN_A_BAND))
    chance: NDArray[np.float64] = share.prod(axis=1)
    return np.minimum(chance, 1 - 1e-16)


def _log_mean(trials: int, probability: float) -> NDArray[np.float64]:
    """Return log E exp(-λX) of a binomial X, for each λ."""
    return trials * np.log1p(probability * np.expm1(-_SLOPES))


def _least(trials: int, probability: float) -> tuple[int, float]:
    """Return the most that may be asked of a binomial count, and a bound of the probability that it is less."""
    below = np.arange(trials)
    bounds = np.exp(
        (_SLOPES[:, None] * below + _log_mean(trials, probability)[:, None]).min(axis=0)
    )
    asked = int(np.count_nonzero(bounds <= _MOST_MISSED_BY_COUNTS))
    return asked, float(bounds[asked - 1]) if asked else 0.0
