"""The recipe of a dataset: how many of what, from where, split how. Its default is the plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    field_validator,
    model_serializer,
    model_validator,
)

from wearable_coach.dataset.source_mix import Share, SourceMix
from wearable_coach.errors import BadInput, RecipeUnmet
from wearable_coach.formulas import DEFAULT_FORMULA, HrmaxFormula
from wearable_coach.input_files import read_text
from wearable_coach.input_values import place_of, yaml_of
from wearable_coach.records import Kind, Record
from wearable_coach.sources.groups import product_floors
from wearable_coach.standards.table import table

_SLUG = r"^[a-z][a-z0-9_]*$"
MOST_ROWS = 10_000_000


class CategorySpec(Record):
    """One category of conversations."""

    name: str = Field(description="Name in the records, e.g. coaching", pattern=_SLUG)
    kind: Kind = Field(description="Which composer writes it")
    count: int = Field(description="Rows to accept, exactly", ge=0, le=MOST_ROWS)
    strata: dict[str, float] | None = Field(
        None, description="Weight of each stratum; empty takes the kind's own table"
    )
    system_prompt: str | None = Field(
        None, description="System prompt; empty takes the plan's, word for word", min_length=1
    )

    @field_validator("strata")
    @classmethod
    def _weights_are_usable(cls, strata: dict[str, float] | None) -> dict[str, float] | None:
        if strata is None:
            return None
        known = {name for rows in table("strata")["weights"].values() for name in rows}
        for name, weight in strata.items():
            if name not in known:
                message = f"stratum {name!r} is not known; known are {', '.join(sorted(known))}"
                raise ValueError(message)
            if not weight > 0:
                message = f"stratum {name!r} has weight {weight}; give a number above 0"
                raise ValueError(message)
        return strata or None

    def weights(self) -> dict[str, float]:
        """Return the weight of each stratum, in the table's order."""
        return dict(self.strata or table("strata")["weights"][self.kind])


class SplitShares(Record):
    """Shares of the splits; they add up to 1."""

    train: Share = Field(0.8, description="Share for training")
    valid: Share = Field(0.2, description="Share for validation")
    test: Share = Field(0.0, description="Share held out for testing")

    @model_validator(mode="after")
    def _add_up(self) -> SplitShares:
        total = self.train + self.valid + self.test
        if abs(total - 1) > 1e-9:  # noqa: PLR2004 - float noise
            message = f"train + valid + test is {total:g}; make them add up to 1"
            raise ValueError(message)
        return self

    def used(self) -> dict[str, float]:
        """Return the shares above zero, by split."""
        return {name: share for name, share in self.model_dump().items() if share > 0}


class StandardsOptions(Record):
    """Choices that the standards leave open."""

    hrmax_formula: HrmaxFormula = Field(
        DEFAULT_FORMULA, description="The one formula for maximal heart rate in this dataset"
    )


class Recipe(Record):
    """How to make a dataset. The default is the plan: 700 / 500 / 300, 80 / 20."""

    categories: tuple[CategorySpec, ...] = Field(
        (
            CategorySpec(name="health_interpretation", kind="health_interpretation", count=700),
            CategorySpec(name="exercise_recommendation", kind="exercise_recommendation", count=500),
            CategorySpec(name="coaching", kind="coaching", count=300),
        ),
        description="The categories, each with its exact number of rows",
        min_length=1,
    )
    stratum_floor: int = Field(
        4, description="Least rows of each stratum in each category", ge=0, le=MOST_ROWS
    )
    floors: dict[str, Share] = Field(
        default_factory=lambda: dict(product_floors()),
        description="Least share of rows of each group of people, of coaching rows of each group of questions",
    )
    split: SplitShares = Field(SplitShares(), description="Shares of train, valid and test")
    seed: int | None = Field(
        None, description="Same recipe and seed, same bytes; empty takes the date of the run", ge=0
    )
    standards: StandardsOptions = Field(
        StandardsOptions(), description="Choices that the standards leave open"
    )
    sources: SourceMix = Field(
        SourceMix(), description="Real exports to take vitals from, and their share"
    )
    own_suites: tuple[str, ...] = Field(
        (),
        description="Great Expectations suites of your own, as JSON files: the dataset must pass them too",
    )

    @model_serializer(mode="wrap")
    def _none_unsaid(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave out what is not there: a manifest without own suites is as it was before there were any."""
        written: dict[str, Any] = write(self)
        if not self.own_suites:
            written.pop("own_suites", None)
        return written

    @field_validator("floors")
    @classmethod
    def _groups_are_known(cls, floors: dict[str, float]) -> dict[str, float]:
        for name in floors:
            if name not in product_floors():
                message = (
                    f"group {name!r} is not known; known are {', '.join(sorted(product_floors()))}"
                )
                raise ValueError(message)
        return floors

    @model_validator(mode="after")
    def _can_be_met(self) -> Recipe:
        names = [c.name for c in self.categories]
        if len(set(names)) != len(names):
            message = f"category names repeat: {', '.join(names)}; give each its own"
            raise ValueError(message)
        if self.rows == 0:
            message = "count is 0 in every category; ask for at least one row"
            raise ValueError(message)
        for category in self.categories:
            needed = self.stratum_floor * len(category.weights())
            if category.count and needed > category.count:
                message = (
                    f"stratum_floor {self.stratum_floor} x {len(category.weights())} strata is {needed}, "
                    f"more than count {category.count} of {category.name}; lower the floor or raise the count"
                )
                raise ValueError(message)
        return self

    @property
    def rows(self) -> int:
        """Rows of all categories together."""
        return sum(c.count for c in self.categories)

    def scaled_to(self, rows: int) -> Recipe:
        """Return this recipe for `rows` rows: the same proportions, floors scaled down.

        Raises:
            RecipeUnmet: `rows` is below 1 or beyond the limit.
        """
        if not 1 <= rows <= MOST_ROWS:
            message = f"rows: got {rows}, need 1 to {MOST_ROWS:,}"
            raise RecipeUnmet(message)
        counts = apportion(rows, {c.name: float(c.count) for c in self.categories})
        data = self.model_dump()
        for category in data["categories"]:
            category["count"] = counts[category["name"]]
        roomiest = min(
            (counts[c.name] // len(c.weights()) for c in self.categories if counts[c.name]),
            default=0,
        )
        scaled = self.stratum_floor * rows // self.rows
        data["stratum_floor"] = min(scaled, roomiest)
        return Recipe.model_validate(data)


def apportion(total: int, weights: dict[str, float], *, floor: int = 0) -> dict[str, int]:
    """Share `total` out by weight, exactly: floors first, then largest remainders.

    Ties go to the earlier name, so the answer never depends on an order outside `weights`.
    """
    counts = dict.fromkeys(weights, min(floor, total // max(len(weights), 1)))
    spare = total - sum(counts.values())
    whole = sum(weights.values())
    if not whole:
        return counts
    quotas = {name: total * weight / whole for name, weight in weights.items()}
    wanted = {name: max(0.0, quotas[name] - counts[name]) for name in weights}
    scale = sum(wanted.values()) or 1.0
    exact = {name: spare * want / scale for name, want in wanted.items()}
    for name in weights:
        counts[name] += int(exact[name] + 1e-9)
    left = total - sum(counts.values())
    ranked = sorted(weights, key=lambda name: int(exact[name] + 1e-9) - exact[name])
    for name in ranked[:left]:
        counts[name] += 1
    return counts


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a YAML or JSON file.

    Raises:
        BadInput: it cannot be read, or a field is wrong; the message names field, value, remedy.
    """
    try:
        data = yaml_of(read_text(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"recipe: cannot read {path} ({reason}); give a YAML or JSON file"
        raise BadInput(message) from None
    except (ValueError, yaml.YAMLError) as error:
        message = f"recipe: {path} is not YAML or JSON{place_of(error)}; correct it there"
        raise BadInput(message) from None
    if not isinstance(data, dict):
        message = (
            f"recipe: {path} holds {type(data).__name__}, need fields such as categories and seed"
        )
        raise BadInput(message)
    return checked_recipe(data, name=str(path))


def checked_recipe(data: dict[str, Any], *, name: str = "recipe") -> Recipe:
    """Return the recipe of `data`.

    Raises:
        BadInput: a field is wrong; the message names the first one, its value and the remedy.
    """
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "recipe"
        shown = json.dumps(first.get("input"), ensure_ascii=False, default=str)
        reason = first["msg"].removeprefix("Value error, ")
        value = f" (got {shown})" if len(shown) < 80 else ""  # noqa: PLR2004 - one readable line
        more = f"; {error.error_count() - 1} more" if error.error_count() > 1 else ""
        message = f"{name}: {field}: {reason}{value}{more}"
        raise BadInput(message) from None
