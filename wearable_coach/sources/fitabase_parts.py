"""Fitabase's files of parts of days: what each adds to a day, and the times that their rows are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from wearable_coach.sources.devices.clock import DAY_S, iso_day

_EPOCH = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})$")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?[Mm]?\s*$")
_NOON, _HOURS, _SIXTY = 12, 24, 60
_SHORT = 99
"""Years of two digits are of this century."""
TakeRow = Callable[[str, Sequence[str], int], str]
"""Takes (person, cells, line); returns the code of a row that cannot be added, else nothing."""


class PartDay(NamedTuple):
    """What the parts of a day say of it."""

    person: str
    day: int
    """Since 1970, by the local clock [days]."""
    line: int
    """Where the day is first spoken of."""
    file: str
    vitals: Mapping[str, float]
    """Empty where too little of the day is there."""
    how: tuple[tuple[str, str], ...] = ()
    """(vital, how it was made)."""

    @property
    def key(self) -> tuple[str, str]:
        """Person and date."""
        return self.person, iso_day(self.day)


class DayParts(Protocol):
    """Gathers the files of one kind."""

    def taker(self, names: Sequence[str], file: str) -> TakeRow | None:
        """Return what takes the rows of a file; None where its header is of another kind."""

    def days(self) -> Iterable[PartDay]:
        """Return every day of which there is a part."""

    def counts(self) -> Mapping[str, int]:
        """Return what was read otherwise than it stands, after `days`."""


def local_second(text: str) -> int | None:
    """Return the seconds since 1970 by the local clock of ``4/12/2016 7:21:05 AM``; None of no time."""
    day_text, _, clock_text = text.strip().partition(" ")
    day, clock = day_at(day_text), _clock(clock_text)
    return None if day is None or clock is None else day * DAY_S + clock


@lru_cache(maxsize=4096)
def day_at(text: str) -> int | None:
    """Return the days since 1970 of ``4/12/2016`` or ``4/12/16``; None of no date."""
    found = _DATE.match(text)
    if found is None:
        return None
    month, day, year = map(int, found.groups())
    try:
        return date(year if year > _SHORT else 2000 + year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


@lru_cache(maxsize=2 * DAY_S)
def _clock(text: str) -> int | None:
    found = _CLOCK.match(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % _NOON + (_NOON if found[4] in "pP" else 0)
    if hour >= _HOURS or minute >= _SIXTY or second >= _SIXTY:
        return None
    return hour * 3600 + minute * 60 + second
