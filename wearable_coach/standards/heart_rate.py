"""Maximal heart rate, resting heart rate, and its change against the own baseline."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.standards.numbers import bands, half_up
from wearable_coach.standards.table import table


@cache
def _line(formula: str) -> tuple[Decimal, Decimal]:
    row = table("heart_rate")["hrmax"]["formulas"][formula]
    return Decimal(row["intercept"]), Decimal(row["slope"])


@cache
def max_heart_rate_bpm(*, age_years: int, formula: HrmaxFormula) -> Decimal:
    """Predict maximal heart rate from age.

    Args:
        age_years: Completed years. The sample of Tanaka's formula was aged 18-81.
        formula: The one formula of a dataset; formulas are never mixed.

    Returns:
        Heart rate [beats/min], unrounded.

    Source:
        STD-HR-001: Tanaka et al. (2001), doi:10.1016/S0735-1097(00)01054-8.
    """
    return _formula_bpm(table("heart_rate")["hrmax"]["selectable"][formula], age_years)


def _formula_bpm(name: str, age_years: int) -> Decimal:
    intercept, slope = _line(name)
    return intercept - slope * age_years


@cache
def max_heart_rate_by_formula_bpm(*, age_years: int, sex: str | None) -> dict[str, int | None]:
    """Return every formula's estimate, rounded half up [beats/min], for comparison only."""
    rows = table("heart_rate")["hrmax"]["formulas"]
    return {
        name: half_up(_formula_bpm(name, age_years)) if row.get("sex", sex) == sex else None
        for name, row in rows.items()
    }


def resting_class(resting_bpm: int) -> str:
    """Return the class of a resting heart rate [beats/min]. Source: STD-HR-020 (policy)."""
    return bands("heart_rate", "resting").name_of(resting_bpm)


def is_as_usual(delta_bpm: int) -> bool:
    """Say whether a resting heart rate is neither raised nor lower than one's own [bpm from the baseline].

    Source: STD-HR-030; from how much below it is called lower is ours.
    """
    delta = table("heart_rate")["delta"]
    return change_class(delta_bpm) == "none" and delta_bpm > -delta["lower_from_bpm"]


def change_class(delta_bpm: int | None) -> str:
    """Return the class of a change against the own baseline [beats/min], or ``unknown``.

    Source:
        STD-HR-030: read against one's own baseline (Buchheit 2014); +10 is the practical rule.
    """
    return "unknown" if delta_bpm is None else bands("heart_rate", "delta").name_of(delta_bpm)
