"""Health Connect: the database that Android exports, and its records as JSON.

Energy is small calories, weight grams, distance metres. Every app's records stand side by side: of several in one part of an
hour one counts. A night is its session less the stages awake.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import Moment, moment_at
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.health_connect_json import is_records_json, read_records_json
from wearable_coach.sources.devices.nights import less_awake
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "health_connect"
_MAGIC = b"SQLite format 3\0"
_AMOUNTS = {
    "steps": ("steps_record_table", "count", "count"),
    "distance_km": ("distance_record_table", "distance", "m"),
    "active_calories": ("active_calories_burned_record_table", "energy", "cal"),
}
_READINGS = {
    "resting_heart_rate": ("resting_heart_rate_record_table", "beats_per_minute", "bpm"),
    "weight": ("weight_record_table", "weight", "g"),
}
_RANKS = {1: WATCH, 4: WATCH, 6: WATCH, 2: PHONE}
"""By the kind of device: watch, ring, band, phone."""
AWAKE_STAGES = frozenset({1, 3, 7})
"""Awake, out of bed, awake in bed."""
_LEAST = 1e-300
"""A smaller number is how the database writes that there is none."""
_BUSY_S = 1.0


class _Database:
    """Takes the tables of one database."""

    def __init__(self, connection: sqlite3.Connection, book: DayBook, collector: Collector) -> None:
        """Read `connection` into `book`."""
        self.connection, self.book, self.collector = connection, book, collector
        self.apps = self._names("application_info_table", "package_name")
        self.devices = self._names("device_info_table", "device_type")

    def read(self) -> None:
        """Read every table that says a vital.

        Raises:
            sqlite3.Error: it is damaged.
        """
        for field, (table, column, unit) in _AMOUNTS.items():
            self._amounts(field, table, column, unit)
        for field, (table, column, unit) in _READINGS.items():
            by = factor(field, unit)
            for at, value, recorder in self._instants(table, column):
                if by is not None:
                    self.book.add_reading(field, at.day, value * by, by=(recorder.rank, at.utc_s))
        for at, value, _ in self._instants("oxygen_saturation_record_table", "percentage"):
            self.book.add_spot(at, value)
        by_metre = factor("height_cm", "m") or 0
        for at, value, _ in self._instants("height_record_table", "height"):
            self.book.add_height(at.utc_s, value * by_metre)
        self._pulse()
        self._nights()

    def _amounts(self, field: str, table: str, column: str, unit: str) -> None:
        by = factor(field, unit)
        wanted = ("start_time", "end_time", "start_zone_offset", column)
        for start, end, offset, value, app, device in self._rows(table, wanted):
            amount = number(value)
            at = _moment(start, offset)
            if at is None or amount is None or by is None:
                self.collector.count(f"unread:{field}")
                continue
            until = at.local_s + ((number(end) or float(start)) - float(start)) / 1000
            amounts = self.book.amounts[field]
            amounts.add(self._recorder(app, device), at.local_s, until, amount * by)

    def _instants(self, table: str, column: str) -> Iterator[tuple[Moment, float, Recorder]]:
        for time, offset, said, app, device in self._rows(table, ("time", "zone_offset", column)):
            at, value = _moment(time, offset), number(said)
            if at is not None and value is not None and abs(value) > _LEAST:
                yield at, value, self._recorder(app, device)
            else:
                self.collector.count(f"unread:{column}")

    def _pulse(self) -> None:
        parent, series = "heart_rate_record_table", "heart_rate_record_series_table"
        if not {"row_id", "start_zone_offset"} <= self._columns(parent):
            return
        if not {"parent_key", "epoch_millis", "beats_per_minute"} <= self._columns(series):
            return
        rows = self.connection.execute(
            f"SELECT s.epoch_millis, p.start_zone_offset, s.beats_per_minute FROM {series} s JOIN {parent} p ON s.parent_key = p.row_id"  # noqa: S608 - names of ours
        )
        for millis, offset, bpm in rows:
            at, value = _moment(millis, offset), number(bpm)
            if at is not None and value is not None:
                self.book.pulse.add(at.local_s, value)

    def _nights(self) -> None:
        stages = self._stages()
        wanted = ("row_id", "start_time", "end_time", "end_zone_offset")
        for row_id, start, end, offset, app, device in self._rows("sleep_session_record_table", wanted):  # fmt: skip
            begun, ended = _moment(start, offset), _moment(end, offset)
            if begun is None or ended is None:
                self.collector.count("unread_time:sleep_hr")
                continue
            if row_id not in stages:
                self.collector.count("without_stages:sleep_hr")
            recorder = self._recorder(app, device)
            for asleep_from, asleep_to in less_awake(begun.utc_s, ended.utc_s, stages.get(row_id, [])):  # fmt: skip
                self.book.nights.add_asleep(recorder, asleep_from, asleep_to, ended.offset_s)

    def _stages(self) -> dict[int, list[tuple[float, float]]]:
        """Return session → its stretches awake (UTC, [s]); an empty list where it has stages and none awake."""
        wanted = {"parent_key", "stage_start_time", "stage_end_time", "stage_type"}
        if not wanted <= self._columns("sleep_stages_table"):
            return {}
        found: dict[int, list[tuple[float, float]]] = {}
        for parent, start, end, kind in self.connection.execute(
            "SELECT parent_key, stage_start_time, stage_end_time, stage_type FROM sleep_stages_table"
        ):
            awake = found.setdefault(parent, [])
            begun, ended = number(start), number(end)
            if kind in AWAKE_STAGES and begun is not None and ended is not None:
                awake.append((begun / 1000, ended / 1000))
        return found

    def _rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield a table's rows: these columns, the app and the device; nothing where it has not got them."""
        there = self._columns(table)
        if not {*columns} <= there:
            return
        of = [name if name in there else "NULL" for name in ("app_info_id", "device_info_id")]
        yield from self.connection.execute(f"SELECT {', '.join((*columns, *of))} FROM {table}")  # noqa: S608 - names of ours

    def _columns(self, table: str) -> set[str]:
        return {row[1] for row in self.connection.execute(f"PRAGMA table_info({table})")}

    def _names(self, table: str, column: str) -> dict[int, Any]:
        if not {"row_id", column} <= self._columns(table):
            return {}
        return dict(self.connection.execute(f"SELECT row_id, {column} FROM {table}"))  # noqa: S608 - names of ours

    def _recorder(self, app: int | None, device: int | None) -> Recorder:
        rank = _RANKS.get(self.devices.get(device or -1, 0), OTHER)
        return Recorder(rank, str(self.apps.get(app or -1, app)))


def _moment(millis: object, offset_s: object) -> Moment | None:
    stamp, offset = number(millis), number(offset_s)
    return None if stamp is None else moment_at(stamp / 1000, offset)


def _databases(export: Export) -> list[str]:
    named = (
        export.named(".db") or export.named(".sqlite") or tuple(m.name for m in export.members[:1])
    )
    return [name for name in named if export.head(name).startswith(_MAGIC)]


def _jsons(export: Export) -> list[str]:
    return [name for name in export.named(".json") if is_records_json(export.head(name))]


def _read(export: Export, collector: Collector) -> None:
    book = DayBook(_NAME, export.name)
    for name in _databases(export):
        with export.database_file(name) as path:
            _read_database(name, path, book, collector)
    for name in _jsons(export):
        read_records_json(export.json(name), book, collector)
    book.hand_over(collector)


def _read_database(name: str, path: Path, book: DayBook, collector: Collector) -> None:
    try:
        address = f"{path.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_S)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not any(table in tables for table, _, _ in _AMOUNTS.values()):
                message = f"{name}: a database without Health Connect's tables; export it in Health Connect's settings"
                raise BadInput(message)
            _Database(connection, book, collector).read()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        message = f"{name}: a damaged database ({error}); export it from Health Connect again"
        raise BadInput(message) from None


HEALTH_CONNECT = DeviceFormat(
    name=_NAME,
    form="Health Connect",
    label_ko="실제 하루(헬스 커넥트)",
    recognises=lambda export: bool(_databases(export) or _jsons(export)),
    read=_read,
    reads=frozenset({"heart_rate", "sleep_hr", "oxygen_saturation", *_AMOUNTS, *_READINGS}),
    lacks=frozenset({"bmi"}),
)
