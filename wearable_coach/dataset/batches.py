"""Batches of rows, and the settling of what came out of them.

These are plain classes, not tuples or models, so that a scheduler passes them on without looking
into every row.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from wearable_coach.dataset.own_suites import read_own_suites
from wearable_coach.dataset.plan import ROWS_A_SHARD, RowPlan, RowSpec, gate_plan, plan_rows
from wearable_coach.dataset.read_ahead import have_sentences
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.dataset.rows import RowSettings, generate_row
from wearable_coach.process_pool import ProcessPool, Tell
from wearable_coach.records import GatePlan, Row
from wearable_coach.rendering.prompts import system_prompt
from wearable_coach.sources import RealDay

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_ROWS_A_BATCH = 250
_MOST_BATCHES_A_CATEGORY = 32
_ROWS_WORTH_A_PROCESS = 4000


class Batch:
    """Some rows of one category, to be composed anywhere."""

    __slots__ = ("category", "number", "settings", "specs")

    def __init__(
        self, category: str, number: int, specs: Sequence[RowSpec], settings: RowSettings
    ) -> None:
        """Hold the specs of one task."""
        self.category, self.number = category, number
        self.specs, self.settings = tuple(specs), settings

    @property
    def label(self) -> str:
        """A name for people: ``coaching 1``."""
        return f"{self.category} {self.number + 1}"


class Accepted:
    """Rows that the verifier accepted, and every attempt that was refused."""

    __slots__ = ("refused", "rows")

    def __init__(self, rows: Sequence[Row], refused: Sequence[RefusedRow]) -> None:
        """Hold the rows in the order of their specs."""
        self.rows, self.refused = tuple(rows), tuple(refused)


class DatasetPlan:
    """All rows of a recipe, what they share, and what the gate is to find."""

    __slots__ = ("gate", "rows", "settings", "specs")

    def __init__(self, rows: RowPlan, settings: RowSettings, gate: GatePlan) -> None:
        """Hold a plan; the specs of one shard's rows at most are held, of more each is made where it is asked for."""
        self.rows, self.settings, self.gate = rows, settings, gate
        self.specs: Sequence[RowSpec] = tuple(rows) if len(rows) <= ROWS_A_SHARD else rows

    def batches(self) -> list[Batch]:
        """Return the plan's rows in batches, a category's own ones after another."""
        by_category: dict[str, list[RowSpec]] = {}
        for spec in self.specs:
            by_category.setdefault(spec.category, []).append(spec)
        return [
            Batch(category, number, specs[start : start + size], self.settings)
            for category, specs in by_category.items()
            for size in [max(_LEAST_ROWS_A_BATCH, -(-len(specs) // _MOST_BATCHES_A_CATEGORY))]
            for number, start in enumerate(range(0, len(specs), size))
        ]


def make_plan(recipe: Recipe, seed: int, days: Sequence[RealDay]) -> DatasetPlan:
    """Plan a recipe's rows.

    Raises:
        RecipeUnmet: the real days cannot give the share asked for.
        BadInput: a suite of the recipe's own cannot be read.
    """
    rows = plan_rows(recipe, seed=seed, real_days=days)
    settings = RowSettings(seed, prompts_by_category(recipe), recipe.standards.hrmax_formula)
    own = read_own_suites(recipe.own_suites)
    return DatasetPlan(rows, settings, gate_plan(recipe, rows, own))


def prompts_by_category(recipe: Recipe) -> dict[str, str]:
    """Return the system prompt of each category: the recipe's own, else the product's for its kind."""
    return {c.name: c.system_prompt or system_prompt(c.kind) for c in recipe.categories}


def generate_batch(batch: Batch) -> Accepted:
    """Compose every row of a batch."""
    with collector_at_rest():
        have_sentences(len(batch.specs))
        composed = [generate_row(spec, batch.settings) for spec in batch.specs]
    return Accepted([c.row for c in composed], [r for c in composed for r in c.refused])


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Rows hold no cycles, so looking for them costs time and frees nothing.

    What a batch leaves, rows and sentences read, stays for the run; frozen, no later collection goes
    through it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()


class Workers:
    """Where batches run: in this process, or in a pool of `count` processes."""

    def __init__(self, count: int, pool: ProcessPool | None) -> None:
        """Use `workers()` instead."""
        self.count, self._pool = count, pool

    def generate(self, batch: Batch) -> Accepted:
        """Compose a batch, waiting for it.

        Raises:
            WorkersLost: the pool's processes are killed again and again.
            WorkEnded: the pool was closed meanwhile.
        """
        if self._pool is None:
            return generate_batch(batch)
        return self._pool.run(generate_batch, batch)


@contextmanager
def workers(count: int, *, tell: Tell = lambda _text: None) -> Iterator[Workers]:
    """Open `count` workers; one needs no further process.

    Args:
        count: How many.
        tell: Told when one was killed and the pool is built anew.
    """
    if count == 1:
        yield Workers(1, None)
        return
    with ProcessPool(count, tell=tell) as pool:
        yield Workers(count, pool)


def sensible_workers(rows: int, cpus: int) -> int:
    """Return how many workers pay off for `rows`."""
    return max(1, min(cpus, rows // _ROWS_WORTH_A_PROCESS))


def settle(plan: DatasetPlan, batches: Iterable[Accepted]) -> Accepted:
    """Put batches together in the plan's order, composing repeated conversations anew."""
    parts = list(batches)
    by_id = {row.row_id: row for part in parts for row in part.rows}
    rows = [by_id[spec.row_id] for spec in plan.specs]
    refused = [r for part in parts for r in part.refused]
    seen: set[bytes] = set()
    for i, spec in enumerate(plan.specs):
        while (key := conversation_key(rows[i])) in seen:
            rows[i] = _again(rows[i], spec, plan, ("DST-UNIQUE",), refused)
        seen.add(key)
    return Accepted(rows, refused)


def refill(
    plan: DatasetPlan, accepted: Accepted, quarantined: dict[str, tuple[str, ...]]
) -> Accepted:
    """Compose quarantined rows anew; the rest stays as it is."""
    refused = list(accepted.refused)
    rows = [
        _again(row, spec, plan, quarantined[row.row_id], refused)
        if row.row_id in quarantined
        else row
        for row, spec in zip(accepted.rows, plan.specs, strict=True)
    ]
    return settle(plan, [Accepted(rows, refused)])


def conversation_key(row: Row) -> bytes:
    """Return what two equal conversations have in common."""
    digest = sha256()
    for message in row.messages:
        digest.update(message.content.encode() + b"\0")
    return digest.digest()


def _again(
    row: Row, spec: RowSpec, plan: DatasetPlan, failed: tuple[str, ...], refused: list[RefusedRow]
) -> Row:
    reasons = tuple(Why(code) for code in failed)
    refused.append(RefusedRow(row.row_id, row.attempt, reasons, row.messages))
    composed = generate_row(spec, plan.settings, first_attempt=row.attempt + 1)
    refused.extend(composed.refused)
    return composed.row
