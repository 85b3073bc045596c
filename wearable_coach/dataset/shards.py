"""Shards: equal parts of a plan, each with its share of every category, composed anywhere in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from wearable_coach.dataset.plan import ROWS_A_SHARD, CategoryRows, RowPlan, RowSpec
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.dataset.rows import Composed, RowSettings, generate_row


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

    def rows(self, plan: RowPlan) -> int:
        """Return how many rows it holds."""
        return sum(len(self.places(category)) for category in plan.categories)

    def first(self, plan: RowPlan) -> int:
        """Return how many rows the shards before it hold."""
        return sum(self.places(category).start for category in plan.categories)

    def index_of(self, plan: RowPlan, row_id: str) -> int:
        """Return which of its rows one is, from 0.

        Raises:
            KeyError: it is none of them.
        """
        spec, before = plan.by_id(row_id), 0
        for category in plan.categories:
            places = self.places(category)
            if category.name == spec.category:
                if spec.place not in places:
                    break
                return before + spec.place - places.start
            before += len(places)
        raise KeyError(row_id)

    def row_id(self, plan: RowPlan, index: int) -> str:
        """Return the id of one of its rows, by which one it is."""
        for category in plan.categories:
            places = self.places(category)
            if index < len(places):
                return category.row_id(places[index])
            index -= len(places)
        raise IndexError(index)

    def holding(self, plan: RowPlan, row_id: str) -> Shard:
        """Return the shard of as many that holds a row."""
        spec = plan.by_id(row_id)
        count = next(c.count for c in plan.categories if c.name == spec.category)
        return self._replace(number=((spec.place + 1) * self.of - 1) // count)


def shards_of(rows: int, *, rows_a_shard: int = ROWS_A_SHARD) -> list[Shard]:
    """Return the shards of so many rows."""
    of = -(-rows // rows_a_shard)
    return [Shard(number, of) for number in range(of)]


def specs_of(plan: RowPlan, shard: Shard) -> Iterator[RowSpec]:
    """Yield the specs of a shard's rows, categories one after another."""
    return (plan.of(c, place) for c in plan.categories for place in shard.places(c))


def only(plan: RowPlan, shard: Shard) -> RowPlan:
    """Return the plan with the real days of one shard alone: small enough to go to where it is composed."""
    if not plan.given.places:
        return plan
    cells = (c.cell_at(place) for c in plan.categories for place in shard.places(c))
    real = ((cell, number - cell.sampled) for cell, number in cells if number >= cell.sampled)
    return RowPlan(plan.seed, plan.categories, plan.given.only(real))


class Again(NamedTuple):
    """A row that is to be composed anew."""

    attempt: int
    """The attempt that was not taken."""
    reasons: tuple[str, ...]
    """Codes of the gate."""


class ShardPlan(NamedTuple):
    """What one shard is composed by, wherever that is."""

    rows: RowPlan
    settings: RowSettings
    shard: Shard


def compose_shard(plan: ShardPlan) -> Iterator[Composed]:
    """Compose a shard's rows, each when it is asked for."""
    return (generate_row(spec, plan.settings) for spec in specs_of(plan.rows, plan.shard))


def compose_again(plan: ShardPlan, again: Mapping[str, Again]) -> Iterator[Composed]:
    """Compose some rows of a shard anew, in the shard's order; the attempts that were not taken come with them."""
    for row_id in in_order(plan, again):
        spec, (attempt, reasons) = plan.rows.by_id(row_id), again[row_id]
        before = generate_row(spec, plan.settings, first_attempt=attempt).row
        not_taken = RefusedRow(row_id, attempt, tuple(map(Why, reasons)), before.messages)
        made = generate_row(spec, plan.settings, first_attempt=attempt + 1)
        yield made._replace(refused=(not_taken, *made.refused))


def in_order(plan: ShardPlan, row_ids: Iterable[str]) -> list[str]:
    """Return some rows of a shard in the shard's order."""
    return sorted(row_ids, key=lambda row_id: plan.shard.index_of(plan.rows, row_id))
