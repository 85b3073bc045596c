"""Near twins between splits, of as many rows as there may be: held-out texts that train nearly has.

A pair is a twin when the Jaccard similarity of the two sets of 5-grams reaches a threshold. Pairs that may be twins
are found by signatures, of which each shard keeps its own, and are then tried on the texts. What is told is a
twin; that one is missed has at most the probability `twin_sieve.MOST_MISSED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearable_coach.dataset.twin_candidates import Lowest, find_lowest
from wearable_coach.dataset.twin_sieve import Sieve, sieve_for
from wearable_coach.dataset.twin_signatures import GRAM, Signatures, signed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Minima = NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = [
    "Place",
    "Signatures",
    "SignedRows",
    "Texts",
    "TwinPlaces",
    "jaccard_of",
    "signed",
    "twins_between",
]

_HELD_OUT_AT_ONCE = 1 << 19
_TRAIN_AT_ONCE = 1 << 18
_TEXTS_AT_ONCE = 1 << 14
_LOWEST = 8  # places in train kept of each held-out text; who needs more is joined again

Texts = Callable[[int, Sequence[int]], Sequence[str]]
"""Gives the texts of a part at some places of it, which ascend."""


class SignedRows(NamedTuple):
    """What twins are found by in one shard, a value a row."""

    signatures: Signatures
    held_out: NDArray[np.bool_]
    """Whether the row is outside train."""


class Place(NamedTuple):
    """Where a row stands."""

    part: int
    place: int


class TwinPlaces(NamedTuple):
    """A held-out text and the first one of train that is its near twin."""

    held_out: Place
    train: Place
    jaccard: float


def jaccard_of(one: str, other: str) -> Fraction:
    """Return the Jaccard similarity of two texts' sets of 5-grams [0, 1].

    A text shorter than five characters is one gram by itself.
    """
    if one == other:
        return Fraction(1)
    a, b = _grams(one), _grams(other)
    shared = len(a & b)
    return Fraction(shared, len(a) + len(b) - shared)


def _grams(text: str) -> set[str]:
    return {text[i : i + GRAM] for i in range(max(len(text) - GRAM + 1, 1))}


def twins_between(parts: Sequence[SignedRows], jaccard: float, texts: Texts) -> list[TwinPlaces]:
    """Find the first near twin in train of each held-out text that has one.

    Args:
        parts: The shards, in order. They are asked for one after another, and again: a sequence that
            reads a shard when it is asked for keeps little in memory.
        jaccard: Least Jaccard similarity of the sets of 5-grams [0.7, 1].
        texts: Gives the texts that were signed.

    Returns:
        The twins in the order of held-out texts.

    Raises:
        ValueError: `jaccard` is not in [0.7, 1], or the signatures are for another.
    """
    sieve, least = sieve_for(jaccard), Fraction(str(jaccard))
    found: list[TwinPlaces] = []
    for rows in _rows(parts, sieve, held_out=True, at_once=_HELD_OUT_AT_ONCE):
        found += _twins_of(rows, parts, sieve, least, texts)
    return sorted(found)


class _Rows(NamedTuple):
    """Signatures of rows, and where these stand."""

    minima: Minima
    parts: Places
    places: Places

    def only(self, rows: Places) -> _Rows:
        return _Rows(self.minima[:, rows], self.parts[rows], self.places[rows])


def _rows(
    parts: Sequence[SignedRows], sieve: Sieve, *, held_out: bool, at_once: int
) -> Iterator[_Rows]:
    """Yield the rows of one side, so many at once; the next stand where these stood."""
    there = sum(int(np.count_nonzero(part.held_out == held_out)) for part in parts)
    at_once = min(at_once, there)
    minima = np.empty((sieve.coordinates, at_once), dtype=np.uint8)
    where = np.empty((2, at_once), dtype=np.int64)
    filled = 0
    for number, part in enumerate(parts):
        own = part.signatures.minima
        if len(own) != sieve.coordinates:
            message = (
                f"signatures of part {number} have {len(own)} coordinates, not "
                f"{sieve.coordinates}; sign the texts for the similarity that is looked for"
            )
            raise ValueError(message)
        places = np.flatnonzero(part.held_out == held_out)
        while len(places):
            now, places = places[: at_once - filled], places[at_once - filled :]
            new = slice(filled, filled + len(now))
            minima[:, new], where[0, new], where[1, new] = own[:, now], number, now
            filled += len(now)
            if filled == at_once:
                yield _Rows(minima, *where)
                filled = 0
    if filled:
        yield _Rows(minima[:, :filled], *where[:, :filled])


def _twins_of(
    rows: _Rows, parts: Sequence[SignedRows], sieve: Sieve, least: Fraction, texts: Texts
) -> Iterator[TwinPlaces]:
    """Yield the first twin of each of these held-out rows that has one."""
    most, after = _LOWEST, np.full(len(rows.places), -1)
    while len(after):
        lowest, train = Lowest(after, most), _Train(parts, sieve)
        find_lowest(rows.minima, train, sieve, lowest)
        settled = np.zeros(len(after), dtype=bool)
        for row, twin in _first_twins(rows, train, lowest, least, texts):
            settled[row] = True
            yield twin
        going_on = np.flatnonzero(lowest.ends() & ~settled)  # there may be a twin beyond
        rows, after, most = rows.only(going_on), lowest.below[going_on], 2 * most


class _Train:
    """The rows of train: given a part at a time, and what is kept of them is where they stand."""

    def __init__(self, parts: Sequence[SignedRows], sieve: Sieve) -> None:
        self._parts, self._sieve = parts, sieve
        self._seen: list[NDArray[np.int32]] = []

    def __iter__(self) -> Iterator[tuple[int, Minima]]:
        start = 0
        for rows in _rows(self._parts, self._sieve, held_out=False, at_once=_TRAIN_AT_ONCE):
            self._seen.append(np.stack((rows.parts, rows.places)).astype(np.int32))
            yield start, rows.minima
            start += len(rows.places)

    def places(self, rows: Places) -> NDArray[np.int32]:
        """Return the part and the place of rows."""
        where: NDArray[np.int32] = np.concatenate(self._seen, axis=1)[:, rows]
        return where


def _first_twins(
    rows: _Rows, train: _Train, lowest: Lowest, least: Fraction, texts: Texts
) -> Iterator[tuple[int, TwinPlaces]]:
    """Yield each row that has a twin where it may have one, and the first such twin."""
    held_out, others = lowest.pairs()
    chosen = np.unique(held_out)
    for start in range(0, len(chosen), _TEXTS_AT_ONCE):
        some = chosen[start : start + _TEXTS_AT_ONCE]
        low, high = np.searchsorted(held_out, (some[0], some[-1] + 1))
        where = dict(zip(some.tolist(), _places(rows.parts[some], rows.places[some]), strict=True))
        own = _read(set(where.values()), texts)
        pairs = _places(*train.places(others[low:high])), held_out[low:high].tolist()
        found: set[int] = set()
        for _, in_part in groupby(sorted(zip(*pairs, strict=True)), lambda pair: pair[0].part):
            open_pairs = [(place, row) for place, row in in_part if row not in found]
            twins = _read({place for place, _ in open_pairs}, texts)
            for place, row in open_pairs:
                if row in found:
                    continue
                share = jaccard_of(own[where[row]], twins[place])
                if share >= least:
                    found.add(row)
                    yield row, TwinPlaces(where[row], place, float(share))


def _places(parts: Places, places: Places) -> list[Place]:
    return [Place(*place) for place in zip(parts.tolist(), places.tolist(), strict=True)]


def _read(places: Iterable[Place], texts: Texts) -> dict[Place, str]:
    """Return the texts at places, read a part at a time."""
    found: dict[Place, str] = {}
    for part, here in groupby(sorted(places), lambda place: place.part):
        own = list(here)
        found |= zip(own, texts(part, [place.place for place in own]), strict=True)
    return found
