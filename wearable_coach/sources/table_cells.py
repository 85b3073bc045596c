"""The cells of a column of a table, each text read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from wearable_coach.sources.number_cells import NumberCell

_MOST_KEPT = 65_536
"""Cells of a column that are remembered; beyond, its memory starts anew."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Memo(dict[_Key, _Value]):
    """What was read → what it means, reckoned when it comes first."""

    def __init__(self, read: Callable[[_Key], _Value]) -> None:
        """Start empty.

        Args:
            read: Says what something means.
        """
        super().__init__()
        self._read = read

    def __missing__(self, key: _Key) -> _Value:
        """Read what is new."""
        found = self._read(key)
        keep(self, key, found)
        return found


class Cells(dict[str, float]):
    """Text of a cell → number; what is odd is told each time it comes."""

    def __init__(
        self, read: Callable[[str], NumberCell], odd: list[tuple[str, NumberCell]]
    ) -> None:
        """Start empty.

        Args:
            read: Reads a cell.
            odd: Gets each cell that counts or is refused, with its text.
        """
        super().__init__()
        self._read, self._odd = read, odd
        self._odd_ones: dict[str, NumberCell] = {}

    def __missing__(self, text: str) -> float:
        """Read a cell that is new, or odd."""
        cell = self._odd_ones.get(text)
        if cell is None:
            cell = self._read(text)
            if not cell.kinds and not cell.code:
                keep(self, text, cell.value)
                return cell.value
            keep(self._odd_ones, text, cell)
        self._odd.append((text, cell))
        return cell.value


def keep(kept: dict[Any, Any], key: object, value: object) -> None:
    """Remember a value, and forget all when there are too many."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value
