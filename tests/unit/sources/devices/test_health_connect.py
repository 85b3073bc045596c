"""Health Connect: its database as Android exports it, and its records as JSON."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.device_exports import EXPORTS, write_zip
from wearable_coach.errors import BadInput
from wearable_coach.sources import detect, read_days

DATABASE = "health_connect_export.db"


def changed(tmp_path: Path, *statements: str) -> Path:
    """Return the example's database after some statements."""
    path = tmp_path / DATABASE
    path.write_bytes(EXPORTS["health_connect"]()[DATABASE])
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path


def test_a_database_by_itself_is_read_as_its_zip(tmp_path: Path) -> None:
    alone = read_days(changed(tmp_path))
    zipped = read_days(write_zip(tmp_path / "Health Connect.zip", EXPORTS["health_connect"]()))
    assert [day.vitals for day in alone.days] == [day.vitals for day in zipped.days]


def test_energy_is_small_calories_and_of_two_apps_the_watch_counts(tmp_path: Path) -> None:
    vitals = read_days(changed(tmp_path)).days[0].vitals
    assert (vitals.active_calories, vitals.steps, vitals.weight) == (150, 3000, 61.2)
    only_phone = changed(tmp_path, "DELETE FROM steps_record_table WHERE device_info_id = 1")
    assert read_days(only_phone).days[0].vitals.steps == 3100


def test_a_night_is_its_session_less_the_time_awake_and_whole_where_no_stage_is_known(
    tmp_path: Path,
) -> None:
    assert read_days(changed(tmp_path)).days[0].vitals.sleep_hr == 6.0
    result = read_days(changed(tmp_path, "DELETE FROM sleep_stages_table"))
    assert result.days[0].vitals.sleep_hr == 6.5
    assert dict(result.counts)["without_stages:sleep_hr"] == 1


def test_what_is_written_for_nothing_is_nothing(tmp_path: Path) -> None:
    result = read_days(changed(tmp_path, "UPDATE weight_record_table SET weight = 5e-324"))
    assert result.days[0].vitals.weight is None
    assert dict(result.counts)["unread:weight"] == 1


def test_tables_and_columns_that_are_not_there_are_missing_vitals(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "DROP TABLE oxygen_saturation_record_table",
        "DROP TABLE heart_rate_record_series_table",
        "DROP TABLE device_info_table",
        "DROP TABLE sleep_session_record_table",
        "ALTER TABLE weight_record_table RENAME COLUMN weight TO mass",
    )
    told = read_days(path).days[0].vitals.model_dump(exclude_none=True)
    assert {*told} == {"steps", "distance_km", "active_calories", "resting_heart_rate"}


def test_another_database_and_a_damaged_one_are_refused_by_name(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()
    with pytest.raises(BadInput, match=r"other.db: a database without Health Connect's tables"):
        read_days(other)
    path = changed(tmp_path)
    path.write_bytes(path.read_bytes()[:8192] + bytes(4096))
    with pytest.raises(BadInput, match=f"{DATABASE}: a damaged database"):
        read_days(path)


def test_records_as_json_say_what_the_database_says(tmp_path: Path) -> None:
    at, until = "2026-03-01T00:00:00Z", "2026-03-01T00:10:00Z"
    span = {"startTime": at, "endTime": until, "startZoneOffset": "+09:00"}
    watch = {"metadata": {"dataOrigin": "watch", "device": {"type": 1}}}
    pulse = [{"time": f"2026-03-01T{hour:02d}:00:00Z", "beatsPerMinute": 60 + hour} for hour in range(12)]  # fmt: skip
    night = {
        "startTime": "2026-02-28T14:00:00Z",
        "endTime": "2026-02-28T21:00:00Z",
        "endZoneOffset": {"totalSeconds": 32400},
        "stages": [{"startTime": "2026-02-28T15:00:00Z", "endTime": "2026-02-28T16:00:00Z", "stage": 1}],
    }  # fmt: skip
    said = {
        "StepsRecord": [span | watch | {"count": 3000}, span | {"count": 3100}, {"count": 5}],
        "DistanceRecord": [span | {"distance": {"inMeters": 2400}}],
        "ActiveCaloriesBurnedRecord": [span | {"energy": {"inKilocalories": 150}}],
        "HeartRateRecord": [span | {"samples": pulse}],
        "RestingHeartRateRecord": [{"time": at, "beatsPerMinute": 58}],
        "SleepSessionRecord": [night],
        "OxygenSaturationRecord": [{"time": at, "percentage": 97}],
        "WeightRecord": [{"time": at, "weight": {"inPounds": 134.92}}, {"time": at, "weight": 61}],
        "HeightRecord": [{"time": at, "height": {"inMeters": 1.66}}],
        "NutritionRecord": [{"time": at, "energy": {"inKilocalories": 900}}],
    }
    path = tmp_path / "records.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    assert detect(path) == "health_connect"
    result = read_days(path)
    (day,) = result.days
    expected = {"heart_rate": 66, "resting_heart_rate": 58, "sleep_hr": 6.0, "steps": 3000, "distance_km": 2.4, "active_calories": 150, "oxygen_saturation": 97, "weight": 61.2}  # fmt: skip
    assert day.vitals.model_dump(exclude_none=True) == expected
    assert day.profile.height_cm == 166
    counts = dict(result.counts)
    assert counts["unread:steps"] == counts["unread:weight"] == 1


def test_typed_records_in_one_list_are_read_and_an_empty_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    typed = {"recordType": "Steps", "startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-01T00:10:00Z", "count": 77}  # fmt: skip
    path.write_text(json.dumps([typed]), encoding="utf-8")
    assert read_days(path).days[0].vitals.steps == 77
    path.write_text('{"StepsRecord": [], "page": {"StepsRecord": [1]}}', encoding="utf-8")
    with pytest.raises(BadInput, match="holds no lists of records"):
        read_days(path)
