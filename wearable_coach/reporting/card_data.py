"""What a dataset card shows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import Field

from wearable_coach.dataset.refusals import RefusedRow
from wearable_coach.dataset.variety import Variety, varieties
from wearable_coach.records import GateReport, Record, Row, Vitals


class CardData(Record):
    """A dataset version, ready to be shown."""

    version: str
    rows: tuple[Row, ...]
    report: GateReport
    recipe: dict[str, Any]
    seed: int
    real_vitals: tuple[Vitals, ...] = ()
    """The real days as imported, before anything was completed."""
    rejects: dict[str, int] = Field(default_factory=dict)
    """Reason → how often."""
    refused: tuple[RefusedRow, ...] = ()
    """Some of the attempts that were not accepted."""

    @cached_property
    def diversity(self) -> dict[str, Variety]:
        """How varied each category's language is: measured once for all pages."""
        return varieties(self.rows)
