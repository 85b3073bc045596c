"""Is a reading rightly told: exactly, about, on the side of a bound, within a decade or a range?"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from wearable_coach.korean import Bound
from wearable_coach.standards.numbers import half_up
from wearable_coach.verification.amounts.about import scale
from wearable_coach.verification.amounts.told import Told
from wearable_coach.verification.evidence import Evidence
from wearable_coach.verification.number_judges import MINUTES_AN_HOUR, StatedValue

_DECADE = re.compile(r"대(?= |$|[를을의는은에로이가예입였,.!)])")
_AT_LEAST_SO_MUCH = re.compile(r" ?(?:정도|쯤)?[은는]? ?(?:거뜬히|너끈히|충분히|꽉|꼬박)?")
_MOST_OFF_H = Decimal("0.5")
"""How far hours of sleep may lie off, whatever their words allow [h]."""
_NEAR = Decimal("0.15")
"""How far above 만 보는 걸었어요 may lie [share]."""
_ROUNDED = Decimal("0.075")
"""How far a rounded number may lie off [share]."""
_NARROW = frozenset({"bmi", "oxygen_saturation"})
"""Fields of which an approximate number may not fall into another class than the reading."""


def is_told_rightly(told: Told, field: str, reading: Decimal, evidence: Evidence) -> bool:
    """Say whether what an amount says of a field holds of its reading."""
    amount = told.amount
    if amount.bound is not Bound.EXACT:
        return _is_kept(told, told.value * scale(told, field), reading)
    if _is_decade(told):
        return _in_decade(told, field, reading)
    if amount.is_range:
        return told.value * scale(told, field) <= reading <= told.top * scale(told, field)
    if _is_exact(told, field, reading, evidence):
        return True
    if amount.tolerance:
        return _is_about(told, field, reading, evidence)
    return _is_so_much(told, told.value * scale(told, field), reading)


def _is_kept(told: Told, edge: Decimal, reading: Decimal) -> bool:
    kept = {
        Bound.MORE_THAN: reading > edge,
        Bound.AT_LEAST: reading >= edge,
        Bound.LESS_THAN: reading < edge,
        Bound.AT_MOST: reading <= edge,
    }[told.amount.bound]
    tolerance = told.amount.tolerance
    return kept and (not tolerance or abs(reading - edge) <= tolerance * edge)


def _is_decade(told: Told) -> bool:
    return bool(_DECADE.match(told.rest)) or (told.amount.is_range and "대" in told.words)


def _in_decade(told: Told, field: str, reading: Decimal) -> bool:
    """Say whether a reading lies in 81kg대, 6시간대, 8천 보대, 90%대, 60대 초반."""
    low = told.value
    if told.amount.is_range and low % 10 in {0, 4, 7}:
        return low <= reading < told.top + 1
    size = Decimal(1)
    while low and low % (size * 10) == 0:
        size *= 10
    factor = scale(told, field)
    return low * factor <= reading < (low + size) * factor


def _is_exact(told: Told, field: str, reading: Decimal, evidence: Evidence) -> bool:
    low = told.value * scale(told, field)
    if low == reading:
        return True
    if field == "sleep_hr" and told.amount.unit == "min":
        return told.value == half_up(reading * MINUTES_AN_HOUR)
    if field == "stride":
        return abs(low - reading) < Decimal("0.01")
    is_plain = scale(told, field) == 1 and not told.amount.tolerance
    return is_plain and StatedValue(field).judge(evidence, [str(told.amount.low)]) is None


def _is_about(told: Told, field: str, reading: Decimal, evidence: Evidence) -> bool:
    """Say whether a reading is about the number told, by the tolerance of its words, and on their side."""
    low, amount = told.value * scale(told, field), told.amount
    off = reading - low
    if (amount.lean > 0 and off < 0) or (amount.lean < 0 and off > 0):
        return False
    if field == "sleep_hr" and abs(off) > _MOST_OFF_H:
        return False
    if abs(off) > amount.tolerance * low and not _is_rounded(told, low, reading):
        return False
    classes = evidence.bands_of(field)
    if classes is None or field not in _NARROW:
        return True
    return classes.name_of(low) == classes.name_of(reading)


def _is_rounded(told: Told, low: Decimal, reading: Decimal) -> bool:
    """Say whether the number told is the reading, rounded to the last of its digits that is not zero."""
    if told.amount.unit in {"h", "min"} or abs(reading - low) > _ROUNDED * low or low < 1:
        return False
    size = Decimal(1)
    while low % (size * 10) == 0:
        size *= 10
    return (reading / size).quantize(Decimal(1), ROUND_HALF_UP) * size == low


def _is_so_much(told: Told, low: Decimal, reading: Decimal) -> bool:
    """Say whether 8천 보는 걸으셨어요 holds: as much at least, and not much more."""
    if told.is_denied or told.frame is None or not re.match(r"[은는] ", told.rest):
        return False
    is_act = told.frame.predicate.lemma in {
        "걷다",
        "자다",
        "주무시다",
        "뛰다",
        "움직이다",
        "쓰다",
        "태우다",
        "넘기다",
        "되다",
    }
    return is_act and low <= reading <= low * (1 + _NEAR)
