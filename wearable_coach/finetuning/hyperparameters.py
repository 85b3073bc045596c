"""The five values of the plan, and what a trainer really uses of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.records import Record

Value = int | float | str | None
"""A hyperparameter, or a word for what a trainer does besides; None where it is not known."""


class Hyperparameters(Record):
    """LoRA fine-tuning as the plan sets it: 3 epochs, batch 4, 2e-4, rank 16, alpha 32."""

    epochs: int = Field(3, description="Passes over the training rows", ge=1, le=100)
    batch_size: int = Field(4, description="Rows a step", ge=1, le=512)
    learning_rate: float = Field(2e-4, description="Peak learning rate", gt=0, le=0.1)
    lora_rank: int = Field(16, description="Rank of the LoRA matrices", ge=1, le=512)
    lora_alpha: int = Field(
        32, description="Scale of the LoRA update, over the rank", ge=1, le=2048
    )

    def differences(self, effective: Mapping[str, Value]) -> dict[str, tuple[Value, Value]]:
        """Return requested and effective value of each field that a trainer will not honour.

        Args:
            effective: What the trainer will use, by field; None where that is not known.
        """
        asked = self.model_dump()
        return {
            name: (value, effective.get(name))
            for name, value in asked.items()
            if effective.get(name) != value
        }


def checked_hyperparameters(values: Mapping[str, Any]) -> Hyperparameters:
    """Return hyperparameters out of what a person gave; fields that are None take the plan's value.

    Raises:
        BadInput: a value is out of range or not a number; the message names field, value and bound.
    """
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return Hyperparameters.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        message = f"{field}: got {first['input']!r}, {first['msg'].lower()}; the plan's value is {_plan(field)}"
        raise BadInput(message) from None


def _plan(field: str) -> object:
    known = Hyperparameters.model_fields.get(field)
    return known.default if known else f"one of {', '.join(Hyperparameters.model_fields)}"
