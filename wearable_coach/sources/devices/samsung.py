"""Samsung Health: the folder or zip of its CSVs, each with a title line, spare commas and times in UTC beside an offset.

A day of steps is the row that Samsung itself made of all sources (``source_type`` −2) where there is one. Heart rate is every
reading of the day; Samsung states no resting rate, so the lowest half hour stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from wearable_coach.errors import BadInput
from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import Moment, day_of, moment_at, moment_of, offset_of
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "samsung_health"
_TITLE = re.compile(r"(com\.samsung\.s?health\.[a-z0-9_.]+),\d+,\d+,?\s*$")
_ALL_SOURCES = "-2"
_STAGES_ASLEEP = frozenset({"40002", "40003", "40004"})
"""Light, deep and REM; 40001 is awake."""
_SEXES = {"M": "M", "F": "F"}
_MOST_MEAN_S = 2 * 3600
"""A mean over a longer time is of no use for a lowest half hour."""
_STEP_S = 300
_AMOUNTS = {
    "com.samsung.shealth.step_daily_trend": ("count", WATCH),
    "com.samsung.shealth.tracker.pedometer_day_summary": ("step_count", PHONE),
}
_Row = Mapping[str, str]
_Take = Callable[[_Row], None]


class _Samsung:
    """Takes the tables of one export."""

    def __init__(self, export: Export, collector: Collector) -> None:
        """Read `export`; what is read otherwise than it stands is counted by `collector`."""
        self.export, self.collector = export, collector
        self.book = DayBook(_NAME, export.name)
        self.by_base = {PurePosixPath(m.name).name: m.name for m in export.members}
        self.staged: set[str] = set()

    def read(self) -> None:
        """Read every table that says a vital."""
        tables: dict[str, list[str]] = {}
        for name in self.export.named(".csv"):
            if found := _TITLE.match(self.export.header(name)):
                tables.setdefault(found[1], []).append(name)
        for table, (count, rank) in _AMOUNTS.items():
            for row in self._rows(tables.get(table, ())):
                self._amounts(row, count, rank)
        self._each(tables, "com.samsung.shealth.activity.day_summary", self._energy)
        self._each(tables, "com.samsung.health.sleep_stage", self._stage)
        self._each(tables, "com.samsung.shealth.sleep", self._sleep)
        self._each(tables, "com.samsung.shealth.tracker.heart_rate", self._pulse)
        self._each(tables, "com.samsung.shealth.tracker.oxygen_saturation", self._saturation)
        for body in ("com.samsung.health.weight", "com.samsung.health.body_composition"):
            self._each(tables, body, self._body)
        self._each(tables, "com.samsung.health.height", self._height)
        self._each(tables, "com.samsung.health.user_profile", self._person)
        self.book.hand_over(self.collector)

    def _each(self, tables: Mapping[str, list[str]], table: str, take: _Take) -> None:
        for row in self._rows(tables.get(table, ())):
            take(row)

    def _rows(self, names: list[str] | tuple[str, ...]) -> Iterator[_Row]:
        for name in names:
            for _, row in self.export.rows(name, delimiter=",", title=_TITLE):
                yield _short(row)

    def _amounts(self, row: _Row, count: str, rank: int) -> None:
        day = _day(row)
        if day is None:
            self.collector.count("unread_time:steps")
            return
        whole = row.get("source_type", "").strip() == _ALL_SOURCES
        recorder = Recorder(rank if whole or rank == PHONE else OTHER, row.get("deviceuuid", ""))
        says = (("steps", count, 1.0), ("distance_km", "distance", factor("distance_km", "m")), ("active_calories", "calorie", 1.0))  # fmt: skip
        for field, column, by in says:
            value = number(row.get(column))
            if value is not None and by is not None:
                self.book.amounts[field].add_total(recorder, day, value * by)

    def _energy(self, row: _Row) -> None:
        day, value = _day(row), number(row.get("calorie"))
        if day is not None and value is not None:
            self.book.amounts["active_calories"].add_total(Recorder(WATCH, "day"), day, value)

    def _stage(self, row: _Row) -> None:
        start, end = _time(row, "start_time"), _time(row, "end_time")
        if start is None or end is None:
            self.collector.count("unread_time:sleep_hr")
            return
        self.staged.add(row.get("sleep_id", ""))
        if row.get("stage", "").strip() in _STAGES_ASLEEP:
            self.book.nights.add_asleep(Recorder(WATCH, ""), start.utc_s, end.utc_s, end.offset_s)

    def _sleep(self, row: _Row) -> None:
        """Take a night that has no stages: what the app says was slept."""
        end, minutes = _time(row, "end_time"), number(row.get("sleep_duration"))
        if end is None:
            self.collector.count("unread_time:sleep_hr")
        elif row.get("datauuid", "") in self.staged:
            return
        elif minutes is None:
            self.book.nights.add_in_bed(end.day)
        else:
            self.collector.count("without_stages:sleep_hr")
            self.book.nights.add_night(Recorder(PHONE, ""), end.day, minutes / 60)

    def _pulse(self, row: _Row) -> None:
        start, bpm = _time(row, "start_time"), number(row.get("heart_rate"))
        end = _time(row, "end_time") or start
        if start is None or end is None or bpm is None:
            self.collector.count("unread:heart_rate")
            return
        parts = self._bins(row.get("binning_data", ""))
        if parts:
            for utc_s, value in parts:
                self.book.pulse.add(utc_s + start.offset_s, value)
        elif 0 <= end.utc_s - start.utc_s <= _MOST_MEAN_S:
            for place in range(int((end.utc_s - start.utc_s) // _STEP_S) + 1):
                self.book.pulse.add(start.local_s + place * _STEP_S, bpm)

    def _bins(self, cell: str) -> list[tuple[float, float]]:
        """Return (UTC [s], bpm) of the file that a cell names; none where it is not there."""
        name = self.by_base.get(cell.strip())
        if not name:
            return []
        try:
            said = self.export.json(name)
        except BadInput:
            self.collector.count("unread_file:heart_rate")
            return []
        found = []
        for part in said if isinstance(said, list) else ():
            if isinstance(part, dict):
                at, bpm = number(part.get("start_time")), number(part.get("heart_rate"))
                if at is not None and bpm is not None:
                    found.append((at / 1000, bpm))
        return found

    def _saturation(self, row: _Row) -> None:
        at, percent = _time(row, "start_time"), number(row.get("spo2"))
        if at is None or percent is None:
            self.collector.count("unread:oxygen_saturation")
        else:
            self.book.add_spot(at, percent)

    def _body(self, row: _Row) -> None:
        at = _time(row, "start_time")
        if at is None:
            self.collector.count("unread_time:weight")
            return
        for field, columns in (("weight", ("weight",)), ("bmi", ("body_mass_index", "bmi"))):
            value = next((v for c in columns if (v := number(row.get(c))) is not None), None)
            if value is not None:
                self.book.add_reading(field, at.day, value, by=(OTHER, at.utc_s))
        height = number(row.get("height"))
        if height is not None:
            self.book.add_height(at.utc_s, height)

    def _height(self, row: _Row) -> None:
        at, height = _time(row, "start_time"), number(row.get("height"))
        if at is not None and height is not None:
            self.book.add_height(at.utc_s, height)

    def _person(self, row: _Row) -> None:
        key, said = row.get("key", "").strip(), row.get("text_value", "").strip()
        if key == "gender":
            self.book.set_person(sex=_SEXES.get(said.upper()[:1]))
        elif key == "birth_date" and len(said) >= len("19900101"):
            digits = said.replace("-", "")
            self.book.set_person(born_day=day_of(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"))


def _short(row: _Row) -> dict[str, str]:
    """Return a row by the last part of its columns' names; of two, the one that says anything."""
    found: dict[str, str] = {}
    for name, cell in row.items():
        short = name.rsplit(".", 1)[-1]
        if cell.strip() or short not in found:
            found[short] = cell
    return found


def _day(row: _Row) -> int | None:
    """Return the day of a row: midnight of the local date, written as if it were UTC."""
    said = row.get("day_time", "").strip()
    stamp = number(said)
    if stamp is None:
        return day_of(said)
    at = moment_at(stamp / 1000, 0)
    return None if at is None else at.day


def _time(row: _Row, column: str) -> Moment | None:
    """Return a time: UTC, as text or epoch milliseconds, with the clock's offset beside it."""
    said = row.get(column, "").strip()
    stamp = number(said)
    at = moment_of(said) if stamp is None else moment_at(stamp / 1000, 0)
    return None if at is None else moment_at(at.utc_s, offset_of(row.get("time_offset", "")))


def _is_samsung(export: Export) -> bool:
    return any(
        _TITLE.match(export.header(name))
        for name in export.named(".csv")
        if "com.samsung." in name or len(export.members) == 1
    )


SAMSUNG = DeviceFormat(
    name=_NAME,
    form="Samsung Health",
    label_ko="실제 하루(삼성 헬스)",
    recognises=_is_samsung,
    read=lambda export, collector: _Samsung(export, collector).read(),
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation", "weight", "bmi"}),
    lacks=frozenset(),
)  # fmt: skip
