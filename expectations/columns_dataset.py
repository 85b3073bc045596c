"""Columns of the dataset suite: what each row is, and how it stands to the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wearable_coach.dataset.diversity import masked, near_twins
from wearable_coach.records import Row

_TRAIN = "train"


def dataset_columns(rows: Sequence[Row], *, near_twin_jaccard: float) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row.

    Args:
        rows: The rows.
        near_twin_jaccard: Similarity from which two answers are near twins [0, 1].
    """
    answers = [answer_text(row) for row in rows]
    return {
        "row_id": [row.row_id for row in rows],
        "category": [row.category for row in rows],
        "category_stratum": [f"{row.category}/{row.stratum}" for row in rows],
        "split": [row.split for row in rows],
        "split_category": [f"{row.split}/{row.category}" for row in rows],
        "source": [row.source for row in rows],
        "is_distinct": _is_first([tuple(m.content for m in row.messages) for row in rows]),
        "masked_answer": _numbered([masked(a) for a in answers]),
        "has_no_twin": _has_no_twin(rows, answers, near_twin_jaccard),
        "person_in_one_split": _in_one_split(rows, lambda row: row.person_id),
        "family_in_one_split": _in_one_split(rows, lambda row: row.template_family),
    }


def answer_text(row: Row) -> str:
    """Return all answers of a conversation as one text."""
    return "\n".join(m.content for m in row.messages if m.role == "assistant")


def _is_first(conversations: Sequence[object]) -> list[bool]:
    seen: set[object] = set()
    first = []
    for conversation in conversations:
        first.append(conversation not in seen)
        seen.add(conversation)
    return first


def _numbered(texts: Sequence[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(text, len(numbers)) for text in texts]


def _has_no_twin(rows: Sequence[Row], answers: Sequence[str], least: float) -> list[bool | None]:
    """Say of each row outside train whether train holds no near twin; None for train's own."""
    held_out = [i for i, row in enumerate(rows) if row.split != _TRAIN]
    train = [answers[i] for i, row in enumerate(rows) if row.split == _TRAIN]
    twins = near_twins([answers[i] for i in held_out], train, least)
    found: list[bool | None] = [None] * len(rows)
    for i in held_out:
        found[i] = True
    for twin in twins:
        found[held_out[twin.valid_index]] = False
    return found


def _in_one_split(rows: Sequence[Row], of: Callable[[Row], str]) -> list[bool]:
    splits: dict[str, set[str]] = {}
    for row in rows:
        splits.setdefault(of(row), set()).add(row.split)
    return [len(splits[of(row)]) == 1 for row in rows]
