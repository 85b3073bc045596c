"""How different answers are: distinct once numbers are masked, and near twins between splits.

Near twins are found exactly. A pair of answers is a twin when the Jaccard similarity of their
5-gram sets reaches a threshold J. Then each shares at least J of its grams with the other, so
whichever way all grams are put in order, what they share stands among the first half of the one's and of
the other's, but for as many as the rest of one holds. Put the rare ones first, and few pairs
share enough there: those are compared gram by gram. No twin is ever dropped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

Unit = Literal["character", "word"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GRAM = 5
_BIN_BITS = 20
_MIXER = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: spreads neighbouring codes over the bins
_SAMPLE = 4096  # texts by which grams are called rare: any order is right, this one is quick
_AT_ONCE = 8192  # training texts whose first grams are held at once
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
    code = lru_cache(maxsize=_SAMPLE)(_coder([*valid, *train], unit))
    order = _Order([*valid, *train], code)
    own = [code(text) for text in valid]
    found = []
    for start in range(0, len(train), _AT_ONCE):
        first = _FirstGrams(train[start : start + _AT_ONCE], code, order, least)
        for i, grams_of in enumerate(own):
            for j in first.sharing(grams_of):
                share = _jaccard(grams_of, code(train[start + j]))
                if share >= least:
                    found.append(Twin(i, start + j, float(share)))
    return sorted(found)


def _jaccard(one: Codes, other: Codes) -> Fraction:
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    shared = len(np.intersect1d(one, other, assume_unique=True))
    return Fraction(shared, len(one) + len(other) - shared)


class _Order:
    """The order of all grams: the rare ones first, as a sample of the texts shows them."""

    def __init__(self, texts: Sequence[str], code: _Coder) -> None:
        import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

        self._np, self._often = np, np.zeros(1 << _BIN_BITS, dtype=np.uint32)
        for text in texts[:: -(-len(texts) // _SAMPLE)]:
            self._often[self._bins(code(text))] += 1

    def _bins(self, codes: Codes) -> Codes:
        np = self._np
        mixed = (codes.view(np.uint64) * np.uint64(_MIXER)) >> np.uint64(64 - _BIN_BITS)
        bins: Codes = mixed.view(np.int64)
        return bins

    def first(self, codes: Codes, least: Fraction) -> Codes:
        """Return the first of a text's grams: no fewer than a twin cannot do without one of.

        Half of them say more, and cost little more to count.
        """
        p, q = least.as_integer_ratio()
        count = max(len(codes) - -(-len(codes) * p // q) + 1, len(codes) // 2)
        bins = self._bins(codes)
        rank = (self._often[bins].astype(self._np.int64) << _BIN_BITS) | bins
        last = self._np.partition(rank, count - 1)[count - 1]
        kept: Codes = codes[rank <= last]  # with all of the last one's bin: more do no harm
        return kept


class _FirstGrams:
    """The first grams of training texts, and which texts have each."""

    def __init__(self, texts: Sequence[str], code: _Coder, order: _Order, least: Fraction) -> None:
        import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

        self._np, self._order, self._least = np, order, least
        codes = [code(text) for text in texts]
        first = [order.first(c, least) for c in codes]
        self._sizes = np.array([len(c) for c in codes], dtype=np.int64)
        self._rests = self._sizes - np.array([len(f) for f in first], dtype=np.int64)
        places = np.repeat(np.arange(len(first), dtype=np.int32), [len(f) for f in first])
        all_of_them = np.concatenate(first)
        ascending = np.argsort(all_of_them, kind="stable")
        self._texts = places[ascending]
        self._codes, starts = np.unique(all_of_them[ascending], return_index=True)
        self._starts = np.append(starts, len(ascending))

    def sharing(self, codes: Codes) -> list[int]:
        """Return the texts that no bound rules out, ascending.

        What two texts share stands among the first grams of both, but for the rest of that one whose
        first grams end sooner.
        """
        np, (p, q) = self._np, self._least.as_integer_ratio()
        first = np.sort(self._order.first(codes, self._least))
        at = np.minimum(np.searchsorted(self._codes, first), len(self._codes) - 1)
        at = at[self._codes[at] == first]
        low, lengths = self._starts[at], self._starts[at + 1] - self._starts[at]
        ends = np.cumsum(lengths)
        if not ends.size:
            return []
        places = np.repeat(low - ends + lengths, lengths) + np.arange(ends[-1])
        shared = np.bincount(self._texts[places], minlength=len(self._sizes))
        most = shared + np.maximum(len(codes) - len(first), self._rests)
        # overlap / (a + b - overlap) >= p/q  ⇔  overlap · (p + q) >= p · (a + b), all integers
        fit = (shared > 0) & (most * (p + q) >= (self._sizes + len(codes)) * p)
        found: list[int] = np.flatnonzero(fit).tolist()
        return found


_Coder = Callable[[str], "Codes"]


def _coder(texts: Sequence[str], unit: Unit) -> _Coder:
    """Return the quick way to number the grams of these texts where there is one, else the plain one."""
    if unit == "character":
        alphabet = _alphabet(texts)
        bits = (len(alphabet) - 1).bit_length()
        if bits * _GRAM <= _CODE_BITS:
            return _packing_coder(alphabet, bits)
    return _counting_coder(unit)


def _points(text: str) -> Codes:
    """Return the code points of a text."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    points: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return points


def _alphabet(texts: Sequence[str]) -> Codes:
    """Return the code points that stand in the texts or fill them up, ascending."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    stands = np.zeros(sys.maxunicode + 1, dtype=bool)
    for text in (*texts, _PADDING):
        stands[_points(text)] = True
    return np.flatnonzero(stands)


def _counting_coder(unit: Unit) -> _Coder:
    """Number the grams as they come."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    numbers: dict[Gram, int] = {}

    def code(text: str) -> Codes:
        found = [numbers.setdefault(g, len(numbers)) for g in grams(text, unit)]
        return np.sort(np.array(found, dtype=np.int64))

    return code


def _packing_coder(alphabet: Codes, bits: int) -> _Coder:
    """Number a gram by its five characters' numbers side by side: no two have the same."""
    import numpy as np  # noqa: PLC0415

    numbers = np.zeros(alphabet[-1] + 1, dtype=np.int64)
    numbers[alphabet] = np.arange(len(alphabet))

    def code(text: str) -> Codes:
        ids = numbers[_points(text.ljust(_GRAM, _PADDING))]
        count = len(ids) - _GRAM + 1
        codes = ids[:count]
        for k in range(1, _GRAM):
            codes = (codes << bits) | ids[k : count + k]
        codes = np.sort(codes)
        distinct: Codes = codes[np.concatenate(([True], codes[1:] != codes[:-1]))]
        return distinct

    return code
