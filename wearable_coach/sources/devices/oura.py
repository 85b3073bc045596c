"""Oura: the zip of its membership page (CSV by semicolons), the older file of trends, and the API's JSON.

A day has its own column. Sleep is what was slept of all periods, naps included; Oura's resting rate is the lowest of the night.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wearable_coach.input_values import json_of
from wearable_coach.sources.devices.amounts import WATCH, Recorder
from wearable_coach.sources.devices.clock import HOME, Stamps, day_of
from wearable_coach.sources.devices.daily import NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.tables import rows_of, tables_of
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "oura"
LOWEST_AT_NIGHT = "lowest at night"
_KINDS = {
    "trends": frozenset({"date", "total sleep time", "lowest resting heart rate"}),
    "activity": frozenset({"day", "steps", "active_calories"}),
    "sleep": frozenset({"day", "total_sleep_duration"}),
    "spo2": frozenset({"day", "spo2_percentage"}),
    "pulse": frozenset({"timestamp", "bpm", "source"}),
}
_JSON = {
    "activity": re.compile(rb'"equivalent_walking_distance"'),
    "sleep": re.compile(rb'"total_sleep_duration"'),
    "spo2": re.compile(rb'"spo2_percentage"'),
}
_NO_SLEEP = frozenset({"deleted", "rest"})
_Row = Mapping[str, Any]


class _Oura:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)
        self.stamps = Stamps(HOME)

    def read(self) -> None:
        """Read every file that says a vital."""
        tables, jsons = _tables(self.export), _jsons(self.export)
        takers = {"activity": self._activity, "sleep": self._sleep, "spo2": self._spo2, "pulse": self._pulse, "trends": self._trends}  # fmt: skip
        for kind, take in takers.items():
            for line, row in rows_of(self.export, tables.get(kind)):
                self._take(take, row, line)
            for name in jsons.get(kind, ()):
                for row in _records(self.export.json(name)):
                    self._take(take, row, 0)
        self.book.hand_over(self.collector)

    def _take(self, take: Any, row: _Row, line: int) -> None:  # noqa: ANN401 - one of the takers
        day = day_of(str(row.get("day") or row.get("date") or row.get("timestamp") or ""))
        if day is None:
            self.collector.count("unread_time:day")
            return
        if line:
            self.book.at_line(day, line)
        take(day, row)

    def _activity(self, day: int, row: _Row) -> None:
        for field, key, unit in (("steps", "steps", "count"), ("distance_km", "equivalent_walking_distance", "m"), ("active_calories", "active_calories", "kcal")):  # fmt: skip
            value = number(row.get(key))
            if value is not None:
                self.book.add_total(field, day, value * (factor(field, unit) or 0), rank=WATCH)

    def _sleep(self, day: int, row: _Row) -> None:
        slept, lowest = number(row.get("total_sleep_duration")), number(row.get("lowest_heart_rate"))  # fmt: skip
        kind = row.get("type")
        if kind in _NO_SLEEP or slept is None:
            self.collector.count("no_sleep:sleep_hr")
            return
        self.book.nights.add_night(Recorder(WATCH, ""), day, slept / 3600)
        if lowest is not None and kind in (None, "", "long_sleep"):
            self.book.add_reading("resting_heart_rate", day, lowest, LOWEST_AT_NIGHT)

    def _spo2(self, day: int, row: _Row) -> None:
        said = row.get("spo2_percentage")
        if isinstance(said, str):
            try:
                said = json_of(said)
            except ValueError:
                said = None
        percent = number(said.get("average")) if isinstance(said, dict) else number(said)
        if percent is not None:
            self.book.add_reading("oxygen_saturation", day, percent, NIGHT_MEAN)

    def _pulse(self, _: int, row: _Row) -> None:
        at, bpm = self.stamps.local_s(str(row.get("timestamp"))), number(row.get("bpm"))
        if at is None or bpm is None:
            self.collector.count("unread:heart_rate")
        else:
            self.book.pulse.add(at, bpm)

    def _trends(self, day: int, row: _Row) -> None:
        slept, lowest = number(row.get("total sleep time")), number(row.get("lowest resting heart rate"))  # fmt: skip
        if slept is not None:
            self.book.nights.add_night(Recorder(WATCH, ""), day, slept / 3600)
        if lowest is not None:
            self.book.add_reading("resting_heart_rate", day, lowest, LOWEST_AT_NIGHT)
        for field, key in (("steps", "steps"), ("active_calories", "activity burn")):
            value = number(row.get(key))
            if value is not None:
                self.book.add_total(field, day, value, rank=WATCH)


def _records(said: object) -> Iterator[_Row]:
    listed = said.get("data", [said]) if isinstance(said, dict) else said
    for record in listed if isinstance(listed, list) else ():
        if isinstance(record, dict):
            yield record


def _tables(export: Export) -> dict[str, list[str]]:
    return tables_of(export, _KINDS)


def _jsons(export: Export) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in export.named(".json"):
        kind = next((k for k, like in _JSON.items() if like.search(export.head(name))), None)
        if kind is not None:
            found.setdefault(kind, []).append(name)
    return found


OURA = DeviceFormat(
    name=_NAME,
    form="Oura",
    label_ko="실제 하루(오우라)",
    recognises=lambda export: bool(_tables(export).keys() - {"pulse"} or _jsons(export)),
    read=lambda export, collector: _Oura(export, collector).read(),
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation"}),
    lacks=frozenset({"weight", "bmi"}),
)  # fmt: skip
