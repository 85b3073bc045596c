"""Health Connect's records as JSON: lists by the record's name, as apps that read the API write them down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wearable_coach.errors import BadInput
from wearable_coach.sources.devices.amounts import OTHER, PHONE, WATCH, Recorder
from wearable_coach.sources.devices.clock import HOME, Moment, moment_of, offset_of
from wearable_coach.sources.devices.daily import DayBook
from wearable_coach.sources.devices.nights import less_awake
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.real_days import Collector

_KINDS = r"Steps|Distance|ActiveCaloriesBurned|HeartRate|RestingHeartRate|SleepSession|OxygenSaturation|Weight|Height"
_LISTED = re.compile(rf'"(?:{_KINDS})(?:Record)?s?"\s*:\s*\['.encode())
_TYPED = re.compile(rf'"(?:recordType|type)"\s*:\s*"(?:{_KINDS})(?:Record)?"'.encode())
_UNITS = {
    "inMeters": "m", "inKilometers": "km", "inMiles": "mi", "inCalories": "cal", "inKilocalories": "kcal",
    "inKilojoules": "kJ", "inGrams": "g", "inKilograms": "kg", "inPounds": "lb",
}  # fmt: skip
_AMOUNTS = {"distance": ("distance_km", "distance"), "activecaloriesburned": ("active_calories", "energy")}  # fmt: skip
_RANKS = {1: WATCH, 4: WATCH, 6: WATCH, 2: PHONE}
_AWAKE = frozenset({1, 3, 7, "awake", "out_of_bed", "awake_in_bed"})
_MOST_NESTED = 8
_Record = Mapping[str, Any]


def is_records_json(head: bytes) -> bool:
    """Say by a file's beginning whether it holds records of Health Connect."""
    return bool(_LISTED.search(head) or _TYPED.search(head))


def read_records_json(said: object, book: DayBook, collector: Collector) -> None:
    """Take every record of a vital into `book`.

    Raises:
        BadInput: it holds no lists of records.
    """
    found = False
    for kind, record in _records(said):
        found = True
        try:
            _take(kind, record, book, collector)
        except (KeyError, TypeError, ValueError, AttributeError):
            collector.count(f"unread:{kind}")
    if not found:
        message = (
            "Health Connect: the JSON holds no lists of records; export them by the record's name"
        )
        raise BadInput(message)


def _records(said: object, depth: int = 0) -> Iterator[tuple[str, _Record]]:
    if isinstance(said, dict):
        for name, listed in said.items():
            if isinstance(listed, list):
                for record in listed:
                    if isinstance(record, dict):
                        yield _kind(record.get("recordType", name)), record
            elif isinstance(listed, dict) and depth < _MOST_NESTED:
                yield from _records(listed, depth + 1)
    elif isinstance(said, list):
        for record in said:
            if isinstance(record, dict):
                yield _kind(record.get("recordType", record.get("type", ""))), record


def _kind(name: object) -> str:
    short = str(name).lower().replace("_", "").removesuffix("s").removesuffix("record")
    return "steps" if short == "step" else short


def _take(kind: str, record: _Record, book: DayBook, collector: Collector) -> None:
    recorder = _recorder(record)
    if kind == "steps":
        _amount(book, "steps", recorder, record, float(record["count"]))
    elif kind in _AMOUNTS:
        field, key = _AMOUNTS[kind]
        _amount(book, field, recorder, record, _measured(field, record[key]))
    elif kind == "heartrate":
        for sample in record["samples"]:
            book.pulse.add(_time(sample, "time", record).local_s, float(sample["beatsPerMinute"]))
    elif kind == "sleepsession":
        _night(book, recorder, record, collector)
    else:
        _instant(kind, book, recorder, record)


def _instant(kind: str, book: DayBook, recorder: Recorder, record: _Record) -> None:
    if kind == "restingheartrate":
        at = _time(record, "time", record)
        value = float(record["beatsPerMinute"])
        book.add_reading("resting_heart_rate", at.day, value, by=(recorder.rank, at.utc_s))
    elif kind == "weight":
        at = _time(record, "time", record)
        value = _measured("weight", record["weight"])
        book.add_reading("weight", at.day, value, by=(recorder.rank, at.utc_s))
    elif kind == "oxygensaturation":
        book.add_spot(_time(record, "time", record), float(record["percentage"]))
    elif kind == "height":
        at = _time(record, "time", record)
        book.add_height(at.utc_s, _measured("height_cm", record["height"]))


def _amount(book: DayBook, field: str, recorder: Recorder, record: _Record, value: float) -> None:
    start, end = _time(record, "startTime", record), _time(record, "endTime", record)
    book.amounts[field].add(recorder, start.local_s, start.local_s + end.utc_s - start.utc_s, value)


def _night(book: DayBook, recorder: Recorder, record: _Record, collector: Collector) -> None:
    start, end = _time(record, "startTime", record), _time(record, "endTime", record)
    stages = record.get("stages") or []
    if not stages:
        collector.count("without_stages:sleep_hr")
    awake = [
        (_time(stage, "startTime", record).utc_s, _time(stage, "endTime", record).utc_s)
        for stage in stages
        if stage.get("stage") in _AWAKE or str(stage.get("stage")).lower() in _AWAKE
    ]
    for asleep_from, asleep_to in less_awake(start.utc_s, end.utc_s, awake):
        book.nights.add_asleep(recorder, asleep_from, asleep_to, end.offset_s)


def _measured(field: str, said: object) -> float:
    """Return a quantity such as ``{"inMeters": 1200}`` in the field's unit.

    Raises:
        ValueError: it names no unit that is known.
    """
    for key, value in said.items() if isinstance(said, dict) else ():
        by, amount = factor(field, _UNITS.get(key, "")), number(value)
        if by is not None and amount is not None:
            return amount * by
    message = f"{field}: no unit"
    raise ValueError(message)


def _time(said: _Record, key: str, record: _Record) -> Moment:
    """Return a time of a record, by its zone's offset where it states one.

    Raises:
        ValueError: it is none.
    """
    at = moment_of(str(said[key]), HOME)
    if at is None:
        message = f"{key}: no time"
        raise ValueError(message)
    zone = record.get("endZoneOffset") or record.get("startZoneOffset") or record.get("zoneOffset")
    if isinstance(zone, dict):
        zone = zone.get("totalSeconds", zone.get("id"))
    offset = offset_of(zone) if isinstance(zone, str) else number(zone)
    return at if offset is None else Moment(at.utc_s, offset)


def _recorder(record: _Record) -> Recorder:
    metadata = record.get("metadata") or {}
    app = metadata.get("dataOrigin", "")
    if isinstance(app, dict):
        app = app.get("packageName", "")
    kind = number((metadata.get("device") or {}).get("type"))
    return Recorder(OTHER if kind is None else _RANKS.get(int(kind), OTHER), str(app))
