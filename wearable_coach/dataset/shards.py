"""Shards: equal parts of a plan, each with its share of every category, composed anywhere in any order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wearable_coach.dataset.batches import Accepted, collector_at_rest, conversation_key
from wearable_coach.dataset.plan import ROWS_A_SHARD, CategoryRows, RowPlan, RowSpec
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.dataset.rows import Composed, RowSettings, generate_row
from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import Row

_MOST_REPEATS = 100
"""How often a row is composed anew because it says what another of its shard says [count]."""


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
    """Compose a shard's rows, no conversation and no opening question of them twice.

    Raises:
        RecipeUnmet: a stratum has no further question that differs; the message says how many it had.
    """
    seen = _Seen()
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    with collector_at_rest():
        for spec in specs_of(plan.rows, plan.shard):
            made = generate_row(spec, plan.settings)
            for _ in range(_MOST_REPEATS):
                refused.extend(made.refused)
                reasons = seen.before(made.row)
                if not reasons:
                    break
                made = _composed_again(spec, plan.settings, made.row, reasons, refused)
            else:
                raise RecipeUnmet(_used_up(spec, rows, plan.shard))
            rows.append(made.row)
    return Accepted(rows, refused)


def compose_again(plan: ShardPlan, again: Mapping[str, Again]) -> tuple[Accepted, list[Row]]:
    """Compose some rows of a shard anew.

    Returns:
        The new rows in the shard's order with every attempt that was refused, and the rows in whose place they stand.
    """
    rows, before = [], []
    refused: list[RefusedRow] = []
    for spec in specs_of(plan.rows, plan.shard):
        if spec.row_id in again:
            attempt, reasons = again[spec.row_id]
            old = generate_row(spec, plan.settings, first_attempt=attempt).row
            made = _composed_again(spec, plan.settings, old, reasons, refused)
            refused.extend(made.refused)
            rows.append(made.row)
            before.append(old)
    return Accepted(rows, refused), before


def _composed_again(
    spec: RowSpec,
    settings: RowSettings,
    row: Row,
    reasons: Sequence[str],
    refused: list[RefusedRow],
) -> Composed:
    refused.append(RefusedRow(row.row_id, row.attempt, tuple(map(Why, reasons)), row.messages))
    return generate_row(spec, settings, first_attempt=row.attempt + 1)


class _Seen:
    """What the rows of a shard have said so far."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._conversations: set[bytes] = set()
        self._questions: set[str] = set()

    def before(self, row: Row) -> tuple[str, ...]:
        """Return the codes of what a row says that another said before; what is new is noted."""
        conversation = conversation_key(row)
        question = "".join(next(m.content for m in row.messages if m.role == "user").split())
        if conversation in self._conversations:
            return ("DST-DISTINCT",)
        if question in self._questions:
            return ("DST-QUESTION-TWICE",)
        self._conversations.add(conversation)
        self._questions.add(question)
        return ()


def _used_up(spec: RowSpec, rows: Sequence[Row], shard: Shard) -> str:
    """Say how many rows of a stratum differ, and what to ask for instead."""
    same = [r for r in rows if (r.category, r.stratum) == (spec.category, spec.stratum)]
    return (
        f"stratum {spec.stratum} of {spec.category}: some {len(same) * shard.of:,} rows of it differ in their first question, "
        f"and more are asked for; ask for fewer --rows, or lower its weight in the recipe's strata"
    )
