"""Does a question tell a reading? Its number stands there in one of the ways people write it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from wearable_coach.records import PAST_MEANS, Profile, Vitals
from wearable_coach.standards.fields import VitalField, told_rows, vital_rows

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_HALF_HOUR = re.compile(r"(\d+) ?시간 ?반")
_HOURS = re.compile(r"(\d+) ?(?:시간|h|:) ?(\d{1,2})?")
_MINUTES_AN_HOUR = 60
_HALF = 30


def tells_vitals(question: str, vitals: Vitals) -> bool:
    """Return whether the number of every reading that is there stands in the question."""
    return not untold(question, vitals)


def untold(question: str, vitals: Vitals) -> list[str]:
    """Return the readings that are there and whose number does not stand in the question."""
    numbers = {_plain(found) for found in _NUMBER.findall(question)}
    return [
        field.name
        for field in told_rows()
        if (value := getattr(vitals, field.name)) is not None
        and not _is_told(field, value, numbers, question)
    ]


def untold_past(question: str, profile: Profile) -> list[str]:
    """Return what is known of the days before and whose number does not stand in the question."""
    past = profile.past
    if past is None:
        return []
    numbers = {_plain(found) for found in _NUMBER.findall(question)}
    days = past.baseline_days
    found = [] if days is None or str(days) in numbers else ["baseline_days"]
    return found + [
        name
        for name in PAST_MEANS
        if (mean := getattr(past, name)) is not None
        and not _is_told(vital_rows()[name], mean, numbers, question)
    ]


def _is_told(field: VitalField, value: float, numbers: set[str], question: str) -> bool:
    if field.is_whole:
        return str(value) in numbers
    if not numbers.isdisjoint(_ways(value)):
        return True
    return field.is_hours and _tells_clock(question, value)


def _plain(number: str) -> str:
    whole, _, decimals = number.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def _ways(value: float) -> list[str]:
    """Return the number as it is, and rounded half up to two decimals and to one."""
    exact = Decimal(repr(value))
    steps = (exact, *(exact.quantize(Decimal(q), ROUND_HALF_UP) for q in ("0.01", "0.1")))
    return [_plain(f"{n:f}") for n in steps]


def _tells_clock(question: str, hours: float) -> bool:
    minutes = Decimal(repr(hours)) * _MINUTES_AN_HOUR
    wanted = int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
    told = {int(h) * _MINUTES_AN_HOUR + int(rest or 0) for h, rest in _HOURS.findall(question)} | {
        int(h) * _MINUTES_AN_HOUR + _HALF for h in _HALF_HOUR.findall(question)
    }
    return wanted in told or str(wanted) in _NUMBER.findall(question)
