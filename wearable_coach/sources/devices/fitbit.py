"""Fitbit: the folder or zip of Google Takeout (``Fitbit``, ``Google Health``) or of Fitbit's own archive.

Series by the minute are UTC and written ``mm/dd/yy`` with numbers as text; sleep and resting rates are by the wearer's own
date. Steps and distance of the archive are Fitbit's own stream of all devices; the CSVs beside it count where that is silent.
Calories hold what the body burns at rest and are not read; active energy is a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import HOME, Stamps, day_of, moment_of, offset_of, zone_of
from wearable_coach.sources.devices.daily import NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector
from wearable_coach.standards.table import table

_NAME = "fitbit"
_DATED = r"[-_]\d{4}-\d{2}-\d{2}(?:\(\d+\))?"
_JSON = re.compile(rf"(steps|distance|heart_rate|resting_heart_rate|sleep|weight){_DATED}\.json$")
_CSV = re.compile(
    rf"(steps|distance|active_energy_burned|heart_rate|daily_resting_heart_rate|weight|height|UserSleeps|Daily SpO2)(?: - [-\d]+|{_DATED})?\.csv$"
)
_JSON_HEAD = re.compile(rb'"(?:dateTime|dateOfSleep|logId)"\s*:')
_CSV_HEAD = re.compile(r"data[ _]source|average_value,lower_bound", re.IGNORECASE)
_PROFILE_HEAD = re.compile(r"\btimezone\b|\bdate_of_birth\b")
_NO_BIRTH = 0
"""1970-01-01, which accounts that moved to Google have for a birth date."""
_PHONES = re.compile(r"mobiletrack|phone|google health app", re.IGNORECASE)
_SEXES = {"M": "M", "F": "F"}
_MINUTE_S = 60


class _Fitbit:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)
        self.stamps = Stamps(HOME)
        self.logs: set[str] = set()

    def read(self) -> None:
        """Read every file that says a vital, the person first: their zone dates all series."""
        self._person()
        found = _files(self.export)
        for kind, take in self._takers().items():
            for name in found.get(kind, ()):
                take(name)
        self.book.hand_over(self.collector)

    def _takers(self) -> Mapping[str, Callable[[str], None]]:
        return {
            "steps.json": lambda name: self._series(name, "steps", "count"),
            "distance.json": lambda name: self._series(name, "distance_km", "cm"),
            "steps.csv": lambda name: self._csv_series(name, "steps", "steps", "count"),
            "distance.csv": lambda name: self._csv_series(name, "distance_km", "distance", "m"),
            "active_energy_burned.csv": lambda name: self._csv_series(name, "active_calories", "kilocalories", "kcal"),
            "heart_rate.json": self._pulse,
            "heart_rate.csv": self._csv_pulse,
            "resting_heart_rate.json": self._resting,
            "daily_resting_heart_rate.csv": lambda name: self._daily(name, "resting_heart_rate", "beats per minute"),
            "Daily SpO2.csv": lambda name: self._daily(name, "oxygen_saturation", "average_value"),
            "sleep.json": self._sleep,
            "UserSleeps.csv": self._csv_sleep,
            "weight.json": self._pounds,
            "weight.csv": self._grams,
            "height.csv": self._height,
        }  # fmt: skip

    def _records(self, name: str) -> Iterator[Mapping[str, Any]]:
        said = self.export.json(name)
        for record in said if isinstance(said, list) else ():
            if isinstance(record, dict):
                yield record

    def _series(self, name: str, field: str, unit: str) -> None:
        by, amounts = factor(field, unit) or 0, self.book.amounts[field]
        recorder = Recorder(WATCH, "")
        for record in self._records(name):
            at, value = self._local(record.get("dateTime")), number(record.get("value"))
            if at is None or value is None:
                self.collector.count(f"unread:{field}")
            else:
                amounts.add(recorder, at, at + _MINUTE_S, value * by)

    def _csv_series(self, name: str, field: str, column: str, unit: str) -> None:
        by, amounts = factor(field, unit) or 0, self.book.amounts[field]
        for row in self._rows(name):
            at, value = self._local(row.get("timestamp")), number(row.get(column))
            if at is None or value is None:
                self.collector.count(f"unread:{field}")
            else:
                source = row.get("data source", "")
                rank = OTHER if _PHONES.search(source) or "Health Connect" in source else PHONE
                amounts.add(Recorder(rank, source), at, at + _MINUTE_S, value * by)

    def _pulse(self, name: str) -> None:
        for record in self._records(name):
            said = record.get("value")
            at = self._local(record.get("dateTime"))
            bpm = number(said.get("bpm")) if isinstance(said, dict) else None
            if at is None or bpm is None:
                self.collector.count("unread:heart_rate")
            else:
                self.book.pulse.add(at, bpm)

    def _csv_pulse(self, name: str) -> None:
        for row in self._rows(name):
            at, bpm = self._local(row.get("timestamp")), number(row.get("beats per minute"))
            if at is None or bpm is None:
                self.collector.count("unread:heart_rate")
            else:
                self.book.pulse.add(at, bpm)

    def _resting(self, name: str) -> None:
        for record in self._records(name):
            said = record.get("value")
            day = day_of(str(said.get("date") or "")) if isinstance(said, dict) else None
            bpm = number(said.get("value")) if isinstance(said, dict) else None
            if day is None or bpm is None:
                self.collector.count("without_date:resting_heart_rate")
            else:
                self.book.add_reading("resting_heart_rate", day, bpm)

    def _daily(self, name: str, field: str, column: str) -> None:
        """Take a file with a row a day, dated by the wearer's own date though it says UTC."""
        how = NIGHT_MEAN if field == "oxygen_saturation" else ""
        for row in self._rows(name):
            day, value = day_of(row.get("timestamp", "")), number(row.get(column))
            if day is None or value is None:
                self.collector.count(f"unread:{field}")
            else:
                self.book.add_reading(field, day, value, how)

    def _sleep(self, name: str) -> None:
        for record in self._records(name):
            log, day = str(record.get("logId")), day_of(str(record.get("dateOfSleep") or ""))
            minutes = number(record.get("minutesAsleep"))
            if day is None or minutes is None:
                self.collector.count("unread:sleep_hr")
            elif log in self.logs:
                self.collector.count("counted_once:sleep_hr")
            else:
                self.logs.add(log)
                self.book.nights.add_night(Recorder(WATCH, ""), day, minutes / 60)

    def _csv_sleep(self, name: str) -> None:
        for row in self._rows(name):
            at, minutes = moment_of(row.get("sleep_end", "")), number(row.get("minutes_asleep"))
            offset = offset_of(row.get("end_utc_offset", ""))
            if at is None or minutes is None or offset is None:
                self.collector.count("unread:sleep_hr")
                continue
            day = int((at.utc_s + offset) // 86400)
            self.book.nights.add_night(Recorder(PHONE, ""), day, minutes / 60)

    def _pounds(self, name: str) -> None:
        """Take weights in pounds, where the index beside them bears the unit out."""
        by = factor("weight", "lb") or 0
        for record in self._records(name):
            day, value = day_of(str(record.get("date") or "")), number(record.get("weight"))
            bmi = number(record.get("bmi"))
            if day is None or value is None or bmi is None or not _fits(value * by, bmi):
                self.collector.count("unclear_unit:weight")
                continue
            self.book.add_reading("weight", day, value * by)
            self.book.add_reading("bmi", day, bmi)

    def _grams(self, name: str) -> None:
        by = factor("weight", "g") or 0
        for row in self._rows(name):
            at, grams = self._local(row.get("timestamp")), number(row.get("weight grams"))
            if at is None or grams is None:
                self.collector.count("unread:weight")
            else:
                self.book.add_reading("weight", int(at // 86400), grams * by, by=(WATCH, at))

    def _height(self, name: str) -> None:
        by = factor("height_cm", "mm") or 0
        for row in self._rows(name):
            at, height = self._local(row.get("timestamp")), number(row.get("height millimeters"))
            if at is not None and height is not None:
                self.book.add_height(at, height * by)

    def _person(self) -> None:
        for name in (*self.export.named("profile.csv"), *self.export.named("demographicdata.csv")):
            if not _PROFILE_HEAD.search(self.export.header(name)):
                continue
            for _, row in self.export.rows(name):
                zone = zone_of(row.get("timezone", "").strip()) if row.get("timezone") else None
                self.stamps = Stamps(zone or HOME)
                born = day_of(row.get("date_of_birth", ""))
                sex = (row.get("gender") or row.get("sex") or "").strip()
                self.book.set_person(
                    born_day=None if born == _NO_BIRTH else born, sex=_SEXES.get(sex.upper()[:1])
                )
                if zone is not None:
                    return
        self.collector.note(
            f"{self.export.name}: names no time zone; its minutes are dated by the clock of {HOME.name}"
        )

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        for _, row in self.export.rows(name):
            yield {key.strip().lower(): cell for key, cell in row.items()}

    def _local(self, text: object) -> float | None:
        return self.stamps.local_s(text) if isinstance(text, str) else None


def _fits(weight_kg: float, bmi: float) -> bool:
    """Say whether a weight and an index are of somebody of a possible height."""
    low, high = table("vitals")["cross_field"]["implied_height_m"]["impossible"]
    return bool(bmi > 0 and weight_kg > 0 and low <= (weight_kg / bmi) ** 0.5 <= high)


def _files(export: Export) -> dict[str, list[str]]:
    """Return kind of file → its files, each known by its name and by how it begins."""
    found: dict[str, list[str]] = {}
    for member in export.members:
        base = PurePosixPath(member.name).name
        if (match := _JSON.match(base)) and _JSON_HEAD.search(export.head(member.name)):
            found.setdefault(f"{match[1]}.json", []).append(member.name)
        elif (match := _CSV.match(base)) and _CSV_HEAD.search(export.header(member.name)):
            found.setdefault(f"{match[1]}.csv", []).append(member.name)
    if "heart_rate.json" in found:
        found.pop("heart_rate.csv", None)  # the same readings
    return found


FITBIT = DeviceFormat(
    name=_NAME,
    form="Fitbit",
    label_ko="실제 하루(Fitbit)",
    recognises=lambda export: bool(_files(export)),
    read=lambda export, collector: _Fitbit(export, collector).read(),
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation", "weight", "bmi"}),
    lacks=frozenset(),
)  # fmt: skip
