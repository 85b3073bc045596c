"""The suite of the vitals: what is impossible stops a row, what is unusual in many rows is told.

Source:
    standards/tables/vitals.yaml (STD-VIT-001 to STD-VIT-008). Missing readings are allowed.
"""

from __future__ import annotations

from typing import Any

from expectations.check import Check
from wearable_coach.standards.fields import vital_rows
from wearable_coach.standards.table import table

_BETWEEN = "ExpectColumnValuesToBeBetween"
_QUOTIENT = "ExpectColumnQuotientToBeBetween"
_NOTE = {"impossible": ("possible", "가능한 값"), "unusual": ("usual", "흔한 값")}
_QUOTIENTS: dict[str, dict[str, Any]] = {
    "implied_height_m": {"column_list": ["weight", "bmi"], "scale": 1.0, "power": 0.5},
    "stride_m": {"column_list": ["distance_km", "steps"], "scale": 1000.0, "power": 1.0},
    "kcal_per_kg_km": {"column_list": ["active_calories", "weight", "distance_km"]},
}
_GUARDS = {"stride_m": ("steps", "from_steps"), "kcal_per_kg_km": ("distance_km", "from_km")}
_WORDS = {
    "implied_height_m": ("Height implied by weight and BMI", "체중과 BMI로 본 키", "m"),
    "stride_m": ("Stride from distance and steps", "거리와 걸음수로 본 보폭", "m"),
    "kcal_per_kg_km": (
        "Active energy a kilogram and kilometre",
        "체중·거리당 활동 칼로리",
        "kcal/kg/km",
    ),
}


def checks() -> list[Check]:
    """Return the checks of the vitals, in the order of the table."""
    return [_types(), *_ranges(), *_quotients(), *_across()]


def _types() -> Check:
    vitals = table("vitals")
    return Check(
        code="VIT-TYPE",
        rule=vitals["rule"],
        source=vitals["source"],
        severity="critical",
        en="Every reading and every number of the profile is a finite number of its type, or missing",
        ko="모든 측정값과 프로필의 수는 정해진 자료형의 유한한 수이거나 비어 있어요",
        expected="int or finite float, or none",
        kind="ExpectColumnValuesToBeNull",
        arguments={"column": "mistyped"},
    )


def _ranges() -> list[Check]:
    found = []
    vitals = table("vitals")
    for name, field in vital_rows().items():
        for band, (low, high) in (("impossible", field.impossible), ("unusual", field.unusual)):
            word_en, word_ko = _NOTE[band]
            label = name.replace("_", " ")
            found.append(
                Check(
                    code=f"VIT-{name.upper()}-{'RANGE' if band == 'impossible' else 'UNUSUAL'}",
                    rule=vitals["rule"],
                    source=vitals["source"],
                    severity=_severity(band),
                    en=f"{label} is a {word_en} value ({low:,}–{high:,} {field.unit_en}){_share_en(band)}",
                    ko=f"{field.label_ko}: {word_ko} ({low:,}~{high:,} {field.unit}){_share_ko(band)}",
                    expected=f"{low:,}–{high:,} {field.unit}",
                    kind=_BETWEEN,
                    arguments={
                        "column": name,
                        "min_value": low,
                        "max_value": high,
                        **_mostly(band),
                    },
                )
            )
    return found


def _quotients() -> list[Check]:
    found = []
    source = table("vitals")["source"]
    for name, columns in _QUOTIENTS.items():
        row = table("vitals")["cross_field"][name]
        en, ko, unit = _WORDS[name]
        guard, key = _GUARDS.get(name, (None, None))
        for band in ("impossible", "unusual"):
            if band not in row:
                continue
            low, high = row[band]
            word_en, word_ko = _NOTE[band]
            found.append(
                Check(
                    code=f"VIT-{name.upper()}-{'RANGE' if band == 'impossible' else 'UNUSUAL'}",
                    rule=row["rule"],
                    source=source,
                    severity=_severity(band),
                    en=f"{en} is a {word_en} value ({low}–{high} {unit}){_share_en(band)}",
                    ko=f"{ko}: {word_ko} ({low}~{high} {unit}){_share_ko(band)}",
                    expected=f"{low}–{high} {unit}",
                    kind=_QUOTIENT,
                    arguments={
                        "scale": 1.0,
                        "power": 1.0,
                        **columns,
                        "min_value": low,
                        "max_value": high,
                        "guard": guard,
                        "guard_from": None if key is None else row[key],
                        "ignore_row_if": "any_value_is_missing",
                        **_mostly(band),
                    },
                )
            )
    return found


def _across() -> list[Check]:
    across = table("vitals")["cross_field"]
    lone = across["distance_without_steps"]
    tolerance = across["bmi_from_height"]["tolerance_kg_m2"]
    ceiling = across["hr_far_above_hrmax"]["above_bpm"]
    rates = ("heart_rate", "resting_heart_rate")
    return [
        _at_most(
            0, "exercise_bpm_below_resting", "VIT-HR-ORDER", "hr_below_rhr", "impossible",
            "Heart rate taken in exercise is not below resting heart rate",
            "운동 중에 잰 심박수는 안정시 심박수보다 낮지 않아요",
            "heart_rate ≥ resting_heart_rate", rates,
        ),
        _at_most(
            0, "other_bpm_below_resting", "VIT-HR-ORDER-UNUSUAL", "hr_below_rhr", "unusual",
            "Heart rate taken otherwise is not below resting heart rate (most rows)",
            "운동 중이 아닐 때 잰 심박수도 대개 안정시 심박수보다 낮지 않아요",
            "heart_rate ≥ resting_heart_rate", rates,
        ),
        _at_most(
            tolerance, "bmi_off_kg_m2", "VIT-BMI-HEIGHT", "bmi_from_height", "impossible",
            f"BMI agrees with weight and stated height (±{tolerance} kg/m²)",
            f"BMI가 체중과 키로 계산한 값과 맞아요 (±{tolerance} kg/m²)",
            f"±{tolerance} kg/m²", ("bmi", "weight", "height_cm"),
        ),
        _at_most(
            lone["above_km"], "distance_without_steps_km", "VIT-DISTANCE-STEPS", "distance_without_steps", "unusual",
            f"No more than {lone['above_km']} km below {lone['below_steps']:,} steps (most rows)",
            f"{lone['below_steps']:,}보 미만이면서 {lone['above_km']}km를 넘는 날은 드물어요",
            f"≤ {lone['above_km']} km below {lone['below_steps']:,} steps", ("distance_km", "steps"),
        ),
        _at_most(
            ceiling, "bpm_above_hrmax", "VIT-HR-CEILING", "hr_far_above_hrmax", "unusual",
            f"Heart rate in exercise is not more than {ceiling} bpm above HRmax (most rows)",
            f"운동 중 심박수가 최대심박수보다 {ceiling}bpm 넘게 높은 날은 드물어요",
            f"≤ HRmax + {ceiling} bpm", ("heart_rate", "age", "bpm_above_hrmax"),
        ),
    ]  # fmt: skip


def _at_most(  # noqa: PLR0913, PLR0917 - a table's columns
    most: float, column: str, code: str, row: str, band: str,
    en: str, ko: str, expected: str, shows: tuple[str, ...],
) -> Check:  # fmt: skip
    return Check(
        code, table("vitals")["cross_field"][row]["rule"], table("vitals")["source"], _severity(band),
        en, ko, expected, _BETWEEN, {"column": column, "max_value": most, **_mostly(band)}, shows=shows,
    )  # fmt: skip


def _severity(band: str) -> Any:  # noqa: ANN401 - a literal
    return "critical" if band == "impossible" else "warning"


def _mostly(band: str) -> dict[str, float]:
    return {} if band == "impossible" else {"mostly": 1 - table("gate")["unusual_share_max"]}


def _share_en(band: str) -> str:
    share = table("gate")["unusual_share_max"]
    return "" if band == "impossible" else f" in at least {1 - share:.0%} of rows"


def _share_ko(band: str) -> str:
    share = table("gate")["unusual_share_max"]
    return "" if band == "impossible" else f", 전체의 {1 - share:.0%} 이상"
