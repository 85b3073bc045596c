"""How different answers are: distinct once numbers are masked, and near twins between splits.

Near twins are found exactly. A pair of answers is a twin when the Jaccard similarity of their
5-gram sets reaches a threshold J. With sizes a and b that needs an overlap of at least
J/(1+J)·(a+b) grams. Grams are hashed into a few hundred bins, and the overlap of two sets can be no
larger than the overlap of their bin counts: pairs below the bound are dropped by numpy a row at a
time, the few that remain are compared gram by gram. No bound ever drops a twin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Unit = Literal["character", "word"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GRAM = 5
_BIN_BITS = 8
_BINS = 1 << _BIN_BITS
_MIXER = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: spreads neighbouring codes over the bins
_CODE_BITS = 63
_PADDING = "\udfff"  # a lone surrogate: in no text that can be written
Gram = str | tuple[str, ...]


class Twin(NamedTuple):
    """A validation answer that is almost a training answer."""

    valid_index: int
    train_index: int
    jaccard: float


def masked(text: str) -> str:
    """Return `text` with each number as one ``#``: "6.5시간, 8,123보" gives "#시간, #보"."""
    return _NUMBER.sub("#", text)


def grams(text: str, unit: Unit = "character") -> frozenset[Gram]:
    """Return the set of 5-grams of a text; a text shorter than five units is one gram itself."""
    units: Gram = text if unit == "character" else tuple(text.split())
    if len(units) < _GRAM:
        return frozenset({units})
    return frozenset(units[i : i + _GRAM] for i in range(len(units) - _GRAM + 1))


def jaccard(one: str, other: str, unit: Unit = "character") -> float:
    """Return the Jaccard similarity of two texts' 5-gram sets [0, 1]."""
    a, b = grams(one, unit), grams(other, unit)
    return len(a & b) / len(a | b)


def near_twins(
    valid: Sequence[str],
    train: Sequence[str],
    jaccard: float = 0.9,
    *,
    unit: Unit = "character",
) -> list[Twin]:
    """Find every pair of a validation and a training answer at or above a similarity, exactly.

    Args:
        valid: Answers of the validation split.
        train: Answers of the training split.
        jaccard: Least Jaccard similarity of the 5-gram sets (0, 1].
        unit: What a gram is made of: five characters or five words.

    Returns:
        The twins in the order of `valid`, then of `train`.

    Raises:
        ValueError: `jaccard` is not in (0, 1].
    """
    if not 0 < jaccard <= 1:
        message = f"jaccard is {jaccard}; give a number above 0 and at most 1"
        raise ValueError(message)
    if not valid or not train:
        return []
    least = Fraction(str(jaccard))
    sketch = _sketcher([*valid, *train], unit)
    index = _Index([sketch(t) for t in train], least)
    gram_set = lru_cache(maxsize=4096)(grams)
    found = []
    for i, text in enumerate(valid):
        for j in index.candidates(sketch(text)):
            one, other = gram_set(text, unit), gram_set(train[j], unit)
            shared = len(one & other)
            union = len(one) + len(other) - shared
            if Fraction(shared, union) >= least:
                found.append(Twin(i, j, shared / union))
    return found


class _Sketch(NamedTuple):
    """A gram set as a bound sees it."""

    size: int
    bins: NDArray[np.uint32]
    """How many of its grams fall into each bin."""


class _Index:
    """Sketches of the training answers, sorted by size."""

    def __init__(self, sketches: Sequence[_Sketch], least: Fraction) -> None:
        import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

        self._np, self._least = np, least
        sizes = np.array([s.size for s in sketches], dtype=np.int64)
        self._order = np.argsort(sizes, kind="stable")
        self._sizes = sizes[self._order]
        narrow = np.uint16 if sizes.max() <= np.iinfo(np.uint16).max else np.uint32
        self._bins = np.stack([sketches[j].bins for j in self._order]).astype(narrow)

    def candidates(self, one: _Sketch) -> list[int]:
        """Return the training indices that no bound rules out, ascending."""
        np, (p, q) = self._np, self._least.as_integer_ratio()
        # overlap ≤ the smaller size and union ≥ the larger: sizes differ by the factor J at most
        low = int(np.searchsorted(self._sizes, -(-one.size * p // q)))
        high = int(np.searchsorted(self._sizes, one.size * q // p, side="right"))
        if low >= high:
            return []
        window = self._bins[low:high]
        capped = np.minimum(one.bins, np.iinfo(window.dtype).max).astype(window.dtype)
        bound = np.minimum(window, capped).sum(axis=1, dtype=np.int64)
        # overlap / (a + b - overlap) >= p/q  ⇔  overlap · (p + q) >= p · (a + b), all integers
        keep = bound * (p + q) >= (self._sizes[low:high] + one.size) * p
        return sorted(self._order[low:high][keep].tolist())


def _sketcher(texts: Sequence[str], unit: Unit) -> Callable[[str], _Sketch]:
    """Return the quick way to sketch these texts where it is exact, else the plain one."""
    if unit == "character":
        alphabet = {ord(c) for text in texts for c in set(text)} | {ord(_PADDING)}
        bits = (len(alphabet) - 1).bit_length()
        if bits * _GRAM <= _CODE_BITS:
            return _packed_sketcher(sorted(alphabet), bits)
    return lambda text: _plain_sketch(text, unit)


def _plain_sketch(text: str, unit: Unit) -> _Sketch:
    import numpy as np  # noqa: PLC0415

    found = grams(text, unit)
    bins = [crc32("\0".join(g).encode("utf-8", "surrogatepass")) % _BINS for g in found]
    return _Sketch(len(found), np.bincount(bins, minlength=_BINS).astype(np.uint32))


def _packed_sketcher(alphabet: Sequence[int], bits: int) -> Callable[[str], _Sketch]:
    """Sketch with a gram as one integer: five characters' numbers side by side, no collisions."""
    import numpy as np  # noqa: PLC0415

    numbers = np.zeros(alphabet[-1] + 1, dtype=np.int64)
    numbers[np.array(alphabet)] = np.arange(len(alphabet))
    mixer, shift = np.uint64(_MIXER), np.uint64(64 - _BIN_BITS)

    def sketch(text: str) -> _Sketch:
        padded = text.ljust(_GRAM, _PADDING)
        points = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ids = numbers[points]
        count = len(ids) - _GRAM + 1
        codes = ids[:count]
        for k in range(1, _GRAM):
            codes = (codes << bits) | ids[k : count + k]
        codes = np.sort(codes)
        codes = codes[np.concatenate(([True], codes[1:] != codes[:-1]))]
        bins = np.bincount(
            ((codes.view(np.uint64) * mixer) >> shift).view(np.int64), minlength=_BINS
        )
        return _Sketch(len(codes), bins.astype(np.uint32))

    return sketch
