"""Fitabase exports (Furberg et al. 2016): daily files and files of seconds, minutes and hours, merged by person-day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from wearable_coach.sources.export_columns import Column, number, readings_of, worn
from wearable_coach.sources.fitabase_minutes import StepsOfDays
from wearable_coach.sources.fitabase_nights import SleepOfNights
from wearable_coach.sources.fitabase_parts import DayParts, TakeRow
from wearable_coach.sources.fitabase_pulse import HeartRates
from wearable_coach.sources.importer import Importer
from wearable_coach.sources.real_days import Collector, RawDay
from wearable_coach.sources.sheets import Sheet

_NAME = "fitabase"
_DATE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_IDS = ("id", "customer id")
_ACTIVITY = {"steps": Column("totalsteps"), "distance_km": Column("totaldistance", 1, 2)}
_SLEEP = {"sleep_hr": Column("totalminutesasleep", 60, 2)}
_WEIGHT = {"weight": Column("weightkg", 1, 1), "bmi": Column("bmi", 1, 2)}


def _activity(row: Mapping[str, str]) -> dict[str, Any]:
    readings = readings_of(row, _ACTIVITY)
    return readings if worn(readings["steps"], number(row.get("sedentaryminutes"))) else {}


def _steps(row: Mapping[str, str]) -> dict[str, Any]:
    return readings_of(row, {"steps": Column("steptotal")})


def _sleep(row: Mapping[str, str]) -> dict[str, Any]:
    return readings_of(row, _SLEEP)


def _weight(row: Mapping[str, str]) -> dict[str, Any]:
    return readings_of(row, _WEIGHT)


_Reader = Callable[[Mapping[str, str]], dict[str, Any]]
_FORMS: tuple[tuple[frozenset[str], str, _Reader], ...] = (
    (frozenset({"activitydate", "totalsteps", "totaldistance"}), "activitydate", _activity),
    (frozenset({"activityday", "steptotal"}), "activityday", _steps),
    (frozenset({"sleepday", "totalminutesasleep"}), "sleepday", _sleep),
    (frozenset({"date", "weightkg", "bmi"}), "date", _weight),
)


_ADDED_UP = ("steps", "sleep_hr")
_PARTS: tuple[Callable[[], DayParts], ...] = (StepsOfDays, SleepOfNights, HeartRates)


def _is_fitabase(sheet: Sheet) -> bool:
    """Say whether a header is that of one of the files that are read."""
    names = tuple(name.lower() for name in sheet.header)
    if not any(needed <= set(names) for needed, _, _ in _FORMS):
        return "id" in names and any(parts().taker(names, sheet.name) for parts in _PARTS)
    return not set(names).isdisjoint(_IDS)


class FitabaseMerge:
    """Gathers the rows of several files by person and date.

    ``TotalDistance`` is km; ``Calories`` is total energy and so no active energy.
    """

    def __init__(self, collector: Collector) -> None:
        """Start empty; rows that cannot be merged go to `collector` as rejects."""
        self._collector = collector
        self._days: dict[tuple[str, str], dict[str, Any]] = {}
        self._first: dict[tuple[str, str], tuple[int, str]] = {}
        self._read: set[tuple[str, str, str]] = set()
        self._parts = [parts() for parts in _PARTS]
        self._how: dict[tuple[str, str], dict[str, str]] = {}
        self._partly: set[tuple[str, str]] = set()

    def read(self, sheet: Sheet) -> None:
        """Take the rows of one file."""
        names = tuple(name.lower() for name in sheet.header)
        daily = next((form for form in _FORMS if form[0] <= set(names)), None)
        if daily is None:
            takers = (parts.taker(names, sheet.name) for parts in self._parts)
            self._read_parts(sheet, names, next(filter(None, takers)))
            return
        for line, cells in sheet.rows:
            if len(cells) != len(names):
                self._reject(line, "columns", sheet.name)
                continue
            row = dict(zip(names, cells, strict=True))
            self._take(row, line, sheet.name, daily[1], daily[2])

    def _read_parts(self, sheet: Sheet, names: tuple[str, ...], take: TakeRow) -> None:
        """Take rows of which there may be millions."""
        width, person_at = len(names), names.index("id")
        for line, cells in sheet.rows:
            if len(cells) != width:
                self._reject(line, "columns", sheet.name)
                continue
            person = cells[person_at].strip()
            if not person:
                self._reject(line, "missing:id", sheet.name)
            elif code := take(person, cells, line):
                self._collector.count(code)

    def _key(
        self, row: Mapping[str, str], line: int, file: str, date_column: str
    ) -> tuple[str, str] | None:
        person = next(row[name] for name in _IDS if name in row).strip()
        date = _DATE.match(row[date_column])
        if not person:
            self._reject(line, "missing:id", file)
            return None
        if date is None:
            self._reject(line, f"type:{date_column}", file)
            return None
        month, day, year = (int(part) for part in date.groups())
        return (person, f"{2000 + year % 100}-{month:02d}-{day:02d}")

    def _take(
        self, row: Mapping[str, str], line: int, file: str, date_column: str, reader: _Reader
    ) -> None:
        key = self._key(row, line, file, date_column)
        if key is None:
            return
        if (date_column, *key) in self._read:
            self._reject(line, "duplicate_day", file)
            return
        self._read.add((date_column, *key))
        self._first.setdefault(key, (line, file))
        self._days.setdefault(key, {}).update(reader(row))

    def _reject(self, line: int, reason: str, file: str) -> None:
        self._collector.reject(line, (reason,), _NAME, file)

    def finish(self) -> None:
        """Hand the merged days to the collector, in the order in which they appeared."""
        self._put_parts()
        for (person, date), vitals in self._days.items():
            line, file = self._first[person, date]
            if (person, date) in self._partly:
                self._reject(line, "part_of_day", file)
                continue
            if not vitals:
                self._reject(line, "not_worn", file)
                continue
            self._collector.add(
                RawDay(
                    line=line,
                    file=file,
                    source=_NAME,
                    person=person,
                    date=date,
                    profile={"hr_context": "24h"} if "heart_rate" in vitals else {},
                    vitals=vitals,
                    provenance=tuple(self._how.get((person, date), {}).items()),
                    exact_rhr=vitals.get("resting_heart_rate"),
                )
            )

    def _put_parts(self) -> None:
        """Put what parts of days say into their days, where no daily file says it."""
        sleepers = {person for (person, _), vitals in self._days.items() if "sleep_hr" in vitals}
        for parts in self._parts:
            for part in parts.days():
                if "sleep_hr" in part.vitals and part.person in sleepers:
                    continue  # a night that two files date otherwise would count twice
                vitals = self._days.setdefault(part.key, {})
                self._first.setdefault(part.key, (part.line, part.file))
                for name, value in part.vitals.items():
                    if name in vitals:
                        continue
                    vitals[name] = value
                    self._how.setdefault(part.key, {}).update(h for h in part.how if h[0] == name)
                    if name in _ADDED_UP:
                        self._collector.count(f"added_up:{name}")
                if not vitals:
                    self._partly.add(part.key)
            for kind, n in parts.counts().items():
                if n:
                    self._collector.count(kind, n)
        self._partly = {key for key in self._partly if not self._days[key]}


_ACTIVITY_HEADER = "Id,ActivityDate,TotalSteps,TotalDistance,SedentaryMinutes,Calories"
_SLEEP_HEADER = "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed"
_WEIGHT_HEADER = "Id,Date,WeightKg,WeightPounds,Fat,BMI"
_PULSE = (
    f"2000000001,4/12/2016 {hour}:{minute:02d}:05 PM,{60 + hour}\n"
    for hour in range(1, 12)
    for minute in range(0, 60, 5)
)
FITABASE = Importer(
    name=_NAME,
    form="Fitabase",
    label_ko="실제 하루(Fitbit·Fitabase)",
    recognises=_is_fitabase,
    start=FitabaseMerge,
    reads=frozenset(_ACTIVITY | _SLEEP | _WEIGHT) | {"heart_rate", "resting_heart_rate"},
    lacks=frozenset({"active_calories", "oxygen_saturation"}),
    examples=(
        f"{_ACTIVITY_HEADER}\n2000000001,4/12/16,13162,8.50,728,1985\n",
        f"{_SLEEP_HEADER}\n2000000001,4/12/2016 12:00:00 AM,1,327,346\n",
        f"{_WEIGHT_HEADER}\n2000000001,4/12/2016 11:59:59 PM,52.599998,115.96,22,22.65\n",
        "Id,Time,Value\n" + "".join(_PULSE),
    ),
    by_folder=True,
)
