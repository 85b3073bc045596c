"""WHOOP: the zip of its CSVs, one row a cycle from waking to waking, by the wearer's own clock.

A cycle is the day of its waking. Energy burned holds what the body burns at rest and is not read; WHOOP's file counts no steps.
"""

from __future__ import annotations

from wearable_coach.sources.devices.amounts import PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import day_of
from wearable_coach.sources.devices.daily import DAY_MEAN, NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.tables import Row, rows_of, tables_of
from wearable_coach.sources.devices.units import number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "whoop"
_KINDS = {
    "cycles": frozenset({"cycle start time", "resting heart rate (bpm)", "wake onset"}),
    "sleeps": frozenset({"cycle start time", "wake onset", "asleep duration (min)", "nap"}),
}
_READINGS = (
    ("resting_heart_rate", "resting heart rate (bpm)", ""),
    ("oxygen_saturation", "blood oxygen %", NIGHT_MEAN),
    ("heart_rate", "average hr (bpm)", DAY_MEAN),
)


def _read(export: Export, collector: Collector) -> None:
    """Read cycles, and sleeps with naps where they stand by themselves."""
    book, tables = DayBook(_NAME, export.name), tables_of(export, _KINDS)
    for kind, names in tables.items():
        for line, row in rows_of(export, names):
            day = day_of(row.get("wake onset", ""))
            if day is None:
                collector.count("without_waking:sleep_hr")
                continue
            book.at_line(day, line)
            rank = WATCH if kind == "sleeps" else PHONE
            _sleep(row, day, rank, book)
            if kind == "cycles":
                _readings(row, day, book)
    book.hand_over(collector)


def _sleep(row: Row, day: int, rank: int, book: DayBook) -> None:
    minutes = number(row.get("asleep duration (min)"))
    if minutes is not None:
        book.nights.add_night(Recorder(rank, ""), day, minutes / 60)


def _readings(row: Row, day: int, book: DayBook) -> None:
    for field, column, how in _READINGS:
        value = number(row.get(column))
        if value is not None:
            book.add_reading(field, day, value, how)


WHOOP = DeviceFormat(
    name=_NAME,
    form="WHOOP",
    label_ko="실제 하루(WHOOP)",
    recognises=lambda export: bool(tables_of(export, _KINDS)),
    read=_read,
    reads=frozenset({"sleep_hr", *(field for field, _, _ in _READINGS)}),
    lacks=frozenset({"steps", "distance_km", "active_calories", "weight", "bmi"}),
)
