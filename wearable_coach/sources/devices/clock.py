"""Times as exports write them: offsets, epochs, a zone's name; each becomes seconds since 1970 and an offset.

A day is the wearer's own: the local date at the time of the reading.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wearable_coach.zone import TIME_ZONE

DAY_S = 86400
_EPOCH = date(1970, 1, 1).toordinal()
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$")
_STAMP = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(\S.*)?$"
)
_US_STAMP = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}), ?(\d{4})\b")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})\b")
_KOREAN = re.compile(r"(\d{4})[년.] ?(\d{1,2})[월.] ?(\d{1,2})[일.]?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NOON = 12
_MOST_LEAD_S = 18 * 3600
"""No clock of the earth leads or lags by more."""
_YEARS = range(1900, 2100)
_LATEST_DAY = date(2100, 1, 1).toordinal() - _EPOCH


class Moment(NamedTuple):
    """A time and where the wearer's clock stood."""

    utc_s: float
    """Seconds since 1970 in UTC."""
    offset_s: float = 0
    """The local clock's lead [s]."""

    @property
    def local_s(self) -> float:
        """Seconds since 1970 by the local clock."""
        return self.utc_s + self.offset_s

    @property
    def day(self) -> int:
        """The local date, as days since 1970."""
        return int(self.local_s // DAY_S)


def moment_at(utc_s: float, offset_s: float | None = None) -> Moment | None:
    """Return a time of a device, by the home clock where it says no offset; None of one before 1970 or after 2099."""
    if not 0 <= utc_s < _LATEST_DAY * DAY_S:
        return None
    if offset_s is None:
        return HOME.at(utc_s)
    return Moment(utc_s, offset_s) if abs(offset_s) <= _MOST_LEAD_S else None


def is_of_devices(day: int) -> bool:
    """Say whether a day can be one on which a device recorded."""
    return 0 <= day < _LATEST_DAY


def iso_day(day: int) -> str:
    """Return a day since 1970 as ``2026-03-01``."""
    return date.fromordinal(_EPOCH + day).isoformat()


def day_of(text: str) -> int | None:
    """Return the date that a text begins with or is, as days since 1970; None where it is no date.

    Read are ``2026-03-01``, ``2026/3/1``, ``03/01/26``, ``Mar 1, 2026``, ``1 Mar 2026`` and ``2026년 3월 1일``.
    """
    text = text.strip()
    if found := _STAMP.match(text) or _KOREAN.match(text):
        return _days(int(found[1]), int(found[2]), int(found[3]))
    if found := _US_STAMP.match(text):
        return _days(_century(int(found[3])), int(found[1]), int(found[2]))
    if found := _MONTH_DAY.match(text):
        return _days(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_MONTH.match(text):
        return _days(int(found[3]), _month(found[2]), int(found[1]))
    return None


def moment_of(text: str, zone: Zone | None = None) -> Moment | None:
    """Return the time that a text says; None where it says none.

    Args:
        text: ``2026-03-01T07:30:00+09:00``, ``2026-03-01 07:30:00 +0900``, ``…Z`` or ``03/01/26 07:30:00``.
        zone: Where a time without an offset is meant; None takes it for UTC with the clock unknown.
    """
    text = text.strip()
    if found := _STAMP.match(text):
        wall = _wall(found[1], found[2], found[3], found[4], found[5], found[6])
        said = (found[7] or "").strip()
        if wall is None:
            return None
        if said in {"Z", "UTC", "z"}:
            return zone.at(wall) if zone is not None else Moment(wall)
        offset = offset_of(said) if said else None
        if said and offset is None:
            return None
        return _placed(wall, offset, zone)
    if found := _US_STAMP.match(text):
        hour = _hour(found[4], found[7])
        wall = _wall(str(_century(int(found[3]))), found[1], found[2], hour, found[5], found[6])
        return None if wall is None else _placed(wall, None, zone)
    return None


@lru_cache(maxsize=4096)
def offset_of(text: str) -> float | None:
    """Return the lead of a clock [s] that a text says (``+0900``, ``UTC+9:00``, ``-05:00``); None where none."""
    found = _OFFSET.match(text.strip())
    if found is None:
        return 0.0 if text.strip() in {"Z", "UTC", "UTCZ", "GMT"} else None
    lead = int(found[2]) * 3600 + int(found[3] or 0) * 60
    if lead > _MOST_LEAD_S:
        return None
    return float(-lead if found[1] == "-" else lead)


class Zone(NamedTuple):
    """A place's clock."""

    name: str

    def at(self, utc_s: float) -> Moment:
        """Return a time by this clock."""
        lead = datetime.fromtimestamp(utc_s, ZoneInfo(self.name)).utcoffset()
        return Moment(utc_s, 0.0 if lead is None else lead.total_seconds())

    def when(self, wall_s: float) -> Moment:
        """Return the time at which this clock shows `wall_s` seconds since 1970."""
        wall = datetime(1970, 1, 1) + timedelta(seconds=wall_s)  # noqa: DTZ001 - a wall clock
        lead = wall.replace(tzinfo=ZoneInfo(self.name)).utcoffset()
        offset = 0.0 if lead is None else lead.total_seconds()
        return Moment(wall_s - offset, offset)


HOME = Zone(TIME_ZONE)
"""Where a time is meant whose export says no zone: where the product's days are."""


class Stamps:
    """Reads the times of long series, UTC, into a place's clock; a date or an hour is looked up once."""

    def __init__(self, zone: Zone) -> None:
        """Give times by the clock of `zone`."""
        self._zone = zone
        self._midnights: dict[str, float | None] = {}
        self._leads: dict[int, float] = {}

    def local_s(self, text: str) -> float | None:
        """Return seconds since 1970 by the local clock; None where the text is no time.

        Args:
            text: ``03/01/26 07:30:00`` or ``2026-03-01T07:30:00Z``, both UTC.
        """
        width = 8 if text[2:3] == "/" else 10
        date_text = text[:width]
        if date_text not in self._midnights:
            day = day_of(date_text)
            self._midnights[date_text] = None if day is None else float(day * DAY_S)
        midnight = self._midnights[date_text]
        try:
            clock = text[width + 1 :]
            second = int(clock[6:8]) if clock[5:6] == ":" else 0
            utc_s = midnight + int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + second  # type: ignore[operator]
        except (TypeError, ValueError):
            return None
        hour = int(utc_s // 3600)
        if hour not in self._leads:
            self._leads[hour] = self._zone.at(utc_s).offset_s
        return utc_s + self._leads[hour]


@cache
def zone_of(name: str) -> Zone | None:
    """Return the clock of a zone's name (``Asia/Seoul``); None where there is no such zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Zone(name)


def years_between(born_day: int, day: int) -> int:
    """Return completed years from one day since 1970 to another."""
    born, now = date.fromordinal(_EPOCH + born_day), date.fromordinal(_EPOCH + day)
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def _placed(wall: float, offset: float | None, zone: Zone | None) -> Moment:
    if offset is not None:
        return Moment(wall - offset, offset)
    return Moment(wall) if zone is None else zone.when(wall)


def _wall(year: str, month: str, day: str, *clock: str | None) -> float | None:
    days = _days(int(year), int(month), int(day))
    if days is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock)
    return float(days * DAY_S + hour * 3600 + minute * 60 + second)


@lru_cache(maxsize=16384)
def _days(year: int, month: int, day: int) -> int | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _hour(text: str | None, half: str | None) -> str | None:
    if text is None or half is None:
        return text
    return str(int(text) % _NOON + (_NOON if half.upper() == "PM" else 0))


def _century(year: int) -> int:
    return year if year > 99 else 2000 + year  # noqa: PLR2004 - two digits


def _month(name: str) -> int:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0
