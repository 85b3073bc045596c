"""CSV files of an export known by their columns, whatever they are called and however they are cased."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from wearable_coach.sources.exports import Export

Row = Mapping[str, str]
"""Column in small letters → cell."""


def columns_of(export: Export, name: str) -> frozenset[str]:
    """Return a CSV member's columns, in small letters."""
    header = export.header(name)
    part = max(",;\t", key=header.count)
    cells = next(csv.reader([header], delimiter=part), [])
    return frozenset(cell.strip().lower() for cell in cells)


def tables_of(export: Export, kinds: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Return kind → the CSV members that have its columns; a member is of the first kind that it fits."""
    found: dict[str, list[str]] = {}
    for name in export.named(".csv"):
        columns = columns_of(export, name)
        kind = next((kind for kind, needed in kinds.items() if needed <= columns), None)
        if kind is not None:
            found.setdefault(kind, []).append(name)
    return found


def rows_of(export: Export, names: list[str] | None) -> Iterator[tuple[int, Row]]:
    """Yield the rows of members one after the other, as (line, row)."""
    for name in names or ():
        for line, row in export.rows(name):
            yield line, {column.lower(): cell for column, cell in row.items()}
