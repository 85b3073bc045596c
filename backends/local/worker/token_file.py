"""Rows as tokens in a nameless file: of a million rows only where they lie is in memory."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple, overload
from weakref import finalize

IGNORED = -100


class TokenRow(NamedTuple):
    """One conversation; a label is `IGNORED` where the loss is not to look."""

    ids: list[int]
    labels: list[int]


class TokenFile(Sequence[TokenRow]):
    """Rows in the order in which they came, each read from the file when it is asked for."""

    def __init__(self, rows: Iterable[TokenRow], *, folder: Path | None = None) -> None:
        """Write all rows down.

        Args:
            rows: Each label either its token or `IGNORED`.
            folder: Where the file lies, without a name, for as long as this lives; None is the
                system's place for such files.
        """
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as this
        finalize(self, self._file.close)
        self._ends = array("q", [0])
        for row in rows:
            kept = array("i", map(_kept, row.ids, row.labels))
            kept.tofile(self._file)
            self._ends.append(self._ends[-1] + len(kept))
        self._file.flush()

    @property
    def lengths(self) -> list[int]:
        """Tokens of each row [tokens]."""
        return [end - start for start, end in pairwise(self._ends)]

    def __len__(self) -> int:
        """Return how many rows there are [count]."""
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> TokenRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[TokenRow]: ...
    def __getitem__(self, place: int | slice) -> TokenRow | list[TokenRow]:
        """Read a row, or some."""
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        start, end = self._ends[range(len(self))[place]], self._ends[range(len(self))[place] + 1]
        kept = array("i")
        size = kept.itemsize
        kept.frombytes(os.pread(self._file.fileno(), (end - start) * size, start * size))
        ids = [n if n >= 0 else ~n for n in kept]
        return TokenRow(ids, [n if n >= 0 else IGNORED for n in kept])


def _kept(token: int, label: int) -> int:
    """Return one number for both: a token that the loss is not to look at is below zero."""
    return ~token if label == IGNORED else token
