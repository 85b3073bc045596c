"""ACSM intensity classes."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from wearable_coach.standards.levels import cap_of
from wearable_coach.standards.numbers import Bands
from wearable_coach.standards.table import table


@cache
def intensity_classes() -> dict[str, dict[str, Any]]:
    """Return the table's rows by class."""
    return {row["class"]: row for row in table("intensity")["classes"]}


@cache
def hrr_bands() -> Bands:
    """Return the classes by share of the heart-rate reserve [%HRR], half-open."""
    return _bands("hrr_pct")


@cache
def hrmax_bands() -> Bands:
    """Return the classes by share of the maximal heart rate [%HRmax], half-open."""
    return _bands("hrmax_pct")


def _bands(column: str) -> Bands:
    rows = table("intensity")["classes"]
    return Bands(
        [
            {
                "class": r["class"],
                "from": r[column][0],
                "to": r[column][1],
                "label_ko": r["label_ko"],
            }
            for r in rows
        ]
    )


def class_of_pct_hrr(pct_hrr: Decimal) -> str:
    """Return the class of an unrounded share of the reserve [%HRR].

    Source:
        STD-INT-001: ACSM GETP; Garber et al. (2011).
    """
    return hrr_bands().name_of(pct_hrr)


@cache
def shown_hrr_pct(name: str) -> tuple[int, int]:
    """Return the ends of a class as they are printed [%HRR]: [40, 60) is 40 to 59.

    Raises:
        KeyError: there is no such class, or none with two ends.
    """
    low, high = intensity_classes()[name]["hrr_pct"]
    if low is None or high is None:
        raise KeyError(name)
    return low, high - 1


@cache
def lower_cap(first: str, second: str) -> str:
    """Return the lower of two intensity caps (none, light, moderate, vigorous)."""
    return min(first, second, key=cap_of)
