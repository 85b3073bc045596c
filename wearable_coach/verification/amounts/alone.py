"""A number that nothing names and that is the reading of the one field told in its unit: 94%는 경계예요."""

from __future__ import annotations

import re

from wearable_coach.korean import Bound, Modality
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.evidence import Evidence

_OF_UNIT = {
    "pct": "oxygen_saturation",
    "steps": "steps",
    "kcal": "active_calories",
    "km": "distance_km",
}
_ELSE = re.compile(
    r"강도|최대|예비|여유|심박|맥박|HR|체지방|습도|중에서|가운데|확률|사람|목표|권장|권고|기준(?!보다)|WHO|ACSM"
)
_NIGHT = re.compile(r"밤|부족|모자|짧|넉넉|충분|일찍|못 ?[자주]|밖에")
_AT_REST = re.compile(r"쉬는|쉴 ?때|쉬실|가만|안정|누워|앉아")
_TELLING = frozenset({Modality.ASSERT, Modality.CONDITION, None})


def is_the_reading(told: Told, evidence: Evidence) -> bool:
    """Say whether an exact amount is the day's reading, told or supposed as it is, and no other's."""
    amount = told.amount
    if amount.bound is not Bound.EXACT or amount.is_range or told.modality not in _TELLING:
        return False
    if told.is_denied or told.named or amount.per not in {"", "min"}:
        return False
    field = _field(told)
    return field != "" and evidence.value(field) == told.value


def _field(told: Told) -> str:
    """Return the field that an amount can only be of where none is named, nothing where it may be of several."""
    unit, text = told.amount.unit, told.sentence
    if unit in {"h", "min"}:
        return "sleep_hr" if unit == "h" and _NIGHT.search(text) else ""
    if unit in {"times", "bpm"}:
        return "resting_heart_rate" if _AT_REST.search(text) else ""
    return "" if _ELSE.search(text) else _OF_UNIT.get(unit, "")
