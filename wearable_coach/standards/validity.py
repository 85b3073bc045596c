"""Is an input possible? Type, range and cross-field checks, each with its code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import PAST_MEANS, PastDays, Profile, Vitals
from wearable_coach.standards.activity import stride_m
from wearable_coach.standards.body import implied_height_m
from wearable_coach.standards.fields import (
    ProfileNumber,
    VitalField,
    profile_numbers,
    vital_rows,
)
from wearable_coach.standards.heart_rate import max_heart_rate_bpm
from wearable_coach.standards.numbers import exact
from wearable_coach.standards.past_days import baseline_days, most_days_ago
from wearable_coach.standards.table import table

PAST = "past"


class Validity(NamedTuple):
    """Codes of what is impossible (`reject`) and of what is missing or unusual (`warnings`)."""

    reject: tuple[str, ...]
    warnings: tuple[str, ...]
    profile: Profile | None = None
    vitals: Vitals | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing is impossible."""
        return not self.reject


def check_inputs(
    profile: Mapping[str, Any], vitals: Mapping[str, Any], *, hrmax_formula: HrmaxFormula | None
) -> Validity:
    """Check raw inputs, as read from JSON.

    Args:
        profile: The profile's fields; what is missing is unknown.
        vitals: The nine readings by name; None or absent is missing.
        hrmax_formula: What tells a heart rate far above the maximal one. None where no formula is
            known yet, as of an import: then nothing is said of it. It never rejects.

    Returns:
        The codes, and the typed records when nothing is rejected. Field checks come first;
        cross-field checks run only when no field is rejected.
    """
    reject: list[str] = []
    warnings: list[str] = []
    reject += [f"unknown:{name}" for name in vitals if name not in vital_rows()]
    for field in vital_rows().values():
        _check_field(field, vitals.get(field.name), reject, warnings)
    checked = _check_profile(profile, reject)
    if reject or checked is None:
        return Validity(tuple(reject), tuple(warnings))
    readings = Vitals.model_validate(dict(vitals))
    _check_across(checked, readings, reject, warnings)
    _check_hr_ceiling(checked, readings, hrmax_formula, warnings)
    if reject:
        return Validity(tuple(reject), tuple(warnings))
    return Validity((), tuple(warnings), checked, readings)


def check_records(
    profile: Profile, vitals: Vitals, *, hrmax_formula: HrmaxFormula | None
) -> Validity:
    """Check typed records, as `check_inputs` checks raw ones."""
    reject: list[str] = []
    warnings: list[str] = []
    for field in vital_rows().values():
        _check_field(field, getattr(vitals, field.name), reject, warnings)
    numbers = profile_numbers().values()
    found = (_profile_number(number, getattr(profile, number.name)) for number in numbers)
    reject += filter(None, found)
    reject += _check_past(profile.past, profile.baseline_rhr)
    if not reject:
        _check_across(profile, vitals, reject, warnings)
        _check_hr_ceiling(profile, vitals, hrmax_formula, warnings)
    return Validity(tuple(reject), tuple(warnings), profile, vitals)


def _check_field(field: VitalField, value: object, reject: list[str], warnings: list[str]) -> None:
    if value is None:
        warnings.append(f"missing:{field.name}")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        reject.append(f"type:{field.name}")
    elif isinstance(value, float) and not math.isfinite(value):
        reject.append(f"nan:{field.name}")
    elif field.is_whole and isinstance(value, float) and not value.is_integer():
        reject.append(f"type:{field.name}")
    elif not field.impossible[0] <= value <= field.impossible[1]:
        reject.append(f"range:{field.name}")
    elif not field.unusual[0] <= value <= field.unusual[1]:
        warnings.append(f"unusual:{field.name}")


def _check_profile(profile: Mapping[str, Any], reject: list[str]) -> Profile | None:
    bad = [
        code
        for field in profile_numbers().values()
        if (code := _profile_number(field, profile.get(field.name)))
    ]
    bad += _check_past(profile.get(PAST), profile.get("baseline_rhr"))
    reject += bad
    if bad:
        return None
    try:
        return Profile.model_validate(profile)
    except ValidationError as error:
        names = dict.fromkeys(str(e["loc"][0]) for e in error.errors())
        reject += [f"type:{n}" if n in Profile.model_fields else f"unknown:{n}" for n in names]
        return None


def _profile_number(field: ProfileNumber, value: object) -> str | None:
    kind = _fault(value, field.impossible, is_whole=field.is_whole)
    return f"{kind}:{field.name}" if kind else None


def _fault(value: object, bounds: tuple[float, float], *, is_whole: bool) -> str | None:
    """Return why a number is none that a field may hold; None where it may, or is missing."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "type"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan"
    if is_whole and isinstance(value, float) and not value.is_integer():
        return "type"
    low, high = bounds
    return None if low <= value <= high else "range"


def _check_past(past: object, baseline: object) -> list[str]:
    """Return the codes of what the days before cannot have been. Source: STD-PAST-001, STD-HR-030."""
    if past is None:
        return []
    held = past.__dict__ if isinstance(past, PastDays) else past
    if not isinstance(held, Mapping):
        return [f"type:{PAST}"]
    found = [f"unknown:{PAST}.{name}" for name in held if name not in PastDays.model_fields]
    days = _fault(held.get("baseline_days"), (baseline_days(), most_days_ago()), is_whole=True)
    if days is None and held.get("baseline_days") is not None and baseline is None:
        days = "no_baseline"
    found += [f"{days}:{PAST}.baseline_days"] if days else []
    for name in PAST_MEANS:
        row = vital_rows()[name]
        kind = _fault(held.get(name), row.impossible, is_whole=row.is_whole)
        found += [f"{kind}:{PAST}.{name}"] if kind else []
    return found


def _check_across(p: Profile, v: Vitals, reject: list[str], warnings: list[str]) -> None:
    across = table("vitals")["cross_field"]
    _check_hr_order(p, v, reject, warnings)
    _check_height(p, v, across, reject, warnings)
    _check_movement(v, across, reject, warnings)
    _check_effort(v, across, warnings)


def _check_hr_order(p: Profile, v: Vitals, reject: list[str], warnings: list[str]) -> None:
    if v.heart_rate is None or v.resting_heart_rate is None:
        return
    if v.heart_rate < v.resting_heart_rate:
        (reject if p.hr_context == "exercise" else warnings).append("hr_below_rhr")


def _check_height(
    p: Profile, v: Vitals, across: dict[str, Any], reject: list[str], warnings: list[str]
) -> None:
    if v.weight is None or v.bmi is None:
        return
    weight, bmi = exact(v.weight), exact(v.bmi)
    height = implied_height_m(weight_kg=weight, bmi_kg_m2=bmi)
    row = across["implied_height_m"]
    _band_check("implied_height", height, row, reject, warnings)
    if p.height_cm is not None:
        stated_m = exact(p.height_cm) / 100
        if abs(weight / stated_m**2 - bmi) > exact(across["bmi_from_height"]["tolerance_kg_m2"]):
            reject.append("bmi_weight_height_mismatch")


def _check_movement(
    v: Vitals, across: dict[str, Any], reject: list[str], warnings: list[str]
) -> None:
    if v.steps is None or v.distance_km is None:
        return
    stride = stride_m(steps=v.steps, distance_km=exact(v.distance_km))
    lone = across["distance_without_steps"]
    if stride is not None:
        _band_check("stride", stride, across["stride_m"], reject, warnings)
    if v.steps < lone["below_steps"] and v.distance_km > lone["above_km"]:
        warnings.append("distance_without_steps")


def _check_effort(v: Vitals, across: dict[str, Any], warnings: list[str]) -> None:
    row = across["kcal_per_kg_km"]
    if v.active_calories is None or v.weight is None or v.distance_km is None:
        return
    if v.distance_km >= row["from_km"]:
        ratio = v.active_calories / (exact(v.weight) * exact(v.distance_km))
        low, high = (exact(x) for x in row["unusual"])
        if not low <= ratio <= high:
            warnings.append("unusual:kcal_per_kg_km")


def _check_hr_ceiling(
    p: Profile, v: Vitals, formula: HrmaxFormula | None, warnings: list[str]
) -> None:
    if formula is not None and is_far_above_hrmax(p, v, hrmax_formula=formula):
        warnings.append("hr_far_above_hrmax")


def is_far_above_hrmax(p: Profile, v: Vitals, *, hrmax_formula: HrmaxFormula) -> bool:
    """Say whether a heart rate in exercise lies far above the maximal one. Source: STD-VIT-008."""
    if p.hr_context != "exercise" or p.age is None or v.heart_rate is None:
        return False
    above = v.heart_rate - max_heart_rate_bpm(age_years=p.age, formula=hrmax_formula)
    return bool(above > table("vitals")["cross_field"]["hr_far_above_hrmax"]["above_bpm"])


def _band_check(
    code: str, value: Decimal, row: dict[str, Any], reject: list[str], warnings: list[str]
) -> None:
    low, high = (exact(x) for x in row["impossible"])
    if not low <= value <= high:
        reject.append(code)
        return
    low, high = (exact(x) for x in row["unusual"])
    if not low <= value <= high:
        warnings.append(f"unusual:{code}")
