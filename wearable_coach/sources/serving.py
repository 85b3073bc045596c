"""Which strata a real day can serve without altering a value that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

from wearable_coach.day import Day, day_of
from wearable_coach.errors import RecipeUnmet
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.completion import complete_day, fitted_wish
from wearable_coach.sources.real_days import RealDay
from wearable_coach.sources.strata import PRIORITY, STRATA, belongs, missing_vitals
from wearable_coach.sources.wishes import wish
from wearable_coach.standards.fields import contradictions
from wearable_coach.standards.table import table

_GAPS = ("no_vitals", "fields_missing", "age_missing", "baseline_missing")
_BY_BODY = ("bmi_underweight", "bmi_pre_obese", "bmi_obese_1", "bmi_obese_2", "bmi_obese_3")
_ITS_OWN_SUBJECT = frozenset({"unusual:resting_heart_rate", "unusual:oxygen_saturation"})
"""Unusual readings that a stratum is about; a day with any other serves only contradictions."""


def real_day_index(days: Sequence[RealDay], *, hrmax_formula: HrmaxFormula) -> dict[str, list[int]]:
    """Return, by stratum, the indices of the days that can serve it, in order.

    The reading that defines a stratum must be real: a night is short because it was measured so,
    never because a sampled value says so. BMI may come from its bin. Days with fewer than the
    table's least real readings serve nothing, nor do days with unusual readings, except those that
    a stratum is about. Symptoms and conditions must be the person's own.
    """
    index: dict[str, list[int]] = {stratum: [] for stratum in STRATA}
    for place, day in enumerate(days):
        for stratum in _strata_of(day, hrmax_formula):
            if fitted_wish(day, wish(stratum)) is None:
                continue
            if _completes(day, stratum, hrmax_formula):
                index[stratum].append(place)
    return index


def _completes(day: RealDay, stratum: str, hrmax_formula: HrmaxFormula) -> bool:
    """Say whether lone values leave room for the rest; a trial, since many bounds meet there."""
    vitals, energy_alone = day.vitals, day.vitals.active_calories is not None
    energy_alone &= None in (vitals.weight, vitals.distance_km, vitals.steps)
    body_alone = vitals.bmi is None and (vitals.weight, day.profile.height_cm) != (None, None)
    if not energy_alone and not body_alone:
        return True
    try:
        complete_day(
            day,
            Random(day.person_key),
            stratum=stratum,
            kind="coaching",
            hrmax_formula=hrmax_formula,
        )
    except RecipeUnmet:
        return False
    return True


def _strata_of(real: RealDay, hrmax_formula: HrmaxFormula) -> Iterator[str]:
    lacking = len(missing_vitals(real.vitals))
    if len(VITAL_FIELDS) - lacking < _rows()["least_real_vitals"]:
        return
    day = day_of(real.profile, real.vitals, hrmax_formula=hrmax_formula)
    finding = None if _unusual(day) else _finding(day)
    if finding is None:
        return
    gaps = _gaps(day, finding, lacking)
    if _has_energy_alone(real):
        yield from (gap for gap in gaps if gap == "fields_missing")
        return
    yield from gaps
    if finding == "normal":
        yield from ("normal", *(_BY_BODY if real.vitals.bmi is None and real.bmi_range else ()))
    else:
        yield finding


def _has_energy_alone(day: RealDay) -> bool:
    """Say whether energy is known but no movement: nothing sampled could be sure to agree with it."""
    v = day.vitals
    return v.active_calories is not None and v.steps is None and v.distance_km is None


@cache
def _rows() -> dict[str, Any]:
    rows: dict[str, Any] = table("population")["imports"]["completion"]
    return rows


def _unusual(day: Day) -> bool:
    known = _ITS_OWN_SUBJECT | contradictions().keys()
    return any(w.startswith("unusual:") and w not in known for w in day.warnings)


def _finding(day: Day) -> str | None:
    """Return the first stratum that the day's own values show; None: symptoms of no stratum."""
    for stratum in PRIORITY[:-1]:
        if stratum not in _GAPS and belongs(stratum, day):
            return stratum
    return None if day.profile.symptoms else "normal"


def _gaps(day: Day, finding: str, lacking: int) -> Iterator[str]:
    """Yield the strata of missing data that the finding does not outrank."""
    has_gap = {
        "fields_missing": 1 <= lacking <= _rows()["most_missing_left"],
        "age_missing": day.profile.age is None,
        "baseline_missing": day.profile.baseline_rhr is None,
    }
    rank = PRIORITY.index(finding)
    yield from (name for name, gap in has_gap.items() if gap and PRIORITY.index(name) < rank)
