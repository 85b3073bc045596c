"""How two readers agree, beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class ReaderAgreement(NamedTuple):
    """What two readers of the same things have in common."""

    n: int
    """Things that both read [count]."""
    share: float
    """Things that both call the same [1]."""
    kappa: float | None
    """Cohen's kappa [1]; None where both call everything the same, so that chance agrees as well."""


def reader_agreement(one: Sequence[Hashable], other: Sequence[Hashable]) -> ReaderAgreement:
    """Return how two readers agree.

    >>> reader_agreement([1, 1, 0, 0], [1, 0, 0, 0])
    ReaderAgreement(n=4, share=0.75, kappa=0.5)

    Raises:
        ValueError: they read other numbers of things, or nothing.

    Source:
        Cohen (1960), doi:10.1177/001316446002000104.
    """
    if len(one) != len(other) or not one:
        message = f"two readers of the same things are needed, got {len(one)} and {len(other)}"
        raise ValueError(message)
    n = len(one)
    share = sum(a == b for a, b in zip(one, other, strict=True)) / n
    first, second = Counter(one), Counter(other)
    chance = sum(first[word] * second[word] for word in first) / n**2
    kappa = None if chance == 1 else (share - chance) / (1 - chance)
    return ReaderAgreement(n, share, kappa)
