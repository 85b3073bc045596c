"""The system prompts: the product's own, one a kind of conversation, and those of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import ClassVar

import yaml
from pydantic import Field, ValidationInfo, field_validator, model_serializer

from wearable_coach.records import Kind, OfFormula, Record


@cache
def system_prompts() -> dict[str, str]:
    """Return the plan's system prompts by kind, word for word."""
    text = (files("wearable_coach.rendering") / "prompts.yaml").read_text(encoding="utf-8")
    prompts: dict[str, str] = yaml.safe_load(text)
    return prompts


def system_prompt(kind: Kind) -> str:
    """Return the product's system prompt of a kind."""
    return system_prompts()[kind]


class Prompts(Record):
    """The system prompts that a dataset's rows begin with, and a model that learnt from them knows.

    Only what differs from the product's own is kept and written down; None stands for the product's.
    """

    health_interpretation: str | None = Field(None, min_length=1)
    exercise_recommendation: str | None = Field(None, min_length=1)
    coaching: str | None = Field(None, min_length=1)

    @field_validator("*")
    @classmethod
    def _product_s_unsaid(cls, prompt: str | None, of: ValidationInfo) -> str | None:
        return None if prompt == system_prompts()[str(of.field_name)] else prompt

    @model_serializer
    def own(self) -> dict[str, str]:
        """Return what differs from the product's own, by kind."""
        return {kind: prompt for kind, prompt in self if prompt is not None}

    def of(self, kind: Kind) -> str:
        """Return the system prompt of a kind, word for word."""
        own: str | None = getattr(self, kind)
        return system_prompt(kind) if own is None else own

    def all(self) -> tuple[str, ...]:
        """Return the system prompts of all kinds."""
        return tuple((system_prompts() | self.own()).values())


PRODUCT_PROMPTS = Prompts()
"""For the edges alone: a store without a dataset, no model, what was kept before prompts were named."""


def prompts_of(own: Mapping[Kind, str | None]) -> Prompts:
    """Return the prompts of a dataset, from those that its recipe has of its own."""
    return Prompts.model_validate(own)


class OfPrompts(OfFormula):
    """A record that is kept and rests on a formula and on prompts; the product's own are not written."""

    unsaid: ClassVar[Mapping[str, object]] = {**OfFormula.unsaid, "prompts": PRODUCT_PROMPTS}
    prompts: Prompts = Field(
        PRODUCT_PROMPTS, description="The system prompts of its dataset that are not the product's"
    )
