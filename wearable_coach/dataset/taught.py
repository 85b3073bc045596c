"""By what a dataset was written, and so what its models know: read out of the recipe in its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from wearable_coach.dataset.recipe import SplitShares, StandardsOptions
from wearable_coach.errors import BadInput
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Kind
from wearable_coach.rendering.prompts import Prompts, prompts_of


class Taught(NamedTuple):
    """By what a dataset's rows were written, and so what its models know, as its recipe says."""

    hrmax_formula: HrmaxFormula
    prompts: Prompts
    shares: Mapping[str, float]
    """Of the splits, by which each has its question frames."""


def formula_in(manifest: Mapping[str, Any], version: str) -> HrmaxFormula:
    """Return the formula that the recipe in a manifest names; the default where it names none.

    Raises:
        BadInput: what it names is no formula that this version knows.
    """
    recipe = manifest.get("recipe") or {}
    try:
        return StandardsOptions.model_validate(recipe.get("standards") or {}).hrmax_formula
    except (ValidationError, AttributeError):
        message = f"dataset: the manifest of {version} names no formula for maximal heart rate that this version knows; give one with --hrmax-formula"
        raise BadInput(message) from None


def prompts_in(manifest: Mapping[str, Any], version: str) -> Prompts:
    """Return the system prompts that a dataset's rows begin with, as the recipe in its manifest says.

    Where several categories of a kind have prompts of their own, it is that of the most rows.

    Raises:
        BadInput: its categories are none that this version can read.
    """
    recipe = manifest.get("recipe") or {}
    try:
        categories = [_Prompted.model_validate(c) for c in recipe.get("categories") or ()]
        own: dict[Kind, str | None] = {}
        for category in sorted(categories, key=lambda c: -c.count):
            if category.count:
                own.setdefault(category.kind, category.system_prompt)
        return prompts_of(own)
    except (ValidationError, AttributeError, TypeError):
        message = f"dataset: the manifest of {version} has categories that this version cannot read; name another with --dataset"
        raise BadInput(message) from None


def shares_in(manifest: Mapping[str, Any], version: str) -> dict[str, float]:
    """Return the shares of the splits, as the recipe in a manifest says.

    Raises:
        BadInput: they are none that this version can read.
    """
    recipe = manifest.get("recipe") or {}
    try:
        return SplitShares.model_validate(recipe.get("split") or {}).used()
    except (ValidationError, AttributeError):
        message = f"dataset: the manifest of {version} has a split that this version cannot read; name another with --dataset"
        raise BadInput(message) from None


class _Prompted(BaseModel):
    """What a category says of its prompt; the rest of it may be of another version."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    kind: Kind
    count: int
    system_prompt: str | None = None
