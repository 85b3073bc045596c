"""A row that was not taken: its codes, what stood there, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

from wearable_coach.records import Profile
from wearable_coach.standards.fields import number_rows, profile_numbers, vital_rows

_LONGEST_SHOWN = 60


class Reject(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    reasons: tuple[str, ...]
    source: str
    file: str = ""
    values: tuple[str, ...] = ()
    """What stood there, a value a reason; empty where a reason is about no single one."""

    def as_json(self) -> dict[str, Any]:
        """Return it for a list of rejects: each reason with its value and its remedy."""
        return {
            "file": self.file,
            "line": self.line,
            "source": self.source,
            "reasons": list(self.reasons),
            "values": list(self.shown_values()),
            "remedies": [remedy(reason) for reason in self.reasons],
        }

    def shown_values(self) -> tuple[str, ...]:
        """Return a value a reason, empty where it is about no single one."""
        return self.values or ("",) * len(self.reasons)


def values_of(reasons: Iterable[str], *rows: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands in the fields that reasons name, cut to a readable length."""
    fields = [reason.partition(":")[2] for reason in reasons]
    row = {name: value for one in rows for name, value in one.items()}
    return tuple("" if row.get(f) is None else shown(row[f]) for f in fields)


def shown(value: object) -> str:
    """Return a value as a message shows it."""
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def remedy(reason: str) -> str:
    """Return what to do about a row with this reason."""
    kind, _, field = reason.partition(":")
    if kind in _OF_A_FIELD and field in _units():
        low, high = _bounds(field)
        return _OF_A_FIELD[kind].format(
            field=field, unit=_units()[field], low=f"{low:g}", high=f"{high:g}"
        )
    if kind == "type" and field in Profile.model_fields:
        return f"write {field} in the words of the guide, or leave it empty"
    return _OF_A_ROW.get(reason, _OF_A_ROW.get(kind, "correct the row, or leave it out"))


def told_of_rows(
    rejects: Iterable[Reject], columns: Mapping[str, str], *, besides: Container[str] = ()
) -> list[str]:
    """Return what is said of rows that are not taken: each reason with its first row and how many there are.

    Args:
        rejects: The rows.
        columns: Field → the column that says it.
        besides: Reasons of which all is said.
    """
    first: dict[str, tuple[int, str]] = {}
    counts: Counter[str] = Counter()
    for reject in rejects:
        for reason, value in zip(reject.reasons, reject.shown_values(), strict=True):
            if reason not in besides:
                first.setdefault(reason, (reject.line, value))
                counts[reason] += 1
    return [
        f"line {line}{_where(reason, value, columns)} is {reason} ({counts[reason]:,} of the rows); {remedy(reason)}"
        for reason, (line, value) in first.items()
    ]


def _where(reason: str, value: str, columns: Mapping[str, str]) -> str:
    name = columns.get(reason.partition(":")[2])
    column = "" if name is None else f", column {name!r}"
    return f"{column}: {value!r}" if value else column


def _units() -> dict[str, str]:
    return {row.name: row.column_unit for row in number_rows()}


def _bounds(field: str) -> tuple[float, float]:
    return (vital_rows().get(field) or profile_numbers()[field]).impossible


_OF_A_FIELD = {
    "type": "write {field} as a number [{unit}], or name what means missing with --missing",
    "nan": "write {field} as a number [{unit}], or leave it empty",
    "range": "write {field} in {unit}, {low} to {high}; of another unit, say it with --map COLUMN={field}:UNIT",
}
_OF_A_ROW = {
    "empty_day": "nothing was measured on it; leave it out",
    "not_worn": "nothing but zeros was measured on it; leave it out",
    "part_of_day": "hours of the day are not there; give whole days",
    "duplicate_day": "the person has this day already; keep one row a day",
    "columns": "give the row as many cells as the header has",
    "missing:id": "say whose day it is in the column of the person",
    "missing:date": "write its date as YYYY-MM-DD",
    "type:date": "write its date as YYYY-MM-DD",
    "unknown:goal": "take a goal of the guide, or leave it empty",
    "not_json": "write a JSON object a line",
    "not_an_object": "write a JSON object a line",
    "stride": "steps and distance_km do not go together; check their units",
    "implied_height": "weight and bmi do not go together; check their units",
    "bmi_weight_height_mismatch": "weight, bmi and height_cm do not go together; check their units",
    "hr_below_rhr": "the heart rate in exercise lies below the one at rest; correct one of them",
}
