"""Base models: what is known of them, where they are trained, and whether they are still offered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from wearable_coach.finetuning.own_tables import OwnTable
from wearable_coach.records import Record

TrainingRoute = Literal["pipeline", "serverless", "foundry"]
"""A machine of our own at Azure Machine Learning, its service paid by the token, or Foundry."""
_REGIONS = "regions"
OWN_TABLE = "wearable_coach/finetuning/models.yaml"


def _listed(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - what a file holds
    """Return the list that a table has under a name, in place of the name."""
    if not isinstance(value, str):
        return value
    lists = (info.context or {}).get(_REGIONS, {})
    if value not in lists:
        message = f"{value!r} is none of the table's lists of regions"
        raise ValueError(message)
    return lists[value]


class TrainingPlace(Record):
    """Where a base model can be trained, by which route and in which tier."""

    route: TrainingRoute
    model: str = Field(description="What the base model is called there")
    tier: str = Field("", description="Training type; empty where the route has but one")
    regions: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        (), description="Where; empty: wherever the workspace has the machine"
    )
    price: str = Field("", description="Row of the price table; empty: the machine is what is paid")


class ModelShape(Record):
    """What the memory of a training is reckoned from."""

    parameters: int = Field(description="Weights [count]", gt=0)
    layers: int = Field(description="Transformer layers [count]", gt=0)
    hidden: int = Field(description="Width of the residual stream [count]", gt=0)
    intermediate: int = Field(description="Width inside the gated MLP [count]", gt=0)
    keys: int = Field(description="Width of keys, and of values [count]", gt=0)
    vocabulary: int = Field(description="Tokens of the vocabulary [count]", gt=0)


class BaseModelRow(Record):
    """A row of the table of base models."""

    name: str
    context_tokens: int = Field(description="Longest row [tokens]", gt=0)
    retires: date | None = Field(None, description="From this day on nobody trains it any more")
    closed_to_new: date | None = Field(
        None, description="From this day on only those train it who had it before"
    )
    instead: tuple[str, ...] = Field((), description="What comes nearest, the nearest first")
    shape: ModelShape | None = Field(None, description="Its measures, where the pipeline trains it")
    trained: tuple[TrainingPlace, ...] = Field((), description="Where; empty: the table says not")
    source: str = Field(description="Where all that stands")
    as_of: date = Field(description="When that was read")

    def is_retired(self, today: date) -> bool:
        """Say whether the model is offered no more."""
        return self.retires is not None and today >= self.retires

    def is_open(self, today: date) -> bool:
        """Say whether somebody who never had it may train it."""
        closed = self.closed_to_new is not None and today >= self.closed_to_new
        return not closed and not self.is_retired(today)

    def places(self, route: TrainingRoute) -> tuple[TrainingPlace, ...]:
        """Return where a route trains it."""
        return tuple(place for place in self.trained if place.route == route)


def base_model_row(name: str, *, path: str = "") -> BaseModelRow | None:
    """Return what the table says of a model, or None where it has no row.

    Args:
        name: The model's name, without registry and version.
        path: A table of the user's own; the one of this package if empty.

    Raises:
        BadInput: the table cannot be read, or the row is not of the right form.
    """
    return _table(path).row(BaseModelRow, name)


def base_model_rows(*, path: str = "") -> tuple[BaseModelRow, ...]:
    """Return the whole table, in its order.

    Args:
        path: A table of the user's own; the one of this package if empty.

    Raises:
        BadInput: the table cannot be read, or a row is not of the right form.
    """
    return _table(path).rows(BaseModelRow)


def _table(path: str) -> OwnTable:
    return OwnTable(path, "models.yaml", "models", beside=_REGIONS)
