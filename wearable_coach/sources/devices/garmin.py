"""Garmin: the zip of all one's data (JSON), and the reports that the site gives as CSV.

The daily file says steps, distance, active energy and the resting rate; a night is what of it was slept, dated by Garmin to
the day of waking; weights are grams.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wearable_coach.sources.devices.amounts import WATCH, Recorder
from wearable_coach.sources.devices.clock import day_of
from wearable_coach.sources.devices.daily import NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.garmin_csv import is_report, read_report
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "garmin"
_KINDS = {
    "days": re.compile(rb'"(?:totalSteps|wellnessStartTimeGmt|dailyStepGoal)"'),
    "nights": re.compile(rb'"(?:sleepStartTimestampGMT|deepSleepSeconds)"'),
    "body": re.compile(rb'"metaData"[^\0]*"calendarDate"'),
    "person": re.compile(rb'"birthDate"'),
}
_AMOUNTS = {
    "steps": ("totalSteps", "count"),
    "distance_km": ("totalDistanceMeters", "m"),
    "active_calories": ("activeKilocalories", "kcal"),
}
_STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
_NOT_WORN = frozenset({"OFF_WRIST", "UNCONFIRMED_OFF_WRIST"})
_SEXES = {"MALE": "M", "FEMALE": "F"}
_Record = Mapping[str, Any]


class _Garmin:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)
        self.nights: set[tuple[int, str]] = set()

    def read(self) -> None:
        """Read every file that says a vital."""
        takers: dict[str, Callable[[_Record], None]] = {
            "days": self._day,
            "nights": self._night,
            "body": self._body,
            "person": self._person,
        }
        for kind, names in _jsons(self.export).items():
            for name in names:
                for record in _records(self.export.json(name)):
                    takers[kind](record)
        for name in self.export.named(".csv"):
            if is_report(self.export, name):
                read_report(self.export, name, self.book, self.collector)
        self.book.hand_over(self.collector)

    def _day(self, said: _Record) -> None:
        day = _date(said)
        if day is None:
            self.collector.count("unread_time:steps")
            return
        if said.get("includesWellnessData") is False:
            self.collector.count("not_worn:steps")
            return
        for field, (key, unit) in _AMOUNTS.items():
            value = number(said.get(key))
            if value is not None:
                self.book.add_total(field, day, value * (factor(field, unit) or 0), rank=WATCH)
        resting = number(said.get("restingHeartRate"))
        if resting is not None:
            self.book.add_reading("resting_heart_rate", day, resting)

    def _night(self, said: _Record) -> None:
        day, slept = _date(said), [number(said.get(stage)) for stage in _STAGES]
        if day is None:
            self.collector.count("unread_time:sleep_hr")
            return
        spo2 = said.get("spo2SleepSummary")
        percent = number(spo2.get("averageSPO2")) if isinstance(spo2, dict) else None
        if percent is not None:
            self.book.add_reading("oxygen_saturation", day, percent, NIGHT_MEAN)
        if said.get("sleepWindowConfirmationType") in _NOT_WORN:
            self.collector.count("not_worn:sleep_hr")
        elif all(part is None for part in slept):
            self.book.nights.add_in_bed(day)
        elif (day, str(said.get("sleepStartTimestampGMT"))) in self.nights:
            self.collector.count("counted_once:sleep_hr")
        else:
            self.nights.add((day, str(said.get("sleepStartTimestampGMT"))))
            hours = sum(part or 0 for part in slept) / 3600
            self.book.nights.add_night(Recorder(WATCH, ""), day, hours)

    def _body(self, said: _Record) -> None:
        metadata = said.get("metaData")
        day = _date(metadata) if isinstance(metadata, dict) else None
        weight = said.get("weight")
        grams = number(weight.get("weight") if isinstance(weight, dict) else weight)
        if day is not None and grams is not None:
            self.book.add_reading("weight", day, grams * (factor("weight", "g") or 0))
        height = number(said.get("height"))
        if day is not None and height is not None:
            self.book.add_height(day * 86400, height)

    def _person(self, said: _Record) -> None:
        born = day_of(str(said.get("birthDate") or ""))
        self.book.set_person(born_day=born, sex=_SEXES.get(str(said.get("gender")).upper()))


def _date(said: _Record) -> int | None:
    date = said.get("calendarDate")
    if isinstance(date, dict):
        date = date.get("date")
    return day_of(date) if isinstance(date, str) else None


def _records(said: object) -> Iterator[_Record]:
    for record in said if isinstance(said, list) else [said]:
        if isinstance(record, dict):
            yield record


def _jsons(export: Export) -> dict[str, list[str]]:
    """Return kind → JSON files; who the person is counts only beside days or nights."""
    found: dict[str, list[str]] = {}
    for name in export.named(".json"):
        head = export.head(name)
        kind = next((kind for kind, like in _KINDS.items() if like.search(head)), None)
        if kind is not None and (kind == "person" or b"calendarDate" in head):
            found.setdefault(kind, []).append(name)
    return found if found.keys() - {"person"} else {}


def _is_garmin(export: Export) -> bool:
    reports = any(is_report(export, name) for name in export.named(".csv"))
    return reports or bool(_jsons(export))


GARMIN = DeviceFormat(
    name=_NAME,
    form="Garmin",
    label_ko="실제 하루(가민)",
    recognises=_is_garmin,
    read=lambda export, collector: _Garmin(export, collector).read(),
    reads=frozenset({"resting_heart_rate", "sleep_hr", "oxygen_saturation", "weight", "bmi", *_AMOUNTS}),
    lacks=frozenset({"heart_rate"}),
)  # fmt: skip
