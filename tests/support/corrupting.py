"""Corrupting a dataset: every corruption in a row of its own, all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from expectations.typed import typed
from tests.support.corruptions import Corruption, corruptions
from wearable_coach.dataset import batches
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.records import GateReport, Row
from wearable_coach.sources import RealDay


class Corrupted(NamedTuple):
    """A dataset with one corruption in each of some rows."""

    rows: list[Row]
    done: Mapping[int, Corruption]
    """Place of the row → what was done to it."""


def composed(
    recipe: Recipe, seed: int, days: Sequence[RealDay] = ()
) -> tuple[list[Row], DatasetPlan]:
    """Return a good dataset of a recipe and its plan."""
    plan = batches.make_plan(recipe, seed, days)
    made = batches.settle(plan, [batches.generate_batch(b) for b in plan.batches()])
    return list(made.rows), plan


def corrupted(rows: Sequence[Row]) -> Corrupted:
    """Return the rows with every corruption done to the first row that it fits."""
    done: dict[int, Corruption] = {}
    for corruption in corruptions():
        place = next(
            i
            for i, row in enumerate(rows)
            if i not in done and row.kind == corruption.of and corruption.needs(row)
        )
        done[place] = corruption
    bad = [done[i].change(row) if i in done else row for i, row in enumerate(rows)]
    return Corrupted(bad, done)


def codes_by_place(report: GateReport, rows: Sequence[Row]) -> list[set[str]]:
    """Return the codes that name each row."""
    named: dict[str, set[str]] = {}
    for result in report.results:
        for row_id in result.failing_row_ids if result.severity == "critical" else ():
            named.setdefault(row_id, set()).add(result.code)
    return [named.get(row.row_id, set()) for row in typed(rows).rows]
