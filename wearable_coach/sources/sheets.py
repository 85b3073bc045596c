"""A table as it lies in a file: its header and its rows, whatever it was saved as."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.sources.json_objects import objects_of_array, objects_of_lines
from wearable_coach.sources.text_files import Opened, chunks_of_text, lines_of_text, opened
from wearable_coach.sources.workbooks import binary_table

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class Sheet(NamedTuple):
    """An open file: its header, and its rows as they are read."""

    name: str
    header: tuple[str, ...]
    """Column names as written; empty for JSON."""
    rows: Iterator[tuple[int, list[str]]]
    """(line number, cells)."""
    objects: Iterator[tuple[int, object]] | None = None
    """Of JSON, (line or place in the array, what stands there)."""
    delimiter: str = ","
    notes: list[str] = []  # noqa: RUF012 - each sheet is given its own
    """What is to be said of how it was read; complete at its end."""

    @property
    def is_json(self) -> bool:
        """Whether it holds JSON objects."""
        return self.objects is not None


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Open a table: CSV, JSON, a workbook, Parquet; ``-`` is standard input.

    Raises:
        BadInput: the file cannot be read, is empty, or is no table.
    """
    with opened(path) as file:
        notes: list[str] = []
        said = binary_table(file, path, notes.append)
        if said is not None:
            header, rows = said
            yield Sheet(file.name, _header(header), rows, notes=notes)
        else:
            yield _text_sheet(file, notes)


def _text_sheet(file: Opened, notes: list[str]) -> Sheet:
    def tell(encoding: str) -> None:
        notes.append(f"{file.name}: read as {encoding.upper()}")

    if file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        objects = objects_of_array(file.name, chunks_of_text(file, tell))
        return Sheet(file.name, (), iter(()), objects, notes=notes)
    lines = lines_of_text(file, tell)
    number, first = _first_line(lines, file)
    if first.lstrip().startswith("{"):
        if first.strip() == "{":
            message = f"{file.name}: a JSON object over several lines is no table; give an array of objects, or an object a line"
            raise BadInput(message)
        return Sheet(file.name, (), iter(()), objects_of_lines(number, first, lines), notes=notes)
    delimiter = _delimiter(first)
    if found := _SEPARATOR_LINE.fullmatch(first):
        delimiter = found[1]
        number, first = _first_line(lines, file, number)
    rows = _csv_rows(file.name, number, first, lines, delimiter)
    header = _header(next(rows)[1])
    return Sheet(file.name, header, rows, delimiter=delimiter, notes=notes)


def _first_line(lines: Iterator[str], file: Opened, before: int = 0) -> tuple[int, str]:
    for number, line in enumerate(lines, start=before + 1):
        if line.strip():
            return number, line
    message = f"file: {file.name} is empty; give a file with a header and rows"
    raise BadInput(message)


def _delimiter(header: str) -> str:
    """Return what separates the columns of a header: the sign that it has most of outside quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=bare.count)


def _header(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _csv_rows(
    name: str, number: int, first: str, lines: Iterator[str], delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(chain((first,), lines), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num + number - 1, row
    except csv.Error as error:
        message = f"{name}, line {reader.line_num + number - 1}: not CSV ({error}); close its quotes, or export it again as CSV"
        raise BadInput(message) from None
