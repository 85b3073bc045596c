"""Exact tests for paired answers: McNemar, and Holm's correction for many measures."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


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
