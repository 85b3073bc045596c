"""Exact decimals, half-up rounding and half-open bands."""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from numbers import Integral, Real
from typing import Any

from wearable_coach.standards.table import table

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


def exact(value: float | Decimal) -> Decimal:
    """Return `value` as the decimal that its shortest text says (0.1 is 0.1)."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def half_up(value: Decimal) -> int:
    """Round to an integer, halves away from zero (182.5 gives 183)."""
    return int(value.quantize(_ONE, ROUND_HALF_UP))


def plain(value: object) -> object:
    """Return a number of a library, such as NumPy's, as one of Python's own; anything else as it is."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value


def one_decimal(value: Decimal) -> Decimal:
    """Round half up to one decimal."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def two_decimals(value: Decimal) -> Decimal:
    """Round half up to two decimals."""
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP)


class Bands:
    """Half-open classes [from, to) that partition the line.

    >>> bands("body", "ksso").name_of(Decimal("22.95"))
    'normal'
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        """Build from table rows with ``class``, ``from``, ``to`` and ``label_ko``."""
        self.names: tuple[str, ...] = tuple(r["class"] for r in rows)
        self.labels_ko: dict[str, str] = {r["class"]: r.get("label_ko", "") for r in rows}
        self.edges: tuple[Decimal, ...] = tuple(exact(r["from"]) for r in rows[1:])
        if [r["to"] for r in rows[:-1]] != [r["from"] for r in rows[1:]]:
            message = f"bands leave a gap or overlap: {self.names}"
            raise ValueError(message)

    def name_of(self, value: Decimal | int) -> str:
        """Return the class of an unrounded value."""
        return self.names[bisect_right(self.edges, value)]


@cache
def bands(table_name: str, key: str) -> Bands:
    """Return the bands under `key` of a table (dots go down: ``"resting"``)."""
    node: Any = table(table_name)
    for part in filter(None, key.split(".")):
        node = node[part]
    return Bands(node["bands"])


def shown(value: Decimal, of: Bands | None = None) -> str:
    """Write a value with one decimal, or with two when one decimal would show another class.

    Source: STD-ROUND-005 (standards, rounding rule 5).
    """
    rounded = one_decimal(value)
    if of is not None and of.name_of(rounded) != of.name_of(value):
        rounded = two_decimals(value)
    return str(rounded)
