"""Google Fit: the daily file of Google Takeout, and the sleeps beside it.

Calories hold what the body burns at rest and are not read. The daily file parts a night at midnight, so sleep is read of the
sessions alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wearable_coach.sources.devices.amounts import OTHER, PHONE, Recorder
from wearable_coach.sources.devices.clock import HOME, day_of, moment_of
from wearable_coach.sources.devices.daily import DAY_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.formats import formats
from wearable_coach.sources.devices.tables import columns_of, rows_of
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "google_fit"
_SLEEP = b'"fitnessActivity": "sleep'
_AWAKE = "awake"


class _GoogleFit:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)
        self.names: Mapping[str, list[str]] = formats()["google_fit"]

    def read(self) -> None:
        """Read the daily files and the sleeps."""
        for line, row in rows_of(self.export, _daily(self.export)):
            self._day(line, row)
        for name in _sleeps(self.export):
            self._sleep(self.export.json(name))
        self.book.hand_over(self.collector)

    def _day(self, line: int, row: Mapping[str, str]) -> None:
        day = day_of(self._said(row, "date"))
        if day is None:
            self.collector.count("unread_time:steps")
            return
        self.book.at_line(day, line)
        for field, column, unit in (("steps", "steps", "count"), ("distance_km", "distance", "m")):
            value = number(self._said(row, column))
            if value is not None:
                self.book.add_total(field, day, value * (factor(field, unit) or 0))
        for field, column, how in (("heart_rate", "pulse", DAY_MEAN), ("weight", "weight", "")):
            value = number(self._said(row, column))
            if value is not None:
                self.book.add_reading(field, day, value, how, by=(PHONE, 0))

    def _said(self, row: Mapping[str, str], column: str) -> str:
        return next((row[name] for name in self.names[column] if name in row), "")

    def _sleep(self, said: object) -> None:
        if not isinstance(said, dict):
            return
        parts: Any = said.get("segment")
        if not isinstance(parts, list) or not parts:
            self.collector.count("without_stages:sleep_hr")
            parts = [said]
        for part in parts:
            if not isinstance(part, dict) or _AWAKE in str(part.get("fitnessActivity")):
                continue
            start = moment_of(str(part.get("startTime")), HOME)
            end = moment_of(str(part.get("endTime")), HOME)
            if start is None or end is None:
                self.collector.count("unread_time:sleep_hr")
                continue
            self.book.nights.add_asleep(Recorder(OTHER, ""), start.utc_s, end.utc_s, end.offset_s)


def _daily(export: Export) -> list[str]:
    """Return the files with a row a day: by a date and a column that only Google Fit writes."""
    rows = formats()["google_fit"]
    return [
        name
        for name in export.named(".csv")
        if (columns := columns_of(export, name)).intersection(rows["marks"])
        and columns.intersection(rows["date"])
    ]


def _sleeps(export: Export) -> list[str]:
    return [
        name
        for name in export.named(".json")
        if _SLEEP in export.head(name).replace(b'":"', b'": "')
    ]


GOOGLE_FIT = DeviceFormat(
    name=_NAME,
    form="Google Fit",
    label_ko="실제 하루(구글 피트니스)",
    recognises=lambda export: bool(_daily(export)),
    read=lambda export, collector: _GoogleFit(export, collector).read(),
    reads=frozenset({"heart_rate", "sleep_hr", "steps", "distance_km", "weight"}),
    lacks=frozenset({"resting_heart_rate", "active_calories", "oxygen_saturation", "bmi"}),
)
