"""Signatures of texts, by which those that may be near twins are found: minima of their hashed 5-grams.

The grams of a text are dealt by their hashes to as many places as the signature has coordinates, and each place keeps the
least; places that get none are dealt to anew, and in the end each by all grams. Each coordinate is so
the least of all grams in an order of its own, at hardly more cost than one order for all
(Dahlgaard, Knudsen and Thorup 2017). A byte of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from wearable_coach.dataset.twin_sieve import sieve_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

GRAM = 5
_TEXTS_AT_ONCE = 128
_DEALINGS = 3
_FREE = np.uint64(2**64 - 1)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio
_PADDING = " "


@dataclass(frozen=True)
class Signatures:
    """The signatures of some texts."""

    minima: NDArray[np.uint8]
    """A row a coordinate, a column a text."""

    def __len__(self) -> int:
        """Return the number of texts."""
        return int(self.minima.shape[1])

    def save(self) -> dict[str, NDArray[np.uint8]]:
        """Return the arrays to keep, by name."""
        return {"minima": self.minima}

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[np.uint8]]) -> Self:
        """Return the signatures that `save` gave the arrays of."""
        return cls(arrays["minima"])


def signed(texts: Sequence[str], jaccard: float) -> Signatures:
    """Return the signatures of texts, with as many coordinates as twins of a similarity need.

    Args:
        texts: Any, empty ones too.
        jaccard: Least Jaccard similarity that is looked for [0.7, 1].

    Raises:
        ValueError: `jaccard` is not in [0.7, 1].
    """
    coordinates = sieve_for(jaccard).coordinates
    minima = np.empty((coordinates, len(texts)), dtype=np.uint8)
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        some = texts[start : start + _TEXTS_AT_ONCE]
        minima[:, start : start + len(some)] = _minima(some, coordinates).astype(np.uint8).T
    return Signatures(minima)


def mixed(numbers: Hashes) -> Hashes:
    """Return numbers in which every bit depends on every bit (the end of MurmurHash3)."""
    found = numbers ^ (numbers >> np.uint64(33))
    found *= np.uint64(0xFF51AFD7ED558CCD)
    found ^= found >> np.uint64(33)
    found *= np.uint64(0xC4CEB9FE1A85EC53)
    found ^= found >> np.uint64(33)
    return found


_FACTORS = mixed(np.arange(1, GRAM + 1, dtype=np.uint64) * _STEP)


def _grams(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of all grams, text by text, and whose each is.

    A text shorter than a gram is one by itself, filled up.
    """
    filled = [text.ljust(GRAM, _PADDING) for text in texts]
    points = np.frombuffer("".join(filled).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters = points.astype(np.uint64)
    of = np.repeat(np.arange(len(filled)), [len(text) for text in filled])
    count = len(letters) - GRAM + 1
    sums = letters[:count] * _FACTORS[0]
    for k in range(1, GRAM):
        sums += letters[k : count + k] * _FACTORS[k]
    whole = of[:count] == of[GRAM - 1 :]
    return mixed(sums[whole]), of[:count][whole]


def _minima(texts: Sequence[str], coordinates: int) -> Hashes:
    """Return the hash of each text's least gram in each order; a row a text."""
    hashes, of = _grams(texts)
    found = np.full((len(texts), coordinates), _FREE)
    for dealing in range(_DEALINGS):
        lacking = (found == _FREE).any(axis=1)
        if not lacking.any():
            return found
        chosen = lacking[of]
        dealt = _dealt(_anew(hashes[chosen], np.array([dealing])), of[chosen], found.shape)
        np.copyto(found, dealt, where=found == _FREE)
    starts = np.searchsorted(of, np.arange(len(texts) + 1))
    for text in np.flatnonzero((found == _FREE).any(axis=1)):
        own = np.unique(hashes[starts[text] : starts[text + 1]])
        places = np.flatnonzero(found[text] == _FREE)
        found[text, places] = _anew(own, _DEALINGS + places[:, None]).min(axis=1)
    return found


def _dealt(hashes: Hashes, of: NDArray[np.int64], shape: tuple[int, ...]) -> Hashes:
    """Return the least of those that each place of each text got."""
    least = np.full(shape, _FREE)
    coordinates = shape[1]
    place = (hashes >> np.uint64(64 - coordinates.bit_length() + 1)).astype(np.int64)
    np.minimum.at(least.reshape(-1), of * coordinates + place, hashes)
    return least


def _anew(hashes: Hashes, orders: NDArray[np.int64]) -> Hashes:
    """Return the hashes in other orders."""
    return mixed(hashes + (orders + 1).astype(np.uint64) * _STEP)
