"""Columns of the vitals suite: nine readings, and what is checked across them; of any type, none crashes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Row
from wearable_coach.standards.fields import profile_numbers, whole_numbers
from wearable_coach.standards.heart_rate import max_heart_rate_bpm
from wearable_coach.standards.table import table

_FLOAT_NOISE_DIGITS = 9
"""A decimal bound is allowed; its float must not fail for the sixteenth digit."""
_SHOWN_CHARACTERS = 40


class _Day(NamedTuple):
    """A row's numbers, whatever lay in their places: what is no finite number is None."""

    context: object
    numbers: dict[str, float | None]

    def number(self, name: str) -> float | None:
        return self.numbers.get(name)


def vitals_columns(rows: Sequence[Row], hrmax_formula: HrmaxFormula) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row; a reading that is missing or no number is NaN."""
    days = [_day(row) for row in rows]
    columns: dict[str, list[Any]] = {"row_id": [row.row_id for row in rows]}
    for name in (*VITAL_FIELDS, *profile_numbers()):
        columns[name] = [_or_nan(day.number(name)) for day in days]
    columns["hr_context"] = [day.context if isinstance(day.context, str) else None for day in days]
    columns["mistyped"] = [_mistyped(row) for row in rows]
    columns |= {name: [measured(day) for day in days] for name, measured in _ACROSS.items()}
    columns["bpm_above_hrmax"] = [_above_hrmax(day, hrmax_formula) for day in days]
    return columns


def _day(row: Row) -> _Day:
    vitals, profile = row.vitals, row.profile
    numbers = {name: _number(getattr(vitals, name, None)) for name in VITAL_FIELDS}
    numbers |= {name: _number(getattr(profile, name, None)) for name in profile_numbers()}
    return _Day(getattr(profile, "hr_context", None), numbers)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _or_nan(number: float | None) -> float:
    return math.nan if number is None else number


def _mistyped(row: Row) -> str | None:
    """Return what of a row's numbers has another type than its field's; None where all are right."""
    told = [
        f"{name} {_shown(value)} is {_type_name(value)}"
        for record, names in ((row.vitals, VITAL_FIELDS), (row.profile, tuple(profile_numbers())))
        for name in names
        if not _has_its_type(name, value := getattr(record, name, None))
    ]
    return "; ".join(told) or None


def _has_its_type(name: str, value: object) -> bool:
    if value is None:
        return True
    if type(value) is not int and (name in whole_numbers() or type(value) is not float):
        return False
    return _number(value) is not None


def _shown(value: object) -> str:
    if isinstance(value, int) and _number(value) is None and not isinstance(value, bool):
        return f"of {value.bit_length()} bits"  # Python writes no decimal of that many digits
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def _type_name(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return type(value).__name__
    if _number(value) is None:
        return "no finite number"
    return "written as a decimal" if float(value).is_integer() else "no whole number"


def _below_resting(day: _Day) -> float:
    current, resting = day.number("heart_rate"), day.number("resting_heart_rate")
    return 0.0 if current is None or resting is None else max(0.0, resting - current)


def _exercise_below_resting(day: _Day) -> float:
    return _below_resting(day) if day.context == "exercise" else 0.0


def _other_below_resting(day: _Day) -> float:
    return 0.0 if day.context == "exercise" else _below_resting(day)


def _bmi_off(day: _Day) -> float:
    """Return how far a stated BMI is from that of weight and stated height [kg/m²]; 0 where one lacks."""
    weight, bmi, height = day.number("weight"), day.number("bmi"), day.number("height_cm")
    if weight is None or bmi is None or not height:
        return 0.0
    return round(abs(weight / (height / 100) ** 2 - bmi), _FLOAT_NOISE_DIGITS)


def _distance_without_steps(day: _Day) -> float:
    """Return the distance of a day that has too few steps to tell a stride by [km]; else 0."""
    steps, distance = day.number("steps"), day.number("distance_km")
    below: int = table("vitals")["cross_field"]["distance_without_steps"]["below_steps"]
    return 0.0 if steps is None or distance is None or steps >= below else distance


def _above_hrmax(day: _Day, formula: HrmaxFormula) -> float:
    """Return how far a heart rate in exercise lies above the maximal one [bpm]; 0 where it does not."""
    current, age = day.number("heart_rate"), day.number("age")
    if day.context != "exercise" or current is None or age is None:
        return 0.0
    return max(0.0, current - float(max_heart_rate_bpm(age_years=int(age), formula=formula)))


_ACROSS: dict[str, Callable[[_Day], float]] = {
    "exercise_bpm_below_resting": _exercise_below_resting,
    "other_bpm_below_resting": _other_below_resting,
    "bmi_off_kg_m2": _bmi_off,
    "distance_without_steps_km": _distance_without_steps,
}
"""What is measured across a row's readings; 0 where nothing is wrong, so that shares go over all rows."""
