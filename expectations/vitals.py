"""The suite of the vitals: what is impossible stops a row, what is unusual in many rows is told.

Source:
    standards/tables/vitals.yaml (STD-VIT-001 to STD-VIT-008). Missing readings are allowed.
"""

from __future__ import annotations

from typing import Any

from expectations.check import Check, holds
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
    return holds(
        "types_ok",
        code="VIT-TYPE",
        rule=vitals["rule"],
        source=vitals["source"],
        en="Every reading is a finite number of its type, or missing",
        ko="모든 측정값은 정해진 자료형의 유한한 수이거나 비어 있어요",
        expected="int or finite float, or none",
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
    across, source = table("vitals")["cross_field"], table("vitals")["source"]
    limit = _mostly("unusual").get("mostly")
    lone = across["distance_without_steps"]
    tolerance = across["bmi_from_height"]["tolerance_kg_m2"]
    ceiling = across["hr_far_above_hrmax"]["above_bpm"]
    return [
        holds(
            "exercise_hr_ok",
            code="VIT-HR-ORDER",
            rule=across["hr_below_rhr"]["rule"],
            source=source,
            en="Heart rate taken in exercise is not below resting heart rate",
            ko="운동 중에 잰 심박수는 안정시 심박수보다 낮지 않아요",
            expected="heart_rate ≥ resting_heart_rate",
        ),
        holds(
            "other_hr_ok",
            code="VIT-HR-ORDER-UNUSUAL",
            rule=across["hr_below_rhr"]["rule"],
            source=source,
            severity="warning",
            en="Heart rate taken otherwise is not below resting heart rate (most rows)",
            ko="운동 중이 아닐 때 잰 심박수도 대개 안정시 심박수보다 낮지 않아요",
            expected="heart_rate ≥ resting_heart_rate",
            mostly=limit,
        ),
        holds(
            "height_matches",
            code="VIT-BMI-HEIGHT",
            rule=across["bmi_from_height"]["rule"],
            source=source,
            en=f"BMI agrees with weight and stated height (±{tolerance} kg/m²)",
            ko=f"BMI가 체중과 키로 계산한 값과 맞아요 (±{tolerance} kg/m²)",
            expected=f"±{tolerance} kg/m²",
        ),
        holds(
            "distance_has_steps",
            code="VIT-DISTANCE-STEPS",
            rule=lone["rule"],
            source=source,
            severity="warning",
            en=f"No more than {lone['above_km']} km below {lone['below_steps']:,} steps (most rows)",
            ko=f"{lone['below_steps']:,}보 미만이면서 {lone['above_km']}km를 넘는 날은 드물어요",
            expected=f"≤ {lone['above_km']} km below {lone['below_steps']:,} steps",
            mostly=limit,
        ),
        holds(
            "below_hr_ceiling",
            code="VIT-HR-CEILING",
            rule=across["hr_far_above_hrmax"]["rule"],
            source=source,
            severity="warning",
            en=f"Heart rate in exercise is not more than {ceiling} bpm above HRmax (most rows)",
            ko=f"운동 중 심박수가 최대심박수보다 {ceiling}bpm 넘게 높은 날은 드물어요",
            expected=f"≤ HRmax + {ceiling} bpm",
            mostly=limit,
        ),
    ]


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
