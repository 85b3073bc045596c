"""Columns of the vitals suite: nine readings, and what is checked across them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import VITAL_FIELDS, Profile, Row, Vitals
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table
from wearable_coach.standards.validity import is_far_above_hrmax

_FLOAT_NOISE = 1e-9


def vitals_columns(rows: Sequence[Row], hrmax_formula: HrmaxFormula) -> dict[str, list[Any]]:
    """Return the columns by name, a value a row; a missing reading is NaN."""
    columns: dict[str, list[Any]] = {"row_id": [row.row_id for row in rows]}
    for name in VITAL_FIELDS:
        columns[name] = [_number(getattr(row.vitals, name)) for row in rows]
    columns["types_ok"] = [_types_ok(row.vitals) for row in rows]
    pairs = [(row.profile, row.vitals) for row in rows]
    columns["exercise_hr_ok"] = [p.hr_context != "exercise" or _hr_in_order(v) for p, v in pairs]
    columns["other_hr_ok"] = [p.hr_context == "exercise" or _hr_in_order(v) for p, v in pairs]
    columns["height_matches"] = [_height_matches(p, v) for p, v in pairs]
    columns["distance_has_steps"] = [_distance_has_steps(v) for _, v in pairs]
    columns["below_hr_ceiling"] = [
        not is_far_above_hrmax(p, v, hrmax_formula=hrmax_formula) for p, v in pairs
    ]
    return columns


def _number(value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else math.nan  # type: ignore[arg-type]


def _types_ok(vitals: Vitals) -> bool:
    for field in vital_rows().values():
        value = getattr(vitals, field.name)
        if value is None:
            continue
        if type(value) is not int and (field.is_whole or type(value) is not float):
            return False
        if not math.isfinite(value):
            return False
    return True


def _hr_in_order(vitals: Vitals) -> bool:
    current, resting = vitals.heart_rate, vitals.resting_heart_rate
    return current is None or resting is None or current >= resting


def _height_matches(profile: Profile, vitals: Vitals) -> bool:
    weight, bmi, height = vitals.weight, vitals.bmi, profile.height_cm
    if weight is None or bmi is None or height is None:
        return True
    tolerance: float = table("vitals")["cross_field"]["bmi_from_height"]["tolerance_kg_m2"]
    return abs(weight / (height / 100) ** 2 - bmi) <= tolerance + _FLOAT_NOISE


def _distance_has_steps(vitals: Vitals) -> bool:
    lone = table("vitals")["cross_field"]["distance_without_steps"]
    if vitals.steps is None or vitals.distance_km is None:
        return True
    return bool(vitals.steps >= lone["below_steps"] or vitals.distance_km <= lone["above_km"])
