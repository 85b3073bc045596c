"""Reading the cells of a device's export: a column a vital, its unit and how it is rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from wearable_coach.standards.numbers import half_up
from wearable_coach.standards.table import table


class Column(NamedTuple):
    """Where an export says a vital."""

    name: str
    divisor: float = 1
    """The export's units in one of the vital's."""
    decimals: int | None = None
    """None rounds to a whole number, halves up."""

    def read(self, row: Mapping[str, str]) -> float | str | None:
        """Return the vital's value; None when blank or not there, text when it is no number."""
        value = number(row.get(self.name))
        if self.decimals is None:
            return whole_number(value)
        return scaled(value, self.divisor, self.decimals)


def readings_of(row: Mapping[str, str], columns: Mapping[str, Column]) -> dict[str, Any]:
    """Return the vitals of a row by name, each from its column."""
    return {name: column.read(row) for name, column in columns.items()}


def number(text: str | None) -> float | str | None:
    """Read a cell: None when blank, the text itself when it is no number."""
    stripped = "" if text is None else text.strip()
    if not stripped:
        return None
    try:
        return float(stripped) if "_" not in stripped else stripped
    except ValueError:
        return stripped


def whole_number(value: float | str | None) -> int | float | str | None:
    """Round a measured mean to an integer, halves up; text and infinities stay for the checks."""
    if isinstance(value, float) and value - value == 0:
        return half_up(Decimal(repr(value)))
    return value


def scaled(value: float | str | None, divisor: float, decimals: int) -> float | str | None:
    """Divide by a unit's factor and round, halves up; text and infinities stay for the checks."""
    if not isinstance(value, float) or value - value != 0:
        return value
    tens: int = 10**decimals
    return half_up(Decimal(repr(value)) / Decimal(repr(divisor)) * tens) / tens


def worn(steps: object, sedentary_min: object) -> bool:
    """Say whether a day's zero steps are a measurement: not when all its minutes were still."""
    row = table("population")["imports"]["not_worn"]
    return not (steps == row["steps"] and sedentary_min == row["sedentary_min"])
