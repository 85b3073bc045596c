"""Open Wearables: what its API answers about days, kept as JSON: activity, sleep, body and recovery, of many people.

Several providers of one day stand in several rows; one of them counts. A row without a user is the file's own person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wearable_coach.sources.devices.amounts import OTHER, WATCH, Recorder
from wearable_coach.sources.devices.clock import day_of
from wearable_coach.sources.devices.daily import DAY_MEAN, NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.device import DeviceFormat
from wearable_coach.sources.devices.units import factor, number
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NAME = "open_wearables"
_LIKE = re.compile(rb'"(?:active_calories_kcal|time_in_bed_minutes|resting_heart_rate_bpm|distance_meters)"')  # fmt: skip
_PROVIDER = re.compile(rb'"(?:source|provider|pagination)"')
_AMOUNTS = (("steps", "steps", "count"), ("distance_km", "distance_meters", "m"), ("active_calories", "active_calories_kcal", "kcal"))  # fmt: skip
_READINGS = (("resting_heart_rate", "resting_heart_rate_bpm", ""), ("weight", "weight_kg", ""), ("bmi", "bmi", ""), ("oxygen_saturation", "avg_spo2_percent", NIGHT_MEAN))  # fmt: skip
_MOST_NESTED = 8
_Row = Mapping[str, Any]


def _read(export: Export, collector: Collector) -> None:
    """Read every answer, a book a user."""
    books: dict[str | None, DayBook] = {}
    for name in _answers(export):
        for user, row in _rows(export.json(name), None):
            if user not in books:
                books[user] = DayBook(_NAME, export.name, user)
            day = day_of(str(row["date"]))
            if day is None:
                collector.count("unread_time:day")
            else:
                _take(row, day, books[user])
    for book in books.values():
        book.hand_over(collector)


def _take(row: _Row, day: int, book: DayBook) -> None:
    recorder = Recorder(OTHER, _provider(row))
    for field, key, unit in _AMOUNTS:
        value = number(row.get(key))
        if value is not None:
            book.amounts[field].add_total(recorder, day, value * (factor(field, unit) or 0))
    for field, key, how in _READINGS:
        value = number(row.get(key))
        if value is not None:
            book.add_reading(field, day, value, how)
    _sleep(row, day, recorder, book)
    pulse = row.get("heart_rate")
    mean = number(pulse.get("avg_bpm")) if isinstance(pulse, dict) else None
    if mean is not None:
        book.add_reading("heart_rate", day, mean, DAY_MEAN)
    height = number(row.get("height_cm"))
    if height is not None:
        book.add_height(day * 86400, height)


def _sleep(row: _Row, day: int, recorder: Recorder, book: DayBook) -> None:
    """Take the night's stages where they stand, else what was slept; naps come on top."""
    naps = number(row.get("nap_duration_minutes")) or 0
    stages = row.get("stages") if isinstance(row.get("stages"), dict) else {}
    slept = [number((stages or {}).get(f"{stage}_minutes")) for stage in ("light", "deep", "rem")]
    minutes = number(row.get("duration_minutes")) if "time_in_bed_minutes" in row else None
    if any(part is not None for part in slept):
        minutes = sum(part or 0 for part in slept)
    if minutes is not None:
        book.nights.add_night(Recorder(WATCH, recorder.name), day, (minutes + naps) / 60)
    elif number(row.get("sleep_duration_seconds")) is not None:
        seconds = number(row.get("sleep_duration_seconds")) or 0
        book.nights.add_night(recorder, day, seconds / 3600)


def _provider(row: _Row) -> str:
    source = row.get("source")
    return str(source.get("provider", "")) if isinstance(source, dict) else str(source or "")


def _rows(said: object, user: str | None, depth: int = 0) -> Iterator[tuple[str | None, _Row]]:
    """Yield (user, row with a date) of whatever nests them: pages, lists by the kind."""
    if depth > _MOST_NESTED:
        return
    if isinstance(said, list):
        for one in said:
            yield from _rows(one, user, depth + 1)
    elif isinstance(said, dict):
        user = str(said["user_id"]) if said.get("user_id") else user
        if "date" in said:
            yield user, said
            return
        for one in said.values():
            if isinstance(one, list | dict):
                yield from _rows(one, user, depth + 1)


def _answers(export: Export) -> list[str]:
    return [
        name
        for name in export.named(".json")
        if _LIKE.search(export.head(name)) and _PROVIDER.search(export.head(name))
    ]


OPEN_WEARABLES = DeviceFormat(
    name=_NAME,
    form="Open Wearables",
    label_ko="실제 하루(Open Wearables)",
    recognises=lambda export: bool(_answers(export)),
    read=_read,
    reads=frozenset({"heart_rate", "resting_heart_rate", "sleep_hr", "steps", "distance_km", "active_calories", "oxygen_saturation", "weight", "bmi"}),
    lacks=frozenset(),
)  # fmt: skip
