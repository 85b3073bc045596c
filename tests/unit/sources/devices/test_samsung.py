"""Samsung Health: its own day of steps, stages by their codes, times in UTC beside an offset, readings by the minute."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.device_exports import write_folder
from wearable_coach.sources import ImportResult, read_days

MARCH_1 = 1772323200000
"""Midnight of the local date, as if it were UTC."""
HEART = "com.samsung.health.heart_rate"


def read(tmp_path: Path, **tables: str) -> ImportResult:
    """Read tables by their names without dots, each a header and rows."""
    names = {
        "trend": "com.samsung.shealth.step_daily_trend",
        "pedometer": "com.samsung.shealth.tracker.pedometer_day_summary",
        "summary": "com.samsung.shealth.activity.day_summary",
        "stage": "com.samsung.health.sleep_stage",
        "sleep": "com.samsung.shealth.sleep",
        "heart": "com.samsung.shealth.tracker.heart_rate",
        "weight": "com.samsung.health.weight",
    }
    files = {
        f"{names[table]}.2026.csv": f"{names[table]},1,1\n{text}".encode()
        for table, text in tables.items()
    }
    return read_days(write_folder(tmp_path / "samsung", files))


def test_the_row_of_all_sources_is_the_day_and_others_are_not_added(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        trend=f"source_type,count,distance,calorie,day_time\n0,6000,4000,200,{MARCH_1},\n-2,7000,5000,240,{MARCH_1},\n3,6500,4500,220,{MARCH_1},\n",
        pedometer=f"step_count,distance,calorie,day_time,deviceuuid\n9000,6000,300,{MARCH_1},x,\n",
    )
    vitals = result.days[0].vitals
    assert (vitals.steps, vitals.distance_km, vitals.active_calories) == (7000, 5.0, 240)


def test_without_such_a_row_one_device_counts_and_the_days_own_energy_first(
    tmp_path: Path,
) -> None:
    result = read(
        tmp_path,
        pedometer=f"step_count,distance,calorie,day_time,deviceuuid\n9000,6000,300,{MARCH_1},x,\n8000,5000,280,{MARCH_1},y,\n",
        summary="day_time,calorie\n2026-03-01 00:00:00.000,410,\n",
    )
    vitals = result.days[0].vitals
    assert (vitals.steps, vitals.active_calories) == (9000, 410)


def test_a_night_is_its_stages_asleep_on_the_local_day_of_waking(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        stage="start_time,end_time,stage,sleep_id,time_offset\n"
        "2026-02-28 14:00:00.000,2026-02-28 16:00:00.000,40002,s,UTC+0900,\n"
        "2026-02-28 16:00:00.000,2026-02-28 16:30:00.000,40001,s,UTC+0900,\n"
        "1772296200000,1772307000000,40003,s,UTC+0900,\n",
        sleep="com.samsung.health.sleep.start_time,com.samsung.health.sleep.end_time,com.samsung.health.sleep.time_offset,com.samsung.health.sleep.datauuid,sleep_duration\n"
        "2026-02-28 14:00:00.000,2026-02-28 19:30:00.000,UTC+0900,s,330,\n"
        "2026-03-01 14:00:00.000,2026-03-01 21:00:00.000,UTC+0900,t,400,\n"
        "2026-03-02 14:00:00.000,2026-03-02 21:00:00.000,UTC+0900,u,,\n",
    )
    assert [day.vitals.sleep_hr for day in result.days] == [5.0, 6.67]
    counts = dict(result.counts)
    assert counts["without_stages:sleep_hr"] == 1
    assert counts["in_bed_only:sleep_hr"] == 1


def test_readings_by_the_minute_come_from_the_file_that_a_row_names(tmp_path: Path) -> None:
    header = f"{HEART}.start_time,{HEART}.end_time,{HEART}.heart_rate,{HEART}.time_offset,{HEART}.binning_data\n"
    hours = "".join(
        f"2026-03-01 {hour:02d}:00:00.000,2026-03-01 {hour:02d}:59:00.000,70,UTC+0900,,\n"
        for hour in range(12)
    )
    named = "2026-03-01 12:00:00.000,2026-03-01 12:59:00.000,70,UTC+0900,b.json,\n"
    bins = [
        {"start_time": 1772366400000 + minute * 60000, "heart_rate": 50.0 if minute < 30 else 90.0}
        for minute in range(60)
    ]
    folder = tmp_path / "samsung" / "jsons" / "com.samsung.shealth.tracker.heart_rate" / "b"
    folder.mkdir(parents=True)
    (folder / "b.json").write_text(json.dumps(bins), encoding="utf-8")
    (day,) = read(tmp_path, heart=header + hours + named).days
    assert day.vitals.resting_heart_rate == 50
    assert dict(day.provenance)["resting_heart_rate"].startswith("derived")


def test_a_broken_file_of_readings_is_counted_and_the_rest_read(tmp_path: Path) -> None:
    header = f"{HEART}.start_time,{HEART}.heart_rate,{HEART}.binning_data\n"
    write_folder(tmp_path / "samsung", {"b.json": b"{"})
    result = read(
        tmp_path,
        heart=header + "2026-03-01 12:00:00.000,70,b.json,\n2026-03-01 12:00:00.000,0,,\n",
        weight="start_time,weight,time_offset\n2026-03-01 01:00:00.000,61.2,UTC+0900,\nsoon,61.2,UTC+0900,\n",
    )
    assert result.days[0].vitals.weight == 61.2
    counts = dict(result.counts)
    assert counts["unread_file:heart_rate"] == counts["impossible:heart_rate"] == 1
    assert counts["unread_time:weight"] == 1
