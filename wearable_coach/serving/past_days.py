"""A person's own days before a day, as a caller gives them: checked, and what is usual of them reckoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS, Profile, Vitals
from wearable_coach.serving.inputs import fields_of, why_impossible
from wearable_coach.standards.numbers import plain
from wearable_coach.standards.past_days import most_days_ago, usual_before
from wearable_coach.standards.validity import check_inputs

MOST_PAST_DAYS = 200
"""So many days a caller may give: what is usual changes little with more."""
_AGO = "days_ago"
_SHOWN = 40


_Person = TypeVar("_Person", bound=Profile | Mapping[str, Any] | None)


def with_past_days(profile: _Person, given: object) -> _Person | dict[str, Any]:
    """Return a profile with what is usual of a person's days; a baseline that it states stays.

    Args:
        profile: The person, unchecked.
        given: ``{"days_ago": 1, "sleep_hr": 7.1, ...}`` a day, in any order.

    Raises:
        BadInput: a day is impossible, stands twice or is in no such form; or the profile tells of the days before too.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        message = "past_days: is no list; give [{days_ago, ...readings}, ...] or leave it out"
        raise BadInput(message)
    if not given:
        return profile
    fields = fields_of(profile, "profile")
    if fields.get("past") is not None:
        message = "past_days: profile.past tells of the days before already; give one of them"
        raise BadInput(message)
    if len(given) > MOST_PAST_DAYS:
        message = f"past_days: has {len(given):,} days; give the last {MOST_PAST_DAYS} at most"
        raise BadInput(message)
    days: dict[int, Vitals] = {}
    for place, day in enumerate(given):
        ago, vitals = _day(day, f"past_days[{place}]")
        if ago in days:
            message = f"past_days[{place}]: days_ago {ago} stands twice; give each day once"
            raise BadInput(message)
        days[ago] = vitals
    usual, own = usual_before(days), fields.get("baseline_rhr")
    past = usual.past
    if past is not None and own is not None:  # told, so that it is of no known number of days
        past = past.model_copy(update={"baseline_days": None})
    return {**fields, "baseline_rhr": usual.baseline_rhr if own is None else own, "past": past}


def _day(given: object, where: str) -> tuple[int, Vitals]:
    if not isinstance(given, Mapping):
        message = f"{where}: is {type(given).__name__}; give an object with days_ago and readings"
        raise BadInput(message)
    readings = {key: plain(value) for key, value in given.items()}
    ago = readings.pop(_AGO, None)
    if isinstance(ago, bool) or not isinstance(ago, int) or not 1 <= ago <= most_days_ago():
        message = f"{where}: days_ago: {repr(ago)[:_SHOWN]} is no whole number from 1 (yesterday) to {most_days_ago():,}; correct it"
        raise BadInput(message)
    unknown = next((key for key in readings if key not in VITAL_FIELDS), None)
    if unknown is not None:
        message = f"{where}: {str(unknown)[:_SHOWN]} is no reading; known are {_AGO}, {', '.join(VITAL_FIELDS)}"
        raise BadInput(message)
    checked = check_inputs({}, readings, hrmax_formula=None)
    if checked.vitals is None:
        message = f"{where}: {why_impossible(checked.reject[0], {}, readings)}"
        raise BadInput(message)
    return ago, checked.vitals
