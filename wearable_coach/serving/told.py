"""Reading the day's values out of a user's own words, where the caller gave none."""

from __future__ import annotations

import re
from typing import Any

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import HrmaxFormula
from wearable_coach.records import Profile, Vitals
from wearable_coach.serving.person import known_profile
from wearable_coach.serving.symptoms import sentences
from wearable_coach.standards.validity import check_records

_NOT_MINE = re.compile(
    r"^(?:%|퍼센트|프로|bpm|회|번|시간|보|걸음)*(?:이하|미만|이상|초과|아래|밑|부터|까지|이면|면|라면|대로|정도는)"
)
"""What follows a number that is a limit or a question and no reading: '90% 이하면'."""
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "oxygen_saturation",
        re.compile(r"(?:산소포화도|포화도|spo2|산소수치|산소)[^\d.?!]{0,12}(\d{2,3})(?![\d.])"),
    ),
    (
        "resting_heart_rate",
        re.compile(
            r"(?<!평소)(?:안정시?심박수?|안정시?맥박|안심|휴식기?심박수?|rhr|쉴때(?:의)?(?:심박수?|맥박))[^\d.?!]{0,10}(\d{2,3})(?![\d.])"
        ),
    ),
    ("bmi", re.compile(r"(?:bmi|체질량지수)[^\d.?!]{0,6}(\d{2}(?:\.\d+)?)")),
    (
        "steps",
        re.compile(
            r"(\d{1,3}(?:,\d{3})+|\d{3,6})(?:보|걸음)(?:를|을|정도|쯤)?(?=걸었|걸음|$|나와|찍)"
        ),
    ),
)
_SLEPT = (
    re.compile(
        r"(\d{1,2}(?:\.\d+)?)시간(반|(\d{1,2})분)?(?:밖에|정도|쯤|만|도)?(?:못)?(?:잤|자고|잠|수면|잔)"
    ),
    re.compile(
        r"(?:수면|잠)(?:시간)?[^\d.?!]{0,8}?(\d{1,2}(?:\.\d+)?)시간(반|(\d{1,2})분)?(?!자|못자|이상)"
    ),
)

READ_FROM_WORDS = frozenset({name for name, _ in _PATTERNS} | {"sleep_hr"})
"""Held equal to the vitals whose row says `chat`."""


def readings_in(text: str) -> dict[str, Any]:
    """Return the readings that a user's words state as today's own, by field."""
    found: dict[str, Any] = {}
    for sentence in sentences(text):
        for name, pattern in _PATTERNS:
            match = pattern.search(sentence)
            if match and not _NOT_MINE.match(sentence[match.end() :]):
                written = match[1].replace(",", "")
                found.setdefault(name, float(written) if name == "bmi" else int(written))
        slept = _slept(sentence)
        if slept is not None:
            found.setdefault("sleep_hr", slept)
    return found


def known_day(given: Day, text: str) -> Day:
    """Return a day with the symptoms and the readings that the user's words add to it.

    A reading that the caller gave stands, unless the user's own means more danger.
    """
    profile = known_profile(given.profile, text)
    told = readings_in(text)
    missing = {n: v for n, v in told.items() if getattr(given.vitals, n) is None}
    day = _possible(profile, given.vitals, missing, given.hrmax_formula)
    if told.keys() == missing.keys():
        return day
    worse = _possible(profile, given.vitals, told, given.hrmax_formula)
    return worse if worse.facts.safety_level > day.facts.safety_level else day


def _possible(profile: Profile, vitals: Vitals, more: dict[str, Any], formula: HrmaxFormula) -> Day:
    filled = vitals.model_copy(update=more)
    if more and not _is_possible(profile, filled):
        filled = _one_by_one(profile, vitals, more)
    return day_of(profile, filled, hrmax_formula=formula)


def _one_by_one(profile: Profile, vitals: Vitals, more: dict[str, Any]) -> Vitals:
    for name, value in more.items():
        filled = vitals.model_copy(update={name: value})
        if _is_possible(profile, filled):
            vitals = filled
    return vitals


def _is_possible(profile: Profile, vitals: Vitals) -> bool:
    return check_records(profile, vitals, hrmax_formula=None).valid


def _slept(sentence: str) -> float | None:
    for pattern in _SLEPT:
        match = pattern.search(sentence)
        if match and not _NOT_MINE.match(sentence[match.end() :]):
            minutes = 30 if match[2] == "반" else int(match[3] or 0)
            return round(float(match[1]) + minutes / 60, 2)
    return None
