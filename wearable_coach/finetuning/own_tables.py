"""Tables that a user may put a file of their own in the place of: prices, base models."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.records import Record

_Row = TypeVar("_Row", bound=Record)
_RULE = "rule"
"""The id that a table of this package carries, and a copy of it too."""


def read_row(kind: type[_Row], name: str, *, path: str, default: str, key: str) -> _Row | None:
    """Return a row of a table by its name, or None where there is none.

    Args:
        kind: What the row is read as; its `name` is the row's.
        name: The row's name.
        path: A file of the user's own; the one of this package if empty.
        default: The file of this package.
        key: Where the rows stand in the file.

    Raises:
        BadInput: the table cannot be read, or the row is not of the right form.
    """
    row = _table(path, default, key).get(name)
    if row is None:
        return None
    try:
        return kind.model_validate({"name": name, **row})
    except (ValidationError, TypeError) as error:
        raise BadInput(_malformed(path or default, name, error)) from None


def _table(path: str, default: str, key: str) -> Mapping[str, Any]:
    """Return the rows of a table of this package, or of the user's file in its place.

    Raises:
        BadInput: the user's file cannot be read or has no such table.
    """
    own = files("wearable_coach.finetuning") / default
    try:
        text = read_text(Path(path)) if path else own.read_text(encoding="utf-8")
        tables = yaml_of(text)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); start from a copy of {default}"
        raise BadInput(message) from None
    except (ValueError, yaml.YAMLError) as error:
        message = f"{path}: is not YAML{place_of(error)}; start from a copy of {default}"
        raise BadInput(message) from None
    if not isinstance(tables, Mapping) or key not in tables:
        message = f"{path}: has no table of {key}; start from a copy of {default}"
        raise BadInput(message)
    if unknown := [str(name) for name in tables if name not in {key, _RULE}]:
        message = f"{path}: {unknown[0]} is not known; known are {key} and {_RULE}, start from a copy of {default}"
        raise BadInput(message)
    rows = tables[key]
    if not isinstance(rows, Mapping):
        message = f"{path or default}: {key} is not a mapping; start from a copy of {default}"
        raise BadInput(message)
    return rows


def _malformed(path: str, row: str, error: Exception) -> str:
    """Say in one line what is wrong with a row."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{path}, {row}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}"
    return f"{path}, {row}: not a mapping of fields"
