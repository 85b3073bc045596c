"""The last fence: a sentence that is like none that the model was trained on is not shown.

It reads nothing and knows no standard: likeness is Dice's coefficient over pairs of letters, blanks left
out and numbers masked, and no stretch of some words may be strange to the sentence that it is likened to, so that
nothing hides behind what is familiar. All sentences of the training rows are looked through at once, a
bit a sentence: the pairs that a sentence shares with each are added up in numbers written across integers.

Source:
    Dice (1945), over pairs of letters as in Adamson and Boreham (1974).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil

from wearable_coach.korean.shapes import SLOT
from wearable_coach.serving.sentence_places import placed_sentences

LEAST_LIKENESS = 0.5
"""A sentence is let through from this likeness to one of the training rows on [1]."""
_STRETCH, _MOST_STRANGE = 12, 9
"""Of so many pairs in a row the likened sentence may lack so many [count]: another reading, class or activity."""
_BLANKS = re.compile(r"\s+")
_NUMBER = "0"
_REMEMBERED = 20_000
"""Shapes of sentences whose answer is kept."""


def shape_of_sentence(masked: str) -> str:
    """Return what is compared of a masked sentence: its letters without blanks, a number as one sign."""
    return _BLANKS.sub("", masked).replace(SLOT, _NUMBER)


def shapes_in(texts: Iterable[str]) -> set[str]:
    """Return the shapes of all sentences of some texts."""
    return {shape_of_sentence(s.shape) for text in texts for s in placed_sentences(text)}


class Fence:
    """The sentences that a model was trained on; may be asked from any number of threads."""

    def __init__(self, shapes: Iterable[str], *, least: float = LEAST_LIKENESS) -> None:
        """Take the shapes of all sentences.

        Args:
            shapes: As `shape_of_sentence` makes them.
            least: The least likeness to one of them [1].
        """
        self._least = least
        self._known = frozenset(shapes)
        pairs = sorted(map(_pairs, self._known), key=len)
        self._sizes = [len(p) for p in pairs]
        self._with = _bits_of(pairs)
        self._asked: dict[str, bool] = {}

    def __len__(self) -> int:
        """Return how many sentences it knows [count]."""
        return len(self._known)

    def unlike(self, text: str) -> list[tuple[int, int]]:
        """Return where the sentences of a text stand that are like none of the training rows."""
        return [
            (s.start, s.end)
            for s in placed_sentences(text)
            if not self.knows(shape_of_sentence(s.shape))
        ]

    def knows(self, shape: str) -> bool:
        """Say whether a sentence of the training rows is like this one."""
        if shape in self._known:
            return True
        found = self._asked.get(shape)
        if found is None:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            found = self._asked[shape] = self._is_like_any(shape)
        return found

    def _is_like_any(self, shape: str) -> bool:
        pairs, ratio = _pairs(shape), self._least / (2 - self._least)
        low = bisect_left(
            self._sizes, len(pairs) * ratio
        )  # shorter or longer ones share too little
        high = bisect_right(self._sizes, len(pairs) / ratio)
        if low == high:
            return False
        shared = _added(self._shared(pairs, low, high))
        likely = _at_least(shared, self._needed(len(pairs), low), high - low)
        return any(
            _sum_at(shared, at) >= self._needed(len(pairs), low + at)
            and not self._has_strange_stretch(shape, low + at)
            for at in _ones(likely)
        )

    def _shared(self, pairs: frozenset[str], low: int, high: int) -> Iterator[int]:
        """Yield, for each pair of letters, which of the sentences from low to high have it."""
        window = (1 << (high - low)) - 1
        for pair in pairs:
            found = (self._with.get(pair, 0) >> low) & window
            if found:
                yield found

    def _needed(self, size: int, at: int) -> int:
        """Return how many pairs a sentence of some size has to share with the one at a place."""
        return ceil(self._least * (size + self._sizes[at]) / 2)

    def _has_strange_stretch(self, shape: str, at: int) -> bool:
        """Say whether some words of a shape are strange to the sentence at a place."""
        lacks = [not self._with.get(a + b, 0) >> at & 1 for a, b in pairwise(shape)]
        strange = sum(lacks[:_STRETCH])
        for gone, come in zip(lacks, lacks[_STRETCH:], strict=False):
            if strange > _MOST_STRANGE:
                return True
            strange += come - gone
        return strange > _MOST_STRANGE


def _pairs(shape: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters; of a single letter that letter."""
    return frozenset(a + b for a, b in pairwise(shape)) or frozenset((shape,))


def _bits_of(sentences: list[frozenset[str]]) -> dict[str, int]:
    """Return, for each pair of letters, an integer whose n-th bit says that the n-th sentence has it."""
    where: dict[str, bytearray] = {}
    length = len(sentences) // 8 + 1
    for n, pairs in enumerate(sentences):
        byte, bit = n >> 3, 1 << (n & 7)
        for pair in pairs:
            bits = where.get(pair)
            if bits is None:
                bits = where[pair] = bytearray(length)
            bits[byte] |= bit
    return {pair: int.from_bytes(bits, "little") for pair, bits in where.items()}


def _added(bits: Iterable[int]) -> list[int]:
    """Return the sum for each sentence: the k-th integer holds the k-th binary digit of all of them."""
    digits: list[int] = []
    for one in bits:
        carry, k = one, 0
        while carry:
            if k == len(digits):
                digits.append(0)
            digits[k], carry = digits[k] ^ carry, digits[k] & carry
            k += 1
    return digits


def _at_least(digits: list[int], least: int, count: int) -> int:
    """Return, a bit a sentence, whose sums are as large as `least`."""
    larger, equal = 0, (1 << count) - 1
    for k in range(max(len(digits), least.bit_length()) - 1, -1, -1):
        digit = digits[k] if k < len(digits) else 0
        if least >> k & 1:
            equal &= digit
        else:
            larger, equal = larger | (equal & digit), equal & ~digit
    return larger | equal


def _sum_at(digits: list[int], at: int) -> int:
    return sum((digit >> at & 1) << k for k, digit in enumerate(digits))


def _ones(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
