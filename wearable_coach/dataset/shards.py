"""Shards: equal parts of a plan, each with its share of every category, composed anywhere in any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.dataset.plan import CategoryRows, RowPlan, RowSpec

ROWS_A_SHARD = 10_000
"""Rows of a shard at most [count]; a recipe of no more is made as one part."""


class Shard(NamedTuple):
    """One part of a plan."""

    number: int
    """From 0."""
    of: int
    """How many parts there are."""

    def places(self, category: CategoryRows) -> range:
        """Return the places of a category that are its."""
        count = category.count
        return range(count * self.number // self.of, count * (self.number + 1) // self.of)


def shards_of(rows: int, *, rows_a_shard: int = ROWS_A_SHARD) -> list[Shard]:
    """Return the shards of so many rows."""
    of = -(-rows // rows_a_shard)
    return [Shard(number, of) for number in range(of)]


def specs_of(plan: RowPlan, shard: Shard) -> Iterator[RowSpec]:
    """Yield the specs of a shard's rows, categories one after another."""
    return (plan.of(c, place) for c in plan.categories for place in shard.places(c))


def only(plan: RowPlan, shard: Shard) -> RowPlan:
    """Return the plan with the real days of one shard alone: small enough to go to where it is composed."""
    cells = (c.cell_at(place) for c in plan.categories for place in shard.places(c))
    real = ((cell, number - cell.sampled) for cell, number in cells if number >= cell.sampled)
    return RowPlan(plan.seed, plan.categories, plan.given.only(real))
