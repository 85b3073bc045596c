"""What a refresh made."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.records import GateReport
from wearable_coach.store.datasets import Published


class Refreshed(NamedTuple):
    """What a refresh made."""

    published: Published
    report: GateReport
    rows: int
    counts: dict[str, dict[str, int]]
    """Category → split → rows."""
    refused: int
    rejected_days: int
    real_rows: int
    is_latest: bool = True
    """Whether it is the one that is taken by default now."""
