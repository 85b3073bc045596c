"""Tables that a user may put a file of their own in the place of: prices, base models."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.records import Record

_Row = TypeVar("_Row", bound=Record)
_RULE = "rule"
"""The id that a table of this package carries, and a copy of it too."""


class OwnTable(NamedTuple):
    """A table, and where it is read from."""

    path: str
    """A file of the user's own; the one of this package if empty."""
    default: str
    """The file of this package."""
    key: str
    """Where the rows stand in the file."""
    beside: str = ""
    """What stands beside them, where something does: lists that rows name."""

    def row(self, kind: type[_Row], name: str) -> _Row | None:
        """Return a row by its name, or None where there is none.

        Args:
            kind: What the row is read as; its `name` is the row's.
            name: The row's name.

        Raises:
            BadInput: the table cannot be read, or the row is not of the right form.
        """
        found = self._read()
        return self._made(kind, name, found) if found[self.key].get(name) is not None else None

    def rows(self, kind: type[_Row]) -> tuple[_Row, ...]:
        """Return all rows, in the order of the file.

        Raises:
            BadInput: the table cannot be read, or a row is not of the right form.
        """
        found = self._read()
        return tuple(self._made(kind, str(name), found) for name in found[self.key])

    def _made(self, kind: type[_Row], name: str, tables: Mapping[str, Any]) -> _Row:
        lists = {self.beside: tables.get(self.beside) or {}} if self.beside else {}
        try:
            return kind.model_validate({"name": name, **tables[self.key][name]}, context=lists)
        except (ValidationError, TypeError) as error:
            raise BadInput(_malformed(self.path or self.default, name, error)) from None

    def _read(self) -> Mapping[str, Any]:
        return _tables(self.path, self.default, self.key, self.beside)


def _tables(path: str, default: str, key: str, beside: str) -> Mapping[str, Any]:
    """Return a file of this package, or the user's in its place, with the rows under `key`.

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
    known = [key, *([beside] if beside else []), _RULE]
    if unknown := [str(name) for name in tables if name not in known]:
        message = f"{path}: {unknown[0]} is not known; known are {', '.join(known[:-1])} and {_RULE}, start from a copy of {default}"
        raise BadInput(message)
    for part in known[:-1]:
        if not isinstance(tables.get(part, {}), Mapping):
            message = f"{path or default}: {part} is not a mapping; start from a copy of {default}"
            raise BadInput(message)
    return tables


def _malformed(path: str, row: str, error: Exception) -> str:
    """Say in one line what is wrong with a row."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{path}, {row}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}"
    return f"{path}, {row}: not a mapping of fields"
