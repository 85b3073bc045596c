"""The day as a user's own words make it: person and readings, the words over the record where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wearable_coach.day import Day, day_of
from wearable_coach.records import VITAL_FIELDS, Profile, ToldReadings, Vitals
from wearable_coach.serving.barred import barred_by
from wearable_coach.serving.person import known_profile
from wearable_coach.serving.readings import HeardReadings, felt_in, has_sign, heard_readings
from wearable_coach.standards.levels import SafetyLevel
from wearable_coach.standards.told import is_fever
from wearable_coach.standards.validity import check_records

READ_FROM_WORDS = frozenset(VITAL_FIELDS)
"""Held equal to the vitals whose row says `chat`."""
_BESIDE = ("temperature", "glucose", "systolic_bp", "diastolic_bp")


def known_day(given: Day, text: str, *, wish: str = "") -> Day:
    """Return a day with what the user's words add to it.

    A reading that is told counts over the record. Only a danger that the record shows is never
    talked away: where the told readings would lower a level of medical contact or more, the record stands.

    Args:
        given: The day as the caller told it.
        text: All that the user said, a turn or more a line.
        wish: A goal in the user's own words: it tells of the person, and its numbers are no readings.
    """
    words = f"{wish}\n{text}" if wish else text
    heard = heard_readings(text, again=asked_again(given))
    told = _beside(heard, text, words)
    profile = _with_readings(known_profile(given.profile, words), heard, told, text)
    nine = {name: heard.values[name] for name in VITAL_FIELDS if name in heard.values}
    missing = {n: v for n, v in nine.items() if getattr(given.vitals, n) is None}
    recorded = _possible(given, profile, missing, told)
    if nine.keys() == missing.keys():
        return recorded
    spoken = _possible(given, profile, nine, told)
    level = recorded.facts.safety_level
    return recorded if level >= SafetyLevel.CONTACT > spoken.facts.safety_level else spoken


_ASKED_AGAIN = {
    "resting_heart_rate": ("rhr_",),
    "heart_rate": ("hr_at_rest_",),
    "oxygen_saturation": ("spo2_",),
}
"""Readings that a day of rest asks to take again, by its reasons."""


def asked_again(day: Day) -> str:
    """Return the reading that a day asks to take again, empty where it asks for none."""
    if day.facts.safety_level != SafetyLevel.DEFER:
        return ""
    return next(
        (
            name
            for name, reasons in _ASKED_AGAIN.items()
            if any(reason.startswith(reasons) for reason in day.facts.safety_reasons)
        ),
        "",
    )


def _beside(heard: HeardReadings, text: str, words: str) -> ToldReadings:
    """Return what is told beside the nine; whether a heart rate is barred by all words, the goal's too."""
    values: dict[str, Any] = {n: heard.values[n] for n in _BESIDE if n in heard.values}
    has_pressure = "systolic_bp" in values or "diastolic_bp" in values
    return ToldReadings(
        **values,
        pressure_sign=has_pressure and (has_sign(text) or bool(felt_in(text))),
        hr_unsettled=bool(barred_by(words)),
    )


def _with_readings(
    profile: Profile, heard: HeardReadings, told: ToldReadings, text: str
) -> Profile:
    """Return a profile with what told readings say of it: a baseline, fever, how the heart rate was taken."""
    changes: dict[str, object] = {}
    if profile.baseline_rhr is None and "baseline_rhr" in heard.values:
        changes["baseline_rhr"] = heard.values["baseline_rhr"]
    if profile.hr_context is None and heard.is_at_rest is not None:
        changes["hr_context"] = "rest" if heard.is_at_rest else "exercise"
    more = ["fever"] if is_fever(told) else []
    if {"heart_rate", "resting_heart_rate"} & heard.values.keys():
        more += felt_in(text)
    symptoms = dict.fromkeys((*profile.symptoms, *more))
    if len(symptoms) > len(profile.symptoms):
        changes["symptoms"] = tuple(symptoms)
    return profile.model_copy(update=changes) if changes else profile


def _possible(given: Day, profile: Profile, more: Mapping[str, Any], told: ToldReadings) -> Day:
    filled = given.vitals.model_copy(update=dict(more))
    if more and not _is_possible(profile, filled):
        filled = _one_by_one(profile, given.vitals, more)
    if not _is_possible(profile, filled):
        profile = profile.model_copy(update={"hr_context": given.profile.hr_context})
    return day_of(profile, filled, hrmax_formula=given.hrmax_formula, told=told)


def _one_by_one(profile: Profile, vitals: Vitals, more: Mapping[str, Any]) -> Vitals:
    for name, value in more.items():
        filled = vitals.model_copy(update={name: value})
        if _is_possible(profile, filled):
            vitals = filled
    return vitals


def _is_possible(profile: Profile, vitals: Vitals) -> bool:
    return check_records(profile, vitals, hrmax_formula=None).valid
