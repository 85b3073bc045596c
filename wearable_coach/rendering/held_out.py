"""Which wordings train and the held-out splits draw: none that both do, where there are enough to share out.

A dataset that says the same sentences on both sides measures memory. So of every slot with `LEAST` wordings or more
a third is kept for the splits beside train, the rest for train; an answer of no split, as one that is served, may
be worded in every way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zlib import crc32

TRAIN = "train"
LEAST = 3
"""Wordings from which a slot is shared out; with fewer, both sides say the same."""
_PART = 3
"""One wording of so many is held out."""


def drawn_by(split: str | None, key: str, wordings: Sequence[str]) -> tuple[int, ...]:
    """Return the places of the wordings that a split draws, ascending.

    A wording's side goes by a hash of its key and its own words, so that one more wording moves one of the others
    at most.

    Args:
        split: Name of a split; None, that of no dataset, draws all.
        key: What the wordings are of, such as a slot.
        wordings: The ways of saying it, none empty.
    """
    if split is None or len(wordings) < LEAST:
        return tuple(range(len(wordings)))
    return _shared_out(key, tuple(wordings))[split == TRAIN]


@cache
def _shared_out(key: str, wordings: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the places held out, and those of train."""
    order = sorted(range(len(wordings)), key=lambda i: (crc32(f"{key}\0{wordings[i]}".encode()), i))
    held = frozenset(order[: round(len(wordings) / _PART)])
    places = range(len(wordings))
    return tuple(i for i in places if i in held), tuple(i for i in places if i not in held)
