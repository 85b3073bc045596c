"""Columns of the dataset suite: what each row is, and how it stands to the others and to the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from expectations.between import TRAIN, Read, Summed, TwinRow, columns_between
from expectations.columns_ordered import not_as_ordered
from expectations.keys import answer_text, row_keys
from wearable_coach.dataset.diversity import masked, near_twins
from wearable_coach.dataset.floors import group_counts
from wearable_coach.dataset.variety import sentence_counts
from wearable_coach.records import GatePlan, Row
from wearable_coach.standards.table import table

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec


def columns_of_each(
    rows: Sequence[Row], ordered: Sequence[RowSpec] | None = None
) -> dict[str, Sequence[Any]]:
    """Return the columns by name, a value a row, on what no other row decides.

    Args:
        rows: The rows, of the right types.
        ordered: What each row was to be, where that is known.
    """
    return {
        "row_id": [row.row_id for row in rows],
        "category": [row.category for row in rows],
        "category_stratum": [f"{row.category}/{row.stratum}" for row in rows],
        "split": [row.split for row in rows],
        "split_category": [f"{row.split}/{row.category}" for row in rows],
        "source": [row.source for row in rows],
        "not_as_ordered": not_as_ordered(rows, ordered),
    }


def dataset_columns(
    rows: Sequence[Row], plan: GatePlan, ordered: Sequence[RowSpec] | None = None
) -> dict[str, Sequence[Any]]:
    """Return all columns of the suite by name, a value a row; the arguments are those of the two that they are of."""
    return columns_of_each(rows, ordered) | columns_of_all(rows, plan, ordered)


def columns_of_all(
    rows: Sequence[Row], plan: GatePlan, ordered: Sequence[RowSpec] | None = None
) -> dict[str, Sequence[Any]]:
    """Return the columns by name, a value a row, on what all rows decide together.

    Args:
        rows: The rows, of the right types.
        plan: What the gate is to find.
        ordered: What each row was to be, where that is known.
    """
    summed = Summed(
        twins=_twins(rows, answer_text, plan.near_twin_jaccard),
        masked_twins=_twins(rows, _masked_answer, table("gate")["masked_twin_jaccard"]),
        sentences=sentence_counts([row for row in rows if row.category in plan.language]),
        groups=group_counts(rows) if plan.group_floors else {},
    )
    return dict(columns_between(row_keys(rows, ordered), plan, summed, _reading(rows)))


def _reading(rows: Sequence[Row]) -> Read:
    return lambda name, places: [getattr(rows[place], name) for place in places]


def _masked_answer(row: Row) -> str:
    return masked(answer_text(row))


def _twins(rows: Sequence[Row], text: Callable[[Row], str], least: float) -> list[TwinRow]:
    """Return the near twins that rows outside train have in it, by the rows' places."""
    held_out = [i for i, row in enumerate(rows) if row.split != TRAIN]
    train = [i for i, row in enumerate(rows) if row.split == TRAIN]
    found = near_twins([text(rows[i]) for i in held_out], [text(rows[i]) for i in train], least)
    return [TwinRow(held_out[t.valid_index], train[t.train_index], t.jaccard) for t in found]
