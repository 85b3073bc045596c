"""Step classes and weekly activity (Tudor-Locke, WHO 2020)."""

from __future__ import annotations

from decimal import Decimal

from wearable_coach.standards.numbers import bands
from wearable_coach.standards.table import table


def step_class(steps: int) -> str:
    """Return the class of a day's steps. Source: STD-STEP-001 (Tudor-Locke & Bassett 2004)."""
    return bands("activity", "steps").name_of(steps)


def stride_m(*, steps: int, distance_km: Decimal) -> Decimal | None:
    """Return distance per step [m], unrounded; None below the table's least steps.

    Source: STD-VIT-004.
    """
    if steps < table("vitals")["cross_field"]["stride_m"]["from_steps"]:
        return None
    return distance_km * 1000 / steps


def moderate_equivalent_min(*, moderate_min: int, vigorous_min: int) -> int:
    """Return weekly minutes as moderate minutes (a vigorous one counts as two) [min].

    Source: STD-WHO-001 (WHO 2020).
    """
    factor: int = table("activity")["who_2020"]["adult"]["vigorous_counts_as"]
    return moderate_min + factor * vigorous_min
