"""A plain CSV or JSON-lines file of the nine fields, with profile columns where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.input_values import json_of
from wearable_coach.records import VITAL_FIELDS, Profile
from wearable_coach.sources.export_columns import number
from wearable_coach.sources.importer import Importer, row_by_row
from wearable_coach.sources.real_days import Collector, RawDay
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_columns import (
    KNOWN,
    normal_name,
    unknown_columns,
)
from wearable_coach.standards.fields import profile_numbers, vital_rows, whole_numbers
from wearable_coach.standards.table import table

_NAME = "table"
_LISTS = frozenset({"conditions", "symptoms"})
"""In a CSV cell, codes separated by semicolons."""
_WORDS: dict[str, Any] = {
    "m": "M",
    "male": "M",
    "f": "F",
    "female": "F",
    "true": True,
    "yes": True,
    "false": False,
    "no": False,
    "rest": "rest",
    "exercise": "exercise",
    "24h": "24h",
}


def read_table(sheet: Sheet, collector: Collector) -> None:
    """Take every row of a plain table into `collector`.

    Raises:
        BadInput: the header has none of the nine fields, or one under another name or unit.
    """
    if sheet.is_json_lines:
        _read_json_lines(sheet, collector)
    else:
        _read_csv(sheet, collector)


def _is_table(sheet: Sheet) -> bool:
    """Say whether a file is of JSON lines, or its header has at least one of the nine fields."""
    named = {normal_name(name) for name in sheet.header}
    return sheet.is_json_lines or not named.isdisjoint(VITAL_FIELDS)


def _read_csv(sheet: Sheet, collector: Collector) -> None:
    names = tuple(normal_name(name) for name in sheet.header)
    _refuse_twins(names, sheet)
    _note_unknown(names, sheet.name, collector)
    for line, cells in sheet.rows:
        if len(cells) != len(names):
            collector.reject(line, ("columns",), _NAME, sheet.name)
            continue
        row = {n: _cell(n, c) for n, c in zip(names, cells, strict=True) if n in KNOWN}
        _take(row, line, sheet.name, collector)


def _refuse_twins(names: tuple[str, ...], sheet: Sheet) -> None:
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        message = f"{sheet.name}: column {twice!r} stands twice in the header; rename or remove one"
        raise BadInput(message)


def _cell(name: str, text: str) -> Any:  # noqa: ANN401 - what the cell holds
    stripped = text.strip()
    if name in ("id", "date"):
        return stripped or None
    if name in _LISTS:
        return [code.strip() for code in stripped.split(";") if code.strip()] or None
    if name not in vital_rows() and name not in profile_numbers():
        return _WORDS.get(stripped.lower(), stripped) if stripped else None
    value = number(stripped)
    return (
        int(value)
        if name in whole_numbers() and isinstance(value, float) and value.is_integer()
        else value
    )


def _read_json_lines(sheet: Sheet, collector: Collector) -> None:
    seen: set[frozenset[str]] = set()
    for line, (text,) in sheet.rows:
        try:
            found = json_of(text)
        except ValueError:
            collector.reject(line, ("not_json",), _NAME, sheet.name)
            continue
        row = _flat(found)
        if row is None:
            collector.reject(line, ("not_an_object",), _NAME, sheet.name)
            continue
        keys = frozenset(row)
        if keys not in seen:
            _note_unknown(sorted(keys), sheet.name, collector)
            seen.add(keys)
        _take(row, line, sheet.name, collector)


def _flat(found: object) -> dict[str, Any] | None:
    """Return one level of keys, of a flat object or of one with `profile` and `vitals`."""
    if not isinstance(found, dict):
        return None
    nested = {key: found.get(key) or {} for key in ("profile", "vitals")}
    if not all(isinstance(part, dict) for part in nested.values()):
        return None
    row = {
        normal_name(key): value
        for key, value in found.items()
        if key not in ("profile", "vitals", "source", "completed", "person")
    }
    if "person" in found:
        row.setdefault("id", found["person"])
    return row | nested["profile"] | nested["vitals"]


def _note_unknown(names: Any, file: str, collector: Collector) -> None:  # noqa: ANN401 - an iterable of names
    left = unknown_columns(names, where=file)
    if left:
        collector.note(f"{file}: left aside the columns {', '.join(left)}")


def _take(row: Mapping[str, Any], line: int, file: str, collector: Collector) -> None:
    goals = table("population")["people"]["goals"]["weights"]
    if row.get("goal") is not None and row["goal"] not in goals:
        collector.reject(line, ("unknown:goal",), _NAME, file)
        return
    person, date = row.get("id"), row.get("date")
    profile = {n: row[n] for n in Profile.model_fields if row.get(n) is not None}
    collector.add(
        RawDay(
            line=line,
            file=file,
            source=_NAME,
            person=None if person is None else str(person),
            date=None if date is None else str(date),
            profile=profile,
            vitals={n: row.get(n) for n in VITAL_FIELDS},
        )
    )


TABLE = Importer(
    name=_NAME,
    form="",
    label_ko="실제 하루(표 파일)",
    recognises=_is_table,
    start=row_by_row(read_table),
    reads=frozenset(VITAL_FIELDS),
    lacks=frozenset(),
    examples=(),
)
