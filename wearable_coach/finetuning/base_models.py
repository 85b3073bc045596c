"""Base models: what is known of them, and whether they are still offered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.records import Record


class BaseModelRow(Record):
    """A row of the table of base models."""

    name: str
    context_tokens: int = Field(description="Longest row [tokens]", gt=0)
    retires: date | None = Field(None, description="From this day on it is not offered any more")
    source: str = Field(description="Where the date stands")
    as_of: date = Field(description="When that was read")

    def is_retired(self, today: date) -> bool:
        """Say whether the model is offered no more."""
        return self.retires is not None and today >= self.retires


def base_model_row(name: str, *, path: str = "") -> BaseModelRow | None:
    """Return what the table says of a model, or None where it has no row.

    Args:
        name: The model's name, without registry and version.
        path: A table of the user's own; the one of this package if empty.

    Raises:
        BadInput: the table cannot be read, or the row is not of the right form.
    """
    row = read_table(path, "models.yaml", "models").get(name)
    if row is None:
        return None
    try:
        return BaseModelRow.model_validate({"name": name, **row})
    except (ValidationError, TypeError) as error:
        raise BadInput(malformed(path or "models.yaml", name, error)) from None


def read_table(path: str, default: str, key: str) -> Mapping[str, Any]:
    """Return the rows of a table of this package, or of the user's file in its place.

    Raises:
        BadInput: the user's file cannot be read or has no such table.
    """
    own = files("wearable_coach.finetuning") / default
    try:
        text = Path(path).read_text(encoding="utf-8") if path else own.read_text(encoding="utf-8")
        rows = yaml.safe_load(text)[key]
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError) as error:
        told = str(error).splitlines()[0]
        message = f"{path or default}: no table of {key} ({told}); start from a copy of {default}"
        raise BadInput(message) from None
    if not isinstance(rows, Mapping):
        message = f"{path or default}: {key} is not a mapping; start from a copy of {default}"
        raise BadInput(message)
    return rows


def malformed(path: str, row: str, error: Exception) -> str:
    """Say in one line what is wrong with a row."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{path}, {row}: {'.'.join(map(str, first['loc']))}: {first['msg'].lower()}"
    return f"{path}, {row}: not a mapping of fields"
