"""What is known of a field by its name: one row a vital and one a number of the profile.

The rows stand in ``tables/vitals.yaml``; whoever goes by field (checks, importers' columns, questions, labels, gate,
readers) is made from them, or held complete against them by ``tests/unit/standards/test_fields_are_whole.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from wearable_coach.records import VITAL_FIELDS
from wearable_coach.standards.table import table

_LONG_FROM = 1000
"""Where a comma begins that parts thousands."""


class FieldWords(NamedTuple):
    """What a vital is called, by whom it is written."""

    slot: str
    """Its name in phrase books: ``{{ v.hr }}``."""
    short_ko: str
    """Where an answer lists readings."""
    written: str
    """How answers write its value: a way of `rendering.numbers_ko`."""
    names: tuple[str, ...]
    """How people call it in tables and lists, a name a habit."""
    terse: tuple[str, ...]
    """How people in a hurry call it."""
    clauses: tuple[str, ...]
    """How prose tells it, with ``{}`` for the value."""
    units: tuple[str, ...]
    """What people write after the number; empty where they write hours and minutes."""
    export: str
    """Its name in what a health app exports."""
    chat: bool
    """Whether it is read out of a user's own words (a pattern in `serving.told`). It is not where no safety rule
    goes by it, and its numbers are as often a goal, a limit or somebody else's."""


class VitalField(NamedTuple):
    """A vital's row."""

    name: str
    is_whole: bool
    unit: str
    unit_en: str
    column_unit: str
    """The unit as a table's columns are asked for."""
    label_ko: str
    impossible: tuple[float, float]
    """Closed bounds beyond which a value is refused."""
    unusual: tuple[float, float]
    """Closed bounds beyond which a value comes with a warning."""
    classes: tuple[str, str] | None
    """(table, key) of the bands that divide it into classes."""
    factors: tuple[tuple[str, str], ...]
    """(unit of the lexicon, factor to this field's unit) of what an answer may give it in."""
    words: FieldWords
    decimals: int = 0
    """To which a decimal is rounded, halves up, where days are read."""
    zero_is_missing: bool = False
    """Whether 0 says that nothing was measured."""

    @property
    def is_hours(self) -> bool:
        """Whether it is written in hours and minutes."""
        return self.words.written == "hours_minutes"

    @property
    def is_long(self) -> bool:
        """Whether it is a count that may need a comma."""
        return self.is_whole and self.impossible[1] >= _LONG_FROM


class ProfileNumber(NamedTuple):
    """The row of a number of the profile."""

    name: str
    is_whole: bool
    unit: str
    column_unit: str
    impossible: tuple[float, float]
    factors: tuple[tuple[str, str], ...]
    decimals: int = 0


@cache
def vital_rows() -> dict[str, VitalField]:
    """Return every vital's row by name, in the order of the checks."""
    return {name: _vital(name, row) for name, row in table("vitals")["fields"].items()}


@cache
def told_rows() -> tuple[VitalField, ...]:
    """Return the vitals' rows in the order in which readings are told."""
    return tuple(vital_rows()[name] for name in VITAL_FIELDS)


@cache
def profile_numbers() -> dict[str, ProfileNumber]:
    """Return the row of every number of the profile, by name."""
    return {
        name: ProfileNumber(
            name,
            row["type"] == "int",
            row["unit"],
            row.get("column_unit", row["unit"]),
            _pair(row["impossible"]),
            _factors(row),
            row.get("decimals", 0),
        )
        for name, row in table("vitals")["profile"].items()
    }


@cache
def whole_numbers() -> frozenset[str]:
    """Return the names of the vitals and numbers of the profile that have no decimals."""
    return frozenset(row.name for row in number_rows() if row.is_whole)


@cache
def fields_by_unit() -> dict[str, tuple[str, str]]:
    """Return unit of the lexicon → (the field that it speaks for, factor to the field's unit)."""
    return {unit: (row.name, factor) for row in number_rows() for unit, factor in row.factors}


def number_rows() -> tuple[VitalField | ProfileNumber, ...]:
    """Return the row of every vital and of every number of the profile."""
    return (*vital_rows().values(), *profile_numbers().values())


@cache
def class_tables() -> dict[str, tuple[str, str]]:
    """Return vital → (table, key) of its classes, of those that have any in a table of bands."""
    return {row.name: row.classes for row in vital_rows().values() if row.classes is not None}


@cache
def looks_like() -> tuple[tuple[str, str], ...]:
    """Return (words of a column's name, the field that they probably mean), the likeliest first."""
    return tuple((words, field) for words, field in table("vitals")["looks_like"])


@cache
def contradictions() -> dict[str, tuple[str, ...]]:
    """Return warning → readings, of readings that do not fit together though each is possible."""
    rows = table("vitals")["cross_field"].values()
    return {row["warning"]: tuple(row["fields"]) for row in rows if "warning" in row}


@cache
def contradictions_of(name: str) -> frozenset[str]:
    """Return the warnings of readings that do not fit together of which `name` is one."""
    return frozenset(code for code, fields in contradictions().items() if name in fields)


def lacking(row: Mapping[str, Any]) -> list[str]:
    """Return the keys that a vital's row of the table must have and has not."""
    needed = ("type", "unit", "label_ko", "impossible", "unusual")
    words = row.get("words", {})
    return [
        *(key for key in needed if key not in row),
        *(f"words.{key}" for key in FieldWords._fields if key not in words),
    ]


def _vital(name: str, row: Mapping[str, Any]) -> VitalField:
    where, _, key = row.get("classes", "").partition(".")
    return VitalField(
        name,
        row["type"] == "int",
        row["unit"],
        row.get("unit_en", row["unit"]),
        row.get("column_unit", row["unit"]),
        row["label_ko"],
        _pair(row["impossible"]),
        _pair(row["unusual"]),
        (where, key) if where else None,
        _factors(row),
        _words(name, row),
        row.get("decimals", 0),
        row.get("zero") == "missing",
    )


def _words(name: str, row: Mapping[str, Any]) -> FieldWords:
    """Return what a vital is called; what its row leaves out is made of label and unit meanwhile."""
    label, unit = row["label_ko"], row["unit"]
    plain = FieldWords(name, label, "plain", (label,) * 4, (label,) * 3, (label + " {}",), (unit,) * 3, name, chat=False)  # fmt: skip
    written: dict[str, Any] = row.get("words", {})
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in written.items()}
    return plain._replace(**given)


def _pair(bounds: list[float]) -> tuple[float, float]:
    low, high = bounds
    return low, high


def _factors(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(row.get("units", {}).items())
