"""Opening a data file as text: every way in which that fails is one line for the user."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.input_files import lines_of, open_file

_PEEK_BYTES = 4096


class Sheet(NamedTuple):
    """An open file: its header when it is CSV, and its rows as they are read."""

    name: str
    header: tuple[str, ...]
    """Column names as written; empty for JSON lines."""
    rows: Iterator[tuple[int, list[str]]]
    """(line number, cells); of JSON lines, one cell with the line."""

    @property
    def is_json_lines(self) -> bool:
        """Whether each line is a JSON object."""
        return not self.header


@contextmanager
def open_sheet(path: Path) -> Iterator[Sheet]:
    """Open a CSV or JSON-lines file.

    Raises:
        BadInput: the file cannot be read, is empty, binary or not UTF-8, or has no rows.
    """
    try:
        raw = open_file(path)
        beginning = raw.peek(_PEEK_BYTES)[:_PEEK_BYTES]
    except OSError as error:
        message = f"file: cannot read {path} ({error.strerror}); give a readable file"
        raise BadInput(message) from None
    with raw:
        if b"\0" in beginning:
            message = f"file: {path} is binary or UTF-16, not text; export it as CSV in UTF-8"
            raise BadInput(message)
        yield _sheet(path, _lines(path, raw))


def _lines(path: Path, raw: IO[bytes]) -> Iterator[str]:
    """Decode line by line, so that a huge file is never in memory at once."""
    encoding = "utf-8-sig"
    number = 0
    try:
        for number, line in enumerate(lines_of(raw), start=1):  # noqa: B007 - named in the message
            yield line.decode(encoding)
            encoding = "utf-8"
    except UnicodeDecodeError:
        message = f"{path.name}, line {number}: not UTF-8; save the file as UTF-8"
        raise BadInput(message) from None
    except OSError as error:
        message = f"file: cannot read {path} ({error.strerror}); give a readable file"
        raise BadInput(message) from None


def _sheet(path: Path, lines: Iterator[str]) -> Sheet:
    first_number, first = next(
        ((i, line) for i, line in enumerate(lines, start=1) if line.strip()), (0, "")
    )
    if not first:
        message = f"file: {path} is empty; give a file with a header and rows"
        raise BadInput(message)
    if first.lstrip().startswith("{"):
        return Sheet(path.name, (), _json_rows(first_number, first, lines))
    rows = _csv_rows(path.name, first_number, first, lines)
    header = tuple(cell.strip() for cell in next(rows)[1])
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        message = f"{path.name}: column {twice!r} stands twice in the header; rename or remove one"
        raise BadInput(message)
    return Sheet(path.name, header, rows)


def _json_rows(number: int, first: str, lines: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    yield number, [first]
    for later, line in enumerate(lines, start=number + 1):
        if line.strip():
            yield later, [line]


def _csv_rows(
    name: str, number: int, first: str, lines: Iterator[str]
) -> Iterator[tuple[int, list[str]]]:
    def joined() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(joined(), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num + number - 1, row
    except csv.Error as error:
        message = f"{name}, line {reader.line_num + number - 1}: not CSV ({error}); separate columns with commas"
        raise BadInput(message) from None
