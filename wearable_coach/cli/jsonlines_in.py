"""Reading JSON lines from a file or standard input, with errors that name the line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from wearable_coach.errors import BadInput
from wearable_coach.input_files import lines_of, open_file
from wearable_coach.input_values import json_of


@contextmanager
def open_text(path: Path | None) -> Iterator[IO[bytes]]:
    """Open `path`, or standard input for None or ``-``.

    Raises:
        BadInput: the file cannot be read.
    """
    if path is None or str(path) == "-":
        if sys.stdin is None:
            message = "file: standard input is closed; give a file"
            raise BadInput(message)
        yield sys.stdin.buffer
        return
    try:
        handle = open_file(path)
    except OSError as error:
        message = f"file: cannot read {path} ({error.strerror}); give a readable file or - for standard input"
        raise BadInput(message) from None
    with handle:
        yield handle


def read_objects(
    lines: IO[bytes], *, name: str = "standard input"
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number from 1, object) for every line that is not blank.

    Raises:
        BadInput: a line is not UTF-8, not JSON, or not an object.
    """
    number = 0
    try:
        for number, raw in enumerate(lines_of(lines), start=1):
            if not raw.isspace():
                yield number, _object(raw, f"{name}, line {number}")
    except OSError as error:
        message = (
            f"{name}, line {number + 1}: cannot be read ({error.strerror}); write one object a line"
        )
        raise BadInput(message) from None


def _object(raw: bytes, where: str) -> dict[str, Any]:
    try:
        value = json_of(raw)
    except UnicodeDecodeError:
        message = f"{where}: not UTF-8; save the file as UTF-8"
        raise BadInput(message) from None
    except json.JSONDecodeError as error:
        message = (
            f"{where}: not JSON ({error.msg} at column {error.colno}); write one object a line"
        )
        raise BadInput(message) from None
    except ValueError as error:
        message = f"{where}: {error}; write one flat object a line"
        raise BadInput(message) from None
    if not isinstance(value, dict):
        message = f"{where}: got {type(value).__name__}, need an object in braces"
        raise BadInput(message)
    return value


def mapping(value: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    """Return the object under `key`; absent or null is empty.

    Raises:
        BadInput: it is not an object.
    """
    found = value.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        message = f"{where}: {key} is {type(found).__name__}, need an object such as {{}}"
        raise BadInput(message)
    return found
