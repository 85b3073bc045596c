"""Tables that are no text: a worksheet of a workbook, a Parquet file, a table in a zip archive."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from wearable_coach.errors import BadInput
from wearable_coach.sources.text_files import Opened

_ZIP, _PARQUET = b"PK\x03\x04", b"PAR1"
_BATCH_ROWS = 8192
Rows = Iterator[tuple[int, list[str]]]


def binary_table(file: Opened, path: Path) -> tuple[list[str], Rows] | None:
    """Return header and rows of a table that is no text; None where it is one.

    Raises:
        BadInput: it cannot be read, or not without a library that is not installed.
    """
    if file.head.startswith(_PARQUET):
        return _parquet(file, path)
    if file.head.startswith(_ZIP):
        return _workbook(file, path)
    return None


def _workbook(file: Opened, path: Path) -> tuple[list[str], Rows]:
    source = _seekable(file)
    try:
        names = zipfile.ZipFile(source).namelist()
    except (zipfile.BadZipFile, OSError):
        message = f"file: cannot read {path} (a damaged archive); give a readable file"
        raise BadInput(message) from None
    if "xl/workbook.xml" not in names:
        message = f"file: {file.name} is an archive of no known export ({', '.join(sorted(names)[:4])}); unpack it and give its table"
        raise BadInput(message)
    source.seek(0)
    rows = (
        _needed("openpyxl", "a workbook (.xlsx)")
        .load_workbook(source, read_only=True, data_only=True)
        .worksheets[0]
        .iter_rows(values_only=True)
    )
    numbered = (
        (line, [text_of(cell) for cell in row])
        for line, row in enumerate(rows, start=1)
        if any(cell is not None for cell in row)
    )
    _, header = next(numbered, (0, []))
    if not header:
        message = f"file: {file.name} is empty; give a file with a header and rows"
        raise BadInput(message)
    return header, numbered


def _parquet(file: Opened, path: Path) -> tuple[list[str], Rows]:
    parquet = _needed("pyarrow.parquet", "a Parquet file")
    try:
        table = parquet.ParquetFile(_seekable(file))
    except Exception:  # noqa: BLE001 - the library's own errors, of many kinds
        message = f"file: cannot read {path} (a damaged Parquet file); give a readable file"
        raise BadInput(message) from None
    return list(table.schema_arrow.names), _parquet_rows(table)


def _parquet_rows(table: Any) -> Rows:  # noqa: ANN401 - untyped
    line = 1
    for batch in table.iter_batches(batch_size=_BATCH_ROWS):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            line += 1
            yield line, [text_of(cell) for cell in row]


def text_of(value: object) -> str:
    """Return a cell as it would stand in a CSV file."""
    return _TEXTS.get(type(value), str)(value)


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    datetime: lambda value: value.isoformat(" ").removesuffix(" 00:00:00"),
    bool: lambda value: str(value).lower(),
    float: lambda value: str(int(value)) if value.is_integer() else repr(value),
    list: lambda value: ";".join(map(text_of, value)),
}


def _needed(module: str, what: str) -> Any:  # noqa: ANN401 - an optional library
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        library = module.partition(".")[0]
        message = f"file: {what} needs {library}; install wearable-coach[tables], or save it as CSV"
        raise BadInput(message) from None


def _seekable(file: Opened) -> IO[bytes]:
    return file.raw if file.raw.seekable() else io.BytesIO(file.raw.read())
