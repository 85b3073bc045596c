"""A number that nothing names and that is a reading of the day: of the one field told in its unit (94%는 경계예요), or to the digit (91인 것만으로도)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wearable_coach.korean import Bound, Modality
from wearable_coach.verification.amounts.about import HEART
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.class_words import words_in
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
_TELLING = frozenset({Modality.ASSERT, Modality.CONDITION, Modality.ASK, None})
_OF_TODAY = (
    "resting_heart_rate",
    "heart_rate",
    "oxygen_saturation",
    "bmi",
    "sleep_hr",
    "weight",
    "steps",
)
"""Fields that a bare number may be a reading of."""
_IN_FRACTIONS = frozenset({"sleep_hr", "weight"})
"""Of these a whole number is no sign that they are meant."""
_LEAST_STEPS = 1_000
_NOT_TODAY = re.compile(
    r"평소|기준|원래|어제|지난|목표|최대|예비|여유|권고|권장|연구|논문|하한|상한|까지|부터|이상|이하|미만|초과|넘|아래|밑|위로|살|나이|점|배|혈당|혈압|수축기|이완기|체온|온도|기온|습도|콜레스테롤|당화|HRV|번째|등급|단계|명|사람"
)


def is_the_reading(told: Told, evidence: Evidence) -> bool:
    """Say whether an exact amount is the day's reading, told or supposed as it is, and no other's."""
    amount = told.amount
    if amount.bound is not Bound.EXACT or amount.is_range or told.modality not in _TELLING:
        return False
    if told.is_denied or told.named or amount.per not in {"", "min"}:
        return False
    field = _field(told)
    if field != "":
        return evidence.value(field) == told.value
    return amount.unit in {"", "times", "bpm"} and _is_to_the_digit(told, evidence)


def _is_to_the_digit(told: Told, evidence: Evidence) -> bool:
    """Say whether a bare number is one of today's readings."""
    near = told.before + told.words + told.after
    if _NOT_TODAY.search(near):
        return False
    meant = [f for f in _fields_meant(told) if evidence.value(f) == told.value]
    classes = words_in(told.sentence)
    return bool(meant) and all(
        any(_class_of(field, told, evidence) in word.meanings.get(field, ()) for field in meant)
        for word in classes
    )


def _class_of(field: str, told: Told, evidence: Evidence) -> str:
    """Return the class of a number as a field's reading, nothing where the field has none."""
    bands = evidence.bands_of(field)
    return "" if bands is None else bands.name_of(told.value) or ""


def _fields_meant(told: Told) -> Iterator[str]:
    """Yield the fields that a bare number may be a reading of, by its size."""
    for field in _OF_TODAY:
        if field in _IN_FRACTIONS and told.value == told.value.to_integral_value():
            continue
        if field == "steps" and told.value < _LEAST_STEPS:
            continue
        if told.amount.unit and field not in HEART:
            continue
        yield field


def _field(told: Told) -> str:
    """Return the field that an amount can only be of where none is named, nothing where it may be of several."""
    unit, text = told.amount.unit, told.sentence
    if unit in {"h", "min"}:
        return "sleep_hr" if unit == "h" and _NIGHT.search(text) else ""
    if unit in {"times", "bpm"}:
        return "resting_heart_rate" if _AT_REST.search(text) else ""
    return "" if _ELSE.search(text) else _OF_UNIT.get(unit, "")
