"""What a dataset card shows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import Field

from wearable_coach.dataset.refusals import RefusedRow
from wearable_coach.dataset.variety import SentenceCounts, Variety, varieties
from wearable_coach.records import GateReport, Record, Row, Vitals
from wearable_coach.reporting.row_counts import CountedRows, counts_of

MOST_DRAWN = 2_000
"""Rows of a version of many parts that pictures, people and samples are taken of [count]."""


class CardData(Record):
    """A dataset version, ready to be shown."""

    version: str
    rows: tuple[Row, ...]
    """All rows; of a version of many parts at most `MOST_DRAWN`, drawn evenly from all parts."""
    of_all: CountedRows | None = None
    """All rows, counted; None where `rows` are all."""
    sentences: dict[str, SentenceCounts] = Field(default_factory=dict)
    """The sentences of all rows by category, where `rows` are not all and they were counted."""
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
        return {
            category: of._replace(counts=self.sentences.get(category, of.counts))
            for category, of in varieties(self.rows).items()
        }

    @cached_property
    def counts(self) -> CountedRows:
        """All rows, counted."""
        return counts_of(self.rows) if self.of_all is None else self.of_all

    @property
    def drawn(self) -> int | None:
        """Of how many rows pictures, people and samples are taken [count]; None where they are of all."""
        return len(self.rows) if len(self.rows) < self.counts.rows else None
