"""Shards: equal parts of a plan, each with its share of every category, composed anywhere in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wearable_coach.dataset.batches import Accepted, collector_at_rest
from wearable_coach.dataset.plan import ROWS_A_SHARD, CategoryRows, RowPlan, RowSpec
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.dataset.rows import RowSettings, generate_row
from wearable_coach.records import Row


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


def compose_shard(plan: ShardPlan) -> Accepted:
    """Compose a shard's rows."""
    with collector_at_rest():
        composed = [generate_row(spec, plan.settings) for spec in specs_of(plan.rows, plan.shard)]
    return Accepted([c.row for c in composed], [r for c in composed for r in c.refused])


def compose_again(plan: ShardPlan, again: Mapping[str, Again]) -> tuple[Accepted, list[Row]]:
    """Compose some rows of a shard anew.

    Returns:
        The new rows in the shard's order with every attempt that was refused, and the rows in whose place they stand.
    """
    rows, before = [], []
    refused: list[RefusedRow] = []
    for row_id in sorted(again, key=lambda row_id: plan.shard.index_of(plan.rows, row_id)):
        spec, (attempt, reasons) = plan.rows.by_id(row_id), again[row_id]
        old = generate_row(spec, plan.settings, first_attempt=attempt).row
        refused.append(RefusedRow(row_id, attempt, tuple(map(Why, reasons)), old.messages))
        made = generate_row(spec, plan.settings, first_attempt=attempt + 1)
        refused.extend(made.refused)
        rows.append(made.row)
        before.append(old)
    return Accepted(rows, refused), before
