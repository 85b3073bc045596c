"""Base models: what is known of them, and whether they are still offered."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from wearable_coach.finetuning.own_tables import read_row
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
    return read_row(BaseModelRow, name, path=path, default="models.yaml", key="models")
