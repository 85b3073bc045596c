"""Pairs that may be near twins: those whose signatures are the same in a band and in enough coordinates.

Of each held-out text only the lowest places in train are kept, none above one that is most probably
a twin, and what lies above them is not looked at: texts that are all alike cost no more than others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from wearable_coach.dataset.twin_sieve import IN_A_BAND, Sieve
from wearable_coach.dataset.twin_signatures import mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Minima = NDArray[np.uint8]
    Keys = NDArray[np.uint64]

MOST_ROWS = 1 << 20  # of a side: their numbers fill the lowest bits of a key
_ROW = np.uint64(MOST_ROWS - 1)
_PAIRS_AT_ONCE = 1 << 16
_SETTLED_AT = 1 << 20
_RUN = 16
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_NONE = np.iinfo(np.int64).max


class Lowest:
    """The lowest places in train at which each held-out text may have a twin."""

    def __init__(self, after: Places, most: int) -> None:
        """Keep so many places of each held-out text, all of them after one that is given."""
        self.after, self._most = after, most
        self.below = np.full(len(after), _NONE)
        """For each held-out text the place from which on nothing is wanted, as long as one up to it is a twin."""
        self._pairs = np.empty((2, 0), dtype=np.int64)
        self._new: list[Places] = []

    def add(self, held_out: Places, train: Places, presumed: NDArray[np.bool_]) -> None:
        """Add pairs, and which of them are most probably twins."""
        np.minimum.at(self.below, held_out[presumed], train[presumed])
        if len(train):
            self._new.append(np.stack((held_out, train)))
        if sum(pairs.shape[1] for pairs in self._new) > _SETTLED_AT:
            self.settle()

    def settle(self) -> None:
        """Drop what is there twice or too high."""
        if not self._new:
            return
        held_out, train = np.concatenate((self._pairs, *self._new), axis=1)
        self._new = []
        codes = np.unique((held_out << 32) | train)
        held_out, train = codes >> 32, codes & 0xFFFFFFFF
        wanted = train <= self.below[held_out]
        held_out, train = held_out[wanted], train[wanted]
        rank = np.arange(len(train)) - np.searchsorted(held_out, held_out)
        kept = rank < self._most
        self._pairs = np.stack((held_out[kept], train[kept]))
        last = rank == self._most - 1
        self.below[held_out[last]] = train[last]

    def ends(self) -> NDArray[np.bool_]:
        """Say of which held-out texts nothing is kept after `below`, which is the last that is."""
        return self.below < _NONE

    def pairs(self) -> tuple[Places, Places]:
        """Return held-out texts and places in train, in that order."""
        self.settle()
        return self._pairs[0], self._pairs[1]


class _Side:
    """The texts of one side of the join."""

    def __init__(self, minima: Minima) -> None:
        self.minima = minima
        packed = np.empty((minima.shape[1], len(minima) // 8), dtype=np.uint8)
        for k in range(packed.shape[1]):
            packed[:, k] = np.packbits(minima[8 * k : 8 * k + 8] & 1, axis=0)
        self.bits = packed.view(np.uint64)

    def keys(self, band: Places, wanted: NDArray[np.bool_]) -> Keys:
        """Return what rows have in a band, hashed, and in the lowest bits which row it is; ascending."""
        bytes_of = np.empty((len(wanted), IN_A_BAND), dtype=np.uint8)
        for k, coordinate in enumerate(band):
            bytes_of[:, k] = self.minima[coordinate]
        keys: Keys = bytes_of.view(np.uint64).ravel()
        keys *= _MIXER
        keys &= ~_ROW
        keys |= np.arange(len(keys), dtype=np.uint64)
        keys = keys[wanted]
        keys.sort()
        return keys


def find_lowest(
    held_out: Minima, train: Iterable[tuple[int, Minima]], sieve: Sieve, lowest: Lowest
) -> None:
    """Put into `lowest` what may be twins.

    Args:
        held_out: Signatures, at most `MOST_ROWS`.
        train: Those of train, a part at a time in the order of places: the first place, and at most `MOST_ROWS`.
        sieve: What is asked of a pair.
        lowest: Takes the pairs.
    """
    own = _Side(held_out)
    for start, minima in train:
        join = _Join(own, _Side(minima), start, sieve, lowest)
        for band in _bands(sieve):
            join.add(band)
        lowest.settle()


def _bands(sieve: Sieve) -> Iterator[Places]:
    """Yield the coordinates of each band: of a shuffling of all, eight and eight."""
    shuffling = sieve.coordinates // IN_A_BAND
    for band in range(sieve.bands):
        nth, place = divmod(band, shuffling)
        numbers = np.arange(sieve.coordinates, dtype=np.uint64) + np.uint64(nth << 32)
        yield np.argsort(mixed(numbers + _MIXER))[place * IN_A_BAND : (place + 1) * IN_A_BAND]


class _Join:
    """Held-out texts beside a part of train."""

    def __init__(
        self, held_out: _Side, train: _Side, start: int, sieve: Sieve, lowest: Lowest
    ) -> None:
        self._held_out, self._train, self._start = held_out, train, start
        self._sieve, self._lowest = sieve, lowest
        self._rows = train.minima.shape[1]

    def add(self, band: Places) -> None:
        """Add the pairs that are the same in a band."""
        wanted = (self._lowest.below > self._start) & (
            self._lowest.after < self._start + self._rows - 1
        )
        keys = self._held_out.keys(band, wanted)
        others = self._train.keys(band, np.ones(self._rows, dtype=bool))
        first = np.searchsorted(others, keys & ~_ROW)
        met = first < len(others)
        met[met] = (others[first[met]] ^ keys[met]) <= _ROW
        rows, first = (keys[met] & _ROW).astype(np.int64), first[met]
        end = np.searchsorted(others, keys[met] | _ROW, side="right")
        places = (others & _ROW).astype(np.int64)
        run = _RUN
        while len(rows):  # the lowest of each row first: they may be all that is wanted
            self._try(rows, first, np.minimum(first + run, end), places)
            first, run = first + run, 2 * run
            beyond = first < end
            rows, first, end = rows[beyond], first[beyond], end[beyond]
            if len(rows):
                self._lowest.settle()
                wanted = places[first] + self._start < self._lowest.below[rows]
                rows, first, end = rows[wanted], first[wanted], end[wanted]

    def _try(self, rows: Places, first: Places, end: Places, places: Places) -> None:
        """Add those of the pairs that are the same in enough coordinates."""
        ends = np.cumsum(end - first)
        for start in range(0, int(ends[-1]), _PAIRS_AT_ONCE):
            pairs = np.arange(start, min(start + _PAIRS_AT_ONCE, int(ends[-1])))
            of = np.searchsorted(ends, pairs, side="right")
            held_out, train = rows[of], places[end[of] - (ends[of] - pairs)]
            place = train + self._start
            wanted = (place < self._lowest.below[held_out]) & (place > self._lowest.after[held_out])
            self._add_alike(held_out[wanted], train[wanted])

    def _add_alike(self, held_out: Places, train: Places) -> None:
        one, other, sieve = self._held_out, self._train, self._sieve
        unlike = np.bitwise_count(one.bits[held_out] ^ other.bits[train])
        kept = sieve.coordinates - unlike.sum(axis=1, dtype=np.int64) >= sieve.least_bits
        held_out, train = held_out[kept], train[kept]
        same = np.count_nonzero(one.minima[:, held_out] == other.minima[:, train], axis=0)
        kept = same >= sieve.least_same
        places = train[kept] + self._start
        self._lowest.add(held_out[kept], places, same[kept] >= sieve.presumed_same)
