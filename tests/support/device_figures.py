"""What the importers of devices make of days as they come: ``python -m tests.support.device_figures`` writes it into the docs.

Every export holds four days of an invented person: a usual one, one of nothing but zeros, one of 150,000 steps, and one whose
time cannot be read; what is refused and what is counted stands in the table.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from tests.support.device_exports import apple_document, write_zip
from wearable_coach.sources import ImportResult, read_days
from wearable_coach.sources.devices.registry import DEVICES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "devices.md"
BEGIN, END = "<!-- figures: made by tests.support.device_figures -->", "<!-- end of figures -->"
_STEPS = (("2026-03-01", 7000), ("2026-03-02", 0), ("2026-03-03", 150_000), ("2026-02-31", 7000))
_Files = Mapping[str, bytes]


def _rows(header: str, row: str, tail: str = "") -> bytes:
    """Return a CSV of the four days; `row` says ``{date}``, ``{steps}`` and ``{half}`` of them."""
    rows = (row.format(date=date, steps=steps, half=steps / 2) for date, steps in _STEPS)
    return "\n".join([header, *rows, tail]).encode()


def _listed(record: Callable[[str, int], object]) -> bytes:
    return json.dumps([record(date, steps) for date, steps in _STEPS]).encode()


def _apple() -> _Files:
    records = [
        f'<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{who}" unit="count" startDate="{date} 09:00:00 +0900" endDate="{date} 09:10:00 +0900" value="{steps}"/>'
        for date, steps in _STEPS
        for who in ("Apple Watch", "iPhone")
    ]
    records += [
        f'<Record type="HKQuantityTypeIdentifierOxygenSaturation" sourceName="Apple Watch" unit="%" startDate="2026-03-01 12:00:00 +0900" endDate="2026-03-01 12:00:00 +0900" value="{value}"/>'
        for value in (0.97, 97)
    ]
    return {"apple_health_export/export.xml": apple_document(*records)}


def _samsung() -> _Files:
    name = "com.samsung.shealth.step_daily_trend"
    table = _rows("day_time,source_type,count,distance,calorie", "{date},-2,{steps},{half},0,")
    return {f"{name}.2026.csv": f"{name},1,1\n".encode() + table}


def _health_connect() -> _Files:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(
            "CREATE TABLE steps_record_table (start_time, end_time, start_zone_offset, count)"
        )
        for place, (_, steps) in enumerate(_STEPS):
            at = None if place == len(_STEPS) - 1 else 1772323200000 + place * 86_400_000
            made.execute("INSERT INTO steps_record_table VALUES (?, ?, 32400, ?)", (at, at, steps))
        made.commit()
        return {"health_connect_export.db": made.serialize()}  # fmt: skip


def _fitbit() -> _Files:
    def minute(date: str, steps: int) -> dict[str, str]:
        year, month, day = date.split("-")
        return {"dateTime": f"{month}/{day}/{year[2:]} 03:00:00", "value": str(steps)}

    return {"Takeout/Fitbit/Global Export Data/steps-2026-03-01.json": _listed(minute)}


def _garmin() -> _Files:
    def day(date: str, steps: int) -> dict[str, object]:
        return {"calendarDate": date, "totalSteps": steps, "totalDistanceMeters": steps / 2, "restingHeartRate": 0 if not steps else 55}  # fmt: skip

    return {"DI_CONNECT/DI-Connect-Aggregator/UDSFile_1.json": _listed(day)}


def _oura() -> _Files:
    table = _rows(
        "day;steps;active_calories;equivalent_walking_distance", "{date};{steps};0;{half}"
    )
    return {"App Data/dailyactivity.csv": table}


def _whoop() -> _Files:
    header = "Cycle start time,Resting heart rate (bpm),Blood oxygen %,Average HR (bpm),Wake onset,Asleep duration (min)"
    rows = ("2026-02-28 23:00:00,55,96,70,2026-03-01 07:00:00,420", "2026-03-01 23:00:00,0,0,0,2026-03-02 07:00:00,0", "2026-03-02 23:00:00,55,96,70,2026-03-03 07:00:00,1800", "2026-03-03 23:00:00,,,,,")  # fmt: skip
    return {"physiological_cycles.csv": "\n".join([header, *rows]).encode()}


def _withings() -> _Files:
    return {"aggregates_steps.csv": _rows("date,value", "{date},{steps}")}


def _zepp() -> _Files:
    table = _rows("date,steps,distance,runDistance,calories", "{date},{steps},{half},0,0")
    return {"ACTIVITY/ACTIVITY_1.csv": table}


def _open_wearables() -> _Files:
    def day(date: str, steps: int) -> dict[str, object]:
        return {"date": date, "user_id": "u", "source": {"provider": "oura"}, "steps": steps, "distance_meters": steps / 2}  # fmt: skip

    return {"activity.json": _listed(day)}


def _google_fit() -> _Files:
    table = _rows("Date,Move Minutes count,Distance (m),Step count", "{date},0,{half},{steps}")
    return {"Takeout/Fit/Daily activity metrics/Daily activity metrics.csv": table}


TRIALS: Mapping[str, Callable[[], _Files]] = {
    "apple_health": _apple,
    "samsung_health": _samsung,
    "health_connect": _health_connect,
    "fitbit": _fitbit,
    "garmin": _garmin,
    "oura": _oura,
    "whoop": _whoop,
    "withings": _withings,
    "zepp": _zepp,
    "open_wearables": _open_wearables,
    "google_fit": _google_fit,
}


def tried(device: str, folder: Path) -> ImportResult:
    """Return what the importer of a device makes of its trial."""
    return read_days(write_zip(folder / f"{device}.zip", TRIALS[device]()))


def figures(folder: Path) -> str:
    """Return the table of all devices as Markdown."""
    lines = [
        "| export | days in | days out | refused, by reason | read otherwise than it stands, or left aside |",
        "|---|---|---|---|---|",
    ]
    for device in DEVICES:
        result = tried(device.name, folder)
        reasons = Counter(reason for reject in result.rejects for reason in reject.reasons)
        cells = (device.form, str(result.n_rows), str(len(result.days)), _told(reasons), _told(dict(result.counts)))  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"`{kind}` {n}" for kind, n in sorted(counts.items())) or "none"


def page_with(table: str) -> str:
    """Return the page with its figures replaced."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(page_with(figures(Path(made))), encoding="utf-8")
