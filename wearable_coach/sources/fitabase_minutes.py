"""Fitabase's steps by the minute or by the hour, added up to days; part of a day is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from wearable_coach.sources.export_columns import number

_HOURS = 24
_TIME = re.compile(r"\s*\S+\s+(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])?")
_NOON = 12


class MinuteForm(NamedTuple):
    """A file of a part of a day a row."""

    time: str
    """The column of date and time."""
    steps: str

    @property
    def columns(self) -> frozenset[str]:
        """What makes a header this form's."""
        return frozenset((self.time, self.steps))


MINUTE_FORMS = (MinuteForm("activityminute", "steps"), MinuteForm("activityhour", "steptotal"))


class StepsOfDays:
    """Sums of steps by person and date, each minute once."""

    def __init__(self) -> None:
        """Start empty."""
        self._sums: dict[tuple[str, str], float] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self._hours: dict[tuple[str, str], int] = {}

    def add(self, key: tuple[str, str], row: Mapping[str, str], form: MinuteForm) -> str:
        """Add a row to its day; return the code of one that cannot be added."""
        minute = _minute(row[form.time])
        steps = number(row[form.steps])
        if minute is None:
            return f"type:{form.time}"
        if not isinstance(steps, float) or not 0 <= steps < float("inf"):
            return "type:steps"
        seen = self._seen.get(key, 0)
        if seen >> minute & 1:
            return "duplicate_minute"
        self._seen[key] = seen | 1 << minute
        self._hours[key] = self._hours.get(key, 0) | 1 << minute // 60
        self._sums[key] = self._sums.get(key, 0) + steps
        return ""

    def days(self) -> dict[tuple[str, str], float | None]:
        """Return the steps of each person-day; None where hours of it are not there."""
        whole = (1 << _HOURS) - 1
        return {key: n if self._hours[key] == whole else None for key, n in self._sums.items()}


def _minute(text: str) -> int | None:
    """Return which minute of the day a time says."""
    found = _TIME.match(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return hour * 60 + minute if hour < _HOURS and minute < 60 else None  # noqa: PLR2004 - minutes of an hour
