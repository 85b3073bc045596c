"""The flat frame that the suites run on: a column a name, a value a row (docs/gate.md)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from expectations.anew import Found
from expectations.columns_conversations import conversation_columns
from expectations.columns_dataset import columns_of_each
from expectations.columns_vitals import vitals_columns
from expectations.typed import TypedRows
from wearable_coach.records import GatePlan, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.plan import RowSpec


TEXTS = ("question", "answer")
"""Columns of what is said: as large as all others together, and there only where a recipe has suites of its own."""


class GateColumns(Mapping[str, Sequence[Any]]):
    """The columns by name; whoever holds them gives one when it is asked for."""

    rows: int

    @abstractmethod
    def read(self, name: str, places: Sequence[int]) -> list[Any]:
        """Return what a column holds at some places."""

    def parts(self, names: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield columns a part of the rows at a time, each with the place of its first row."""
        yield 0, {name: self[name] for name in names}


class HeldColumns(GateColumns):
    """Columns in memory."""

    def __init__(self, held: Mapping[str, Sequence[Any]]) -> None:
        """Hold columns of one length, ``row_id`` among them."""
        self._held, self.rows = held, len(held["row_id"])

    def __getitem__(self, name: str) -> Sequence[Any]:
        """Return a column."""
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many columns there are."""
        return len(self._held)

    def read(self, name: str, places: Sequence[int]) -> list[Any]:
        """Return what a column holds at some places."""
        held = self._held[name]
        return [held[place] for place in places]


def columns_of_rows(
    right: TypedRows,
    plan: GatePlan,
    *,
    prompts: Mapping[str, str],
    found: Sequence[Found],
    ordered: Sequence[RowSpec] | None,
) -> dict[str, Sequence[Any]]:
    """Return the columns on what no other row decides.

    Args:
        right: The rows, of the right types.
        plan: What the gate is to find.
        prompts: System prompt by category.
        found: What was found of each row when it was judged anew.
        ordered: What each row was to be, where that is known.
    """
    return {
        **_of_rows(right.rows),
        **vitals_columns(right.whole, plan.hrmax_formula),
        **conversation_columns(right.rows, prompts, found=found, faults=right.faults),
        **columns_of_each(right.rows, ordered),
        **(_texts(right.rows) if plan.own_suites else {}),
    }


def _of_rows(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Return what each row says of itself."""
    names = ("row_id", "kind", "stratum", "person_id", "template_family", "claims", "attempt")
    return {name: [getattr(row, name) for row in rows] for name in names}


def _texts(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Return what is said in each conversation, all questions and all answers, a line between two."""
    return {
        name: ["\n".join(m.content for m in row.messages if m.role == role) for row in rows]
        for name, role in zip(TEXTS, ("user", "assistant"), strict=True)
    }
