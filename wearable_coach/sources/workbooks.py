"""Tables that are no text: a worksheet of a workbook, a Parquet file, a table in a zip archive."""

from __future__ import annotations

import importlib
import io
import warnings
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


def binary_table(
    file: Opened, path: Path, said: Callable[[str], None]
) -> tuple[list[str], Rows] | None:
    """Return header and rows of a table that is no text; None where it is one.

    Args:
        file: The open file.
        path: Where it lies, for messages.
        said: Is told what was left aside.

    Raises:
        BadInput: it cannot be read, or not without a library that is not installed.
    """
    if file.head.startswith(_PARQUET):
        table = _needed("pyarrow.parquet", "a Parquet file")
        rows = _whole(path, lambda: _parquet(table, file))
    elif file.head.startswith(_ZIP):
        rows = _whole(path, lambda: _worksheet(file, said))
    else:
        return None
    _, header = next(rows, (0, []))
    if not header:
        message = f"file: {file.name} is empty; give a file with a header and rows"
        raise BadInput(message)
    return header, rows


def _whole(path: Path, begin: Callable[[], Rows]) -> Rows:
    """Yield rows; whatever a library says of a damaged file is one line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and the like
            rows = begin()
        yield from rows
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 - the libraries' own errors, of many kinds
        message = (
            f"file: cannot read {path} (damaged: {type(error).__name__}); give a readable file"
        )
        raise BadInput(message) from None


def _worksheet(file: Opened, said: Callable[[str], None]) -> Rows:
    source = _seekable(file)
    names = zipfile.ZipFile(source).namelist()
    if "xl/workbook.xml" not in names:
        message = f"file: {file.name} is an archive of no known export ({', '.join(sorted(names)[:4])}); unpack it and give its table"
        raise BadInput(message)
    source.seek(0)
    library = _needed("openpyxl", "a workbook (.xlsx)")
    sheets = library.load_workbook(source, read_only=True, data_only=True).worksheets
    if len(sheets) > 1:
        others = ", ".join(sheet.title for sheet in sheets[1:])
        said(f"{file.name}: of its worksheets {sheets[0].title} is read, left aside {others}")
    return (
        (line, [text_of(cell) for cell in row])
        for line, row in enumerate(sheets[0].iter_rows(values_only=True), start=1)
        if any(cell is not None for cell in row)
    )


def _parquet(parquet: Any, file: Opened) -> Rows:  # noqa: ANN401 - untyped
    table = parquet.ParquetFile(_seekable(file))
    yield 1, list(table.schema_arrow.names)
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
