"""Zepp, Zepp Life and Mi Fit: the folders of one's own data, unpacked with the password that the app shows.

Times of sleep and body are UTC; a night's stages are minutes, and REM counts where the night is long enough for it to stand
beside the light sleep.
"""

from __future__ import annotations

from collections.abc import Callable

from wearable_coach.sources.devices.amounts import WATCH, Recorder
from wearable_coach.sources.devices.clock import DAY_S, HOME, day_of, moment_of
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.tables import Row, rows_of, tables_of
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "zepp"
_KINDS = {
    "activity": frozenset({"date", "steps", "rundistance"}),
    "sleep": frozenset({"date", "deepsleeptime", "shallowsleeptime"}),
    "pulse": frozenset({"date", "time", "heartrate"}),
    "spo2": frozenset({"date", "time", "spo2"}),
    "body": frozenset({"time", "weight", "bmi", "fatrate"}),
    "person": frozenset({"userid", "gender", "birthday"}),
}
_AMOUNTS = (("steps", "steps", "count"), ("distance_km", "distance", "m"), ("active_calories", "calories", "kcal"))  # fmt: skip
_SEXES = {"1": "M", "0": "F", "male": "M", "female": "F"}
_SLACK = 1.05
"""A night's stages may be so much longer than the night, for minutes are rounded."""
_NO_NAPS = frozenset({"", "[]"})


class _Zepp:
    """Takes the files of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)

    def read(self) -> None:
        """Read every file that says a vital."""
        tables = tables_of(self.export, _KINDS)
        takers: dict[str, Callable[[Row], None]] = {
            "activity": self._activity,
            "sleep": self._sleep,
            "pulse": self._pulse,
            "spo2": self._spo2,
            "body": self._body,
            "person": self._person,
        }
        for kind, take in takers.items():
            for _, row in rows_of(self.export, tables.get(kind)):
                take(row)
        self.book.hand_over(self.collector)

    def _activity(self, row: Row) -> None:
        day = day_of(row["date"])
        if day is None:
            self.collector.count("unread_time:steps")
            return
        for field, column, unit in _AMOUNTS:
            value = number(row.get(column))
            if value is not None:
                self.book.add_total(field, day, value * (factor(field, unit) or 0), rank=WATCH)

    def _sleep(self, row: Row) -> None:
        start, end = moment_of(row.get("start", ""), HOME), moment_of(row.get("stop", ""), HOME)
        deep, light = number(row["deepsleeptime"]), number(row["shallowsleeptime"])
        if row.get("naps", "").strip() not in _NO_NAPS:
            self.collector.count("naps_not_read:sleep_hr")
        if end is None or deep is None or light is None:
            self.collector.count("unread:sleep_hr")
            return
        minutes, rem = deep + light, number(row.get("remtime")) or 0
        night = 0.0 if start is None else (end.utc_s - start.utc_s) / 60
        if minutes + rem <= night * _SLACK:
            minutes += rem
        elif rem:
            self.collector.count("rem_inside_light:sleep_hr")
        if minutes:
            local_s = HOME.at(end.utc_s).local_s
            self.book.nights.add_night(Recorder(WATCH, ""), int(local_s // DAY_S), minutes / 60)

    def _pulse(self, row: Row) -> None:
        at, bpm = moment_of(f"{row['date']} {row['time']}", HOME), number(row["heartrate"])
        if at is None or bpm is None:
            self.collector.count("unread:heart_rate")
        else:
            self.book.pulse.add(at.local_s, bpm)

    def _spo2(self, row: Row) -> None:
        at, percent = moment_of(f"{row['date']} {row['time']}", HOME), number(row["spo2"])
        if at is None or percent is None:
            self.collector.count("unread:oxygen_saturation")
        else:
            self.book.add_spot(at, percent)

    def _body(self, row: Row) -> None:
        at = moment_of(row["time"], HOME)
        if at is None:
            self.collector.count("unread_time:weight")
            return
        day = HOME.at(at.utc_s).day
        for field in ("weight", "bmi"):
            value = number(row[field])
            if value is not None:
                self.book.add_reading(field, day, value, by=(WATCH, at.utc_s))
        height = number(row.get("height"))
        if height is not None:
            self.book.add_height(at.utc_s, height)

    def _person(self, row: Row) -> None:
        born = day_of(f"{row['birthday'].strip()[:7]}-01") or day_of(row["birthday"])
        self.book.set_person(born_day=born, sex=_SEXES.get(row["gender"].strip().lower()))


def _is_zepp(export: Export) -> bool:
    return bool(tables_of(export, _KINDS).keys() - {"person", "pulse", "spo2"})


ZEPP = DeviceFormat(
    name=_NAME,
    form="Zepp",
    label_ko="실제 하루(Zepp·Mi Fit)",
    recognises=_is_zepp,
    read=lambda export, collector: _Zepp(export, collector).read(),
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation", "weight", "bmi"}),
    lacks=frozenset(),
)  # fmt: skip
