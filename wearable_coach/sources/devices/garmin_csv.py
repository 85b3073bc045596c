"""The reports of Garmin's site as CSV: sleep, steps, resting heart rate and weight, a row a day.

``--`` is nothing, thousands have commas, units stand beside numbers. A report by the week is no day and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wearable_coach.errors import BadInput
from wearable_coach.sources.devices.amounts import PHONE, Recorder
from wearable_coach.sources.devices.clock import day_of
from wearable_coach.sources.devices.daily import NIGHT_MEAN, DayBook
from wearable_coach.sources.devices.formats import formats
from wearable_coach.sources.devices.units import factor, number, says_nothing
from wearable_coach.sources.exports import Export
from wearable_coach.sources.real_days import Collector

_NUMERIC = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_WEEK = re.compile(r"\d{1,2}\s*[-–]\s*(?:[A-Za-z]{3} )?\d{1,2}")
_DURATION = re.compile(r"(?:(\d+)\s*(?:h|시간)\w*)?\s*(?:(\d+)\s*(?:m|분)\w*)?$")
_MEASURE = re.compile(r"([\d.,]+)\s*([A-Za-z가-힣%]*)")
_MONTHS = 12


def is_report(export: Export, name: str) -> bool:
    """Say by its header whether a CSV is one of the site's reports."""
    return _kind(_header(export, name)) is not None


def read_report(export: Export, name: str, book: DayBook, collector: Collector) -> None:
    """Take the days of a report into `book`.

    Raises:
        BadInput: it is one by the week.
    """
    kind = _kind(_header(export, name))
    day_first = _is_day_first(export, name)
    day: int | None = None
    for line, row in export.rows(name, delimiter=","):
        cells = [cell.strip() for cell in row.values()]
        found = _date(cells[0], day_first=day_first)
        if found is None and _WEEK.search(cells[0]):
            message = f"{name}, line {line}: a week ({cells[0]}), no day; choose a report by the day on the site and export it again"
            raise BadInput(message)
        if kind == "weight":
            day = day if found is None else found
            if found is None and day is not None:
                _weight(row, (day, line), book, collector)
        elif found is None:
            collector.count(f"unread_time:{kind}")
        else:
            book.at_line(found, line)
            _take(kind, row, found, book)


def _take(kind: str | None, row: Mapping[str, str], day: int, book: DayBook) -> None:
    said = dict(_known(row))
    for column, field in (("resting", "resting_heart_rate"), ("spo2", "oxygen_saturation")):
        value = number(said.get(column))
        if value is not None:
            how = NIGHT_MEAN if field == "oxygen_saturation" else ""
            book.add_reading(field, day, value, how)
    hours = _hours(said.get("duration", ""))
    if kind == "sleep_hr" and hours is not None:
        book.nights.add_night(Recorder(PHONE, ""), day, hours)
    steps = number(said.get("steps"))
    if kind == "steps" and steps is not None:
        book.add_total("steps", day, steps)


def _weight(
    row: Mapping[str, str], at: tuple[int, int], book: DayBook, collector: Collector
) -> None:
    """Take a weight of (day, line); of a day the first line is the latest."""
    day, line = at
    said = dict(_known(row))
    measure = _MEASURE.match(said.get("weight", ""))
    by = factor("weight", measure[2].lower()) if measure else None
    value = number(measure[1]) if measure else None
    if value is None or by is None:
        if not says_nothing(said.get("weight")):
            collector.count("unknown_unit:weight")
        return
    book.add_reading("weight", day, value * by, by=(PHONE, -line))
    bmi = number(said.get("bmi"))
    if bmi is not None:
        book.add_reading("bmi", day, bmi, by=(PHONE, -line))


def _known(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = formats()["garmin_reports"]["columns"]
    for column, cell in row.items():
        for known, spellings in names.items():
            if column.strip().lower() in spellings:
                yield known, cell.strip()


def _kind(header: list[str]) -> str | None:
    """Return what a report tells of: the field of its kind; None of what is none."""
    there = {name for name, _ in _known(dict.fromkeys(header, ""))}
    first = header[0].lower() if header else "?"
    rows = formats()["garmin_reports"]
    if "duration" in there and any(word in first for word in rows["sleep_titles"]):
        return "sleep_hr"
    if {"weight", "change", "bmi"} <= there and first in rows["time_titles"]:
        return "weight"
    if first in rows["date_titles"] and {"steps", "goal"} <= there:
        return "steps"
    return "resting_heart_rate" if not first and "resting" in there else None


def _header(export: Export, name: str) -> list[str]:
    return [cell.strip().strip('"') for cell in export.header(name).split(",")]


def _is_day_first(export: Export, name: str) -> bool:
    """Say whether dates such as 17/07/2026 begin with the day: where any could not be a month."""
    return any(
        (found := _NUMERIC.match(next(iter(row.values()), "").strip())) and int(found[1]) > _MONTHS
        for _, row in export.rows(name, delimiter=",")
    )


def _date(text: str, *, day_first: bool) -> int | None:
    found = _NUMERIC.match(text.strip())
    if found and day_first:
        return day_of(f"{found[3]}-{found[2]}-{found[1]}")
    return day_of(text)


def _hours(text: str) -> float | None:
    found = _DURATION.match(text.strip())
    if found is None or not (found[1] or found[2]):
        return None
    return int(found[1] or 0) + int(found[2] or 0) / 60
