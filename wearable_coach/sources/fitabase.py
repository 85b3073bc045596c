"""Fitabase exports (Furberg et al. 2016): activity, sleep, weight, and steps by minute or hour, merged by person-day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from wearable_coach.sources.export_columns import Column, number, readings_of, worn
from wearable_coach.sources.fitabase_minutes import MINUTE_FORMS, MinuteForm, StepsOfDays
from wearable_coach.sources.importer import Importer
from wearable_coach.sources.real_days import Collector, RawDay
from wearable_coach.sources.sheets import Sheet

_NAME = "fitabase"
_DATE = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_IDS = ("id", "customer id")
_ACTIVITY = {"steps": Column("totalsteps"), "distance_km": Column("totaldistance", 1, 2)}
_SLEEP = {"sleep_hr": Column("totalminutesasleep", 60, 2)}
_SUM = ("steps", "sum of the day's minutes")
_WEIGHT = {"weight": Column("weightkg", 1, 1), "bmi": Column("bmi", 1, 2)}


def _activity(row: Mapping[str, str]) -> dict[str, Any]:
    readings = readings_of(row, _ACTIVITY)
    return readings if worn(readings["steps"], number(row.get("sedentaryminutes"))) else {}


def _sleep(row: Mapping[str, str]) -> dict[str, Any]:
    return readings_of(row, _SLEEP)


def _weight(row: Mapping[str, str]) -> dict[str, Any]:
    return readings_of(row, _WEIGHT)


_Reader = Callable[[Mapping[str, str]], dict[str, Any]]
_FORMS: tuple[tuple[frozenset[str], str, _Reader], ...] = (
    (frozenset({"activitydate", "totalsteps", "totaldistance"}), "activitydate", _activity),
    (frozenset({"sleepday", "totalminutesasleep"}), "sleepday", _sleep),
    (frozenset({"date", "weightkg", "bmi"}), "date", _weight),
)


def _is_fitabase(sheet: Sheet) -> bool:
    """Say whether a header is that of one of the daily files, or of steps by the minute or hour."""
    names = frozenset(name.lower() for name in sheet.header)
    forms = (*(needed for needed, _, _ in _FORMS), *(form.columns for form in MINUTE_FORMS))
    return not names.isdisjoint(_IDS) and any(needed <= names for needed in forms)


class FitabaseMerge:
    """Gathers the rows of several files by person and date.

    ``TotalDistance`` is km; ``Calories`` is total energy and so no active energy.
    """

    def __init__(self, collector: Collector) -> None:
        """Start empty; rows that cannot be merged go to `collector` as rejects."""
        self._collector = collector
        self._days: dict[tuple[str, str], dict[str, Any]] = {}
        self._first: dict[tuple[str, str], tuple[int, str]] = {}
        self._parts: set[tuple[str, str, str]] = set()
        self._steps = StepsOfDays()
        self._added: set[tuple[str, str]] = set()
        self._partly: set[tuple[str, str]] = set()

    def read(self, sheet: Sheet) -> None:
        """Take the rows of one file."""
        names = tuple(name.lower() for name in sheet.header)
        columns = frozenset(names)
        minutes = next((form for form in MINUTE_FORMS if form.columns <= columns), None)
        daily = next((form for form in _FORMS if form[0] <= columns), None)
        for line, cells in sheet.rows:
            if len(cells) != len(names):
                self._reject(line, "columns", sheet.name)
                continue
            row = dict(zip(names, cells, strict=True))
            if daily is not None:
                self._take(row, line, sheet.name, daily[1], daily[2])
            elif minutes is not None:
                self._add(row, line, sheet.name, minutes)

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

    def _add(self, row: Mapping[str, str], line: int, file: str, form: MinuteForm) -> None:
        """Add a minute or an hour to its day."""
        key = self._key(row, line, file, form.time)
        if key is None:
            return
        if code := self._steps.add(key, row, form):
            self._collector.count(code)
            return
        self._first.setdefault(key, (line, file))

    def _take(
        self, row: Mapping[str, str], line: int, file: str, date_column: str, reader: _Reader
    ) -> None:
        key = self._key(row, line, file, date_column)
        if key is None:
            return
        if (date_column, *key) in self._parts:
            self._reject(line, "duplicate_day", file)
            return
        self._parts.add((date_column, *key))
        self._first.setdefault(key, (line, file))
        self._days.setdefault(key, {}).update(reader(row))

    def _reject(self, line: int, reason: str, file: str) -> None:
        self._collector.reject(line, (reason,), _NAME, file)

    def finish(self) -> None:
        """Hand the merged days to the collector, in the order in which they appeared."""
        self._add_up()
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
                    profile={},
                    vitals=vitals,
                    provenance=(_SUM,) if (person, date) in self._added else (),
                )
            )

    def _add_up(self) -> None:
        """Put the sums of steps into their days, unless the daily file has them."""
        for key, steps in self._steps.days().items():
            vitals = self._days.setdefault(key, {})
            if "steps" in vitals:
                continue
            if steps is not None:
                vitals["steps"] = steps
                self._added.add(key)
                self._collector.count("added_up:steps")
            elif not vitals:
                self._partly.add(key)


_ACTIVITY_HEADER = "Id,ActivityDate,TotalSteps,TotalDistance,SedentaryMinutes,Calories"
_SLEEP_HEADER = "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed"
_WEIGHT_HEADER = "Id,Date,WeightKg,WeightPounds,Fat,BMI"
FITABASE = Importer(
    name=_NAME,
    form="Fitabase",
    label_ko="실제 하루(Fitbit·Fitabase)",
    recognises=_is_fitabase,
    start=FitabaseMerge,
    reads=frozenset(_ACTIVITY | _SLEEP | _WEIGHT),
    lacks=frozenset({"heart_rate", "resting_heart_rate", "active_calories", "oxygen_saturation"}),
    examples=(
        f"{_ACTIVITY_HEADER}\n2000000001,4/12/16,13162,8.50,728,1985\n",
        f"{_SLEEP_HEADER}\n2000000001,4/12/2016 12:00:00 AM,1,327,346\n",
        f"{_WEIGHT_HEADER}\n2000000001,4/12/2016 11:59:59 PM,52.599998,115.96,22,22.65\n",
    ),
    by_folder=True,
)
