"""Withings: the zip of its CSVs; sums a day in ``aggregates_…``, series in ``raw_…`` with lists in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from wearable_coach.input_values import json_of
from wearable_coach.sources.devices.amounts import WATCH, Recorder
from wearable_coach.sources.devices.clock import HOME, day_of, moment_of
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.tables import Row, columns_of, rows_of
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "withings"
_AMOUNTS = {
    "aggregates_steps": ("steps", "count"),
    "aggregates_distance": ("distance_km", "m"),
    "aggregates_calories_earned": ("active_calories", "kcal"),
}
_SLEPT = ("light (s)", "deep (s)", "rem (s)")
_MEASURED = re.compile(r"(weight|height) \((kg|lb|m|in|st)\)$")
_FEET = re.compile(r"(\d+)'\s*([\d.]+)")
_INCHES = 12
_MOST_STEP_S = 3600
"""Between two heart rates of one series."""


class _Withings:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)

    def read(self) -> None:
        """Read every file that says a vital."""
        for kind, name in _files(self.export):
            for line, row in rows_of(self.export, [name]):
                if kind in _AMOUNTS:
                    self._amount(kind, row, line)
                elif kind == "sleep":
                    self._sleep(row)
                elif kind == "pulse":
                    self._pulse(row)
                else:
                    self._body(row)
        self.book.hand_over(self.collector)

    def _amount(self, kind: str, row: Row, line: int) -> None:
        field, unit = _AMOUNTS[kind]
        day, value = day_of(row.get("date", "")), number(row.get("value"))
        if day is None or value is None:
            self.collector.count(f"unread:{field}")
            return
        self.book.at_line(day, line)
        self.book.add_total(field, day, value * (factor(field, unit) or 0), rank=WATCH)

    def _sleep(self, row: Row) -> None:
        end = moment_of(row.get("to", ""), HOME)
        slept = [number(row.get(column)) for column in _SLEPT]
        if end is None:
            self.collector.count("unread_time:sleep_hr")
        elif all(part is None for part in slept):
            self.book.nights.add_in_bed(end.day)
        else:
            hours = sum(part or 0 for part in slept) / 3600
            self.book.nights.add_night(Recorder(WATCH, ""), end.day, hours)

    def _pulse(self, row: Row) -> None:
        """Take a series: a start, lists of seconds and of heart rates."""
        start = moment_of(row.get("start", ""), HOME)
        lengths, values = _numbers(row.get("duration", "")), _numbers(row.get("value", ""))
        if start is None or not values:
            self.collector.count("unread:heart_rate")
            return
        at = start.local_s
        for place, bpm in enumerate(values):
            self.book.pulse.add(at, bpm)
            at += min(lengths[place], _MOST_STEP_S) if place < len(lengths) else 0

    def _body(self, row: Row) -> None:
        at = moment_of(row.get("date", ""), HOME)
        if at is None:
            self.collector.count("unread_time:weight")
            return
        for column, cell in row.items():
            found = _MEASURED.match(column)
            value = _measure(cell) if found else None
            if found is None or value is None:
                continue
            field = "weight" if found[1] == "weight" else "height_cm"
            by = factor(field, found[2])
            if by is None:
                self.collector.count(f"unknown_unit:{field}")
            elif field == "weight":
                self.book.add_reading("weight", at.day, value * by, by=(WATCH, at.utc_s))
            else:
                self.book.add_height(at.utc_s, value * by)


def _measure(cell: str) -> float | None:
    """Return a number, or feet and inches as inches."""
    found = _FEET.match(cell.strip())
    return int(found[1]) * _INCHES + float(found[2]) if found else number(cell)


def _numbers(cell: str) -> list[float]:
    try:
        said = json_of(cell)
    except ValueError:
        return []
    listed = said if isinstance(said, list) else [said]
    return [value for one in listed if (value := number(one)) is not None]


def _files(export: Export) -> Iterator[tuple[str, str]]:
    """Yield (kind, file), each known by its columns, of two alike by its name."""
    for name in export.named(".csv"):
        columns, base = columns_of(export, name), PurePosixPath(name).stem.lower()
        kind = next((kind for kind in _AMOUNTS if base.endswith(kind)), "")
        if kind and {"date", "value"} <= columns:
            yield kind, name
        elif {"from", "to", *_SLEPT[:2]} <= columns:
            yield "sleep", name
        elif {"start", "duration", "value"} <= columns and "_hr" in base:
            yield "pulse", name
        elif any(_MEASURED.match(c) for c in columns) and {"date", "comments"} <= columns:
            yield "body", name


WITHINGS = DeviceFormat(
    name=_NAME,
    form="Withings",
    label_ko="실제 하루(위딩스)",
    recognises=lambda export: any(_files(export)),
    read=lambda export, collector: _Withings(export, collector).read(),
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "weight"}),
    lacks=frozenset({"oxygen_saturation", "bmi"}),
)  # fmt: skip
