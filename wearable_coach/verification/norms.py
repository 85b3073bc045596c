"""The printed edges of the standards: which ranges and thresholds a text may state, and for which class."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wearable_coach.standards.fields import class_tables
from wearable_coach.standards.numbers import bands, exact
from wearable_coach.standards.table import table


class Band(NamedTuple):
    """A class and its edges, half-open; None is no edge."""

    name: str
    low: Decimal | None
    high: Decimal | None


_STEP = {
    "bmi": "0.1",
    "resting_heart_rate": "1",
    "oxygen_saturation": "1",
    "steps": "1",
    "rhr_delta": "1",
}


_WHOLE_PCT = Decimal(100)
_TABLE = class_tables() | {"rhr_delta": ("heart_rate", "delta")}


RULES = {
    "bmi": "STD-BMI-001",
    "resting_heart_rate": "STD-HR-020",
    "baseline_rhr": "STD-HR-030",
    "oxygen_saturation": "STD-OXY-001",
    "steps": "STD-STEP-001",
    "rhr_delta": "STD-HR-030",
    "sleep_hr": "STD-SLP-001",
    "pct_hrr": "STD-INT-001",
    "pct_hrmax": "STD-INT-001",
    "rpe": "STD-INT-001",
    "mets": "STD-INT-001",
    "intensity": "STD-INT-001",
}


@cache
def norm_bands(field: str) -> tuple[Band, ...]:
    """Return the classes of a field with their edges."""
    if field in _TABLE:
        made = bands(*_TABLE[field])
        edges = (None, *made.edges, None)
        return tuple(Band(n, edges[k], edges[k + 1]) for k, n in enumerate(made.names))
    column = {"pct_hrr": "hrr_pct", "pct_hrmax": "hrmax_pct", "mets": "mets"}.get(field)
    if column:
        rows = table("intensity")["classes"]
        return tuple(
            Band(r["class"], *(None if x is None else exact(x) for x in r[column])) for r in rows
        )
    return ()


@cache
def ranges(field: str) -> dict[tuple[Decimal, Decimal], frozenset[str]]:
    """Return the ranges that may be printed for a field, each with the classes it may stand for."""
    if field == "sleep_hr":
        return _sleep_ranges()
    if field == "rpe":
        rows = table("intensity")["classes"]
        return {
            (Decimal(r["rpe"][0]), Decimal(r["rpe"][1])): frozenset({r["class"]})
            for r in rows
            if r["rpe"][0] is not None
        }
    found: dict[tuple[Decimal, Decimal], frozenset[str]] = {}
    step = Decimal(_STEP.get(field, "1"))
    resting = table("heart_rate")["resting"]["also_printed_from_one_below"]
    loose = resting if field == "resting_heart_rate" else ()
    for band in norm_bands(field):
        if band.low is not None and band.high is None and field == "oxygen_saturation":
            found[band.low, _WHOLE_PCT] = frozenset({band.name})  # a share ends there
        if band.low is None or band.high is None:
            continue
        for low in (band.low, band.low - step) if band.name in loose else (band.low,):
            for high in (band.high, band.high - step):
                found[low, high] = frozenset({band.name})
    if field == "mets":
        found |= {
            (b.low, b.high - Decimal("0.1")): frozenset({b.name})
            for b in norm_bands(field)
            if b.low is not None and b.high is not None
        }
    return found


def _sleep_ranges() -> dict[tuple[Decimal, Decimal], frozenset[str]]:
    row = table("sleep")
    found = {
        (Decimal(low), Decimal(high)): frozenset({"recommended"})
        for low, high in row["recommended_h"].values()
    }
    short = Decimal(row["very_short_below_h"]), Decimal(row["recommended_h"]["adult"][0])
    return {**found, short: frozenset({"short"})}


@cache
def thresholds(field: str) -> dict[tuple[str, Decimal], frozenset[str]]:
    """Return the (comparator, number) pairs that may be printed, each with its classes.

    Comparators are ge, gt, le, lt; "10 이상" and "10 초과" are different claims.
    """
    if field == "sleep_hr":
        return _sleep_thresholds()
    found: dict[tuple[str, Decimal], set[str]] = {}
    step = Decimal(_STEP.get(field, "1"))
    whole = field in {"resting_heart_rate", "oxygen_saturation", "steps", "rhr_delta"}
    for band in norm_bands(field):
        if band.low is not None:
            found.setdefault(("ge", band.low), set()).add(band.name)
            if whole:
                found.setdefault(("gt", band.low - step), set()).add(band.name)
        if band.high is not None:
            found.setdefault(("lt", band.high), set()).add(band.name)
            found.setdefault(("le", band.high - step), set()).add(band.name)
    return {k: frozenset(v) for k, v in found.items()}


def _sleep_thresholds() -> dict[tuple[str, Decimal], frozenset[str]]:
    row = table("sleep")
    cut = Decimal(row["very_short_below_h"])
    found = {("lt", cut): {"very_short"}, ("ge", cut): {"short"}}
    for low, high in row["recommended_h"].values():
        found[("ge", Decimal(low))] = {"recommended"}
        found[("lt", Decimal(low))] = {"short", "very_short"}
        found[("le", Decimal(high))] = {"recommended"}
        found[("gt", Decimal(high))] = {"long"}
    return {k: frozenset(v) for k, v in found.items()}


def holds(op: str, value: Decimal, edge: Decimal) -> bool:
    """Say whether `value` op `edge`."""
    return {"ge": value >= edge, "gt": value > edge, "le": value <= edge, "lt": value < edge}[op]
