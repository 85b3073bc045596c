"""Exports of invented persons, one of each device, made after the schemas in ``formats.yaml``: what the tests read."""
# ruff: noqa: S608 - made of names of ours

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

_DAY = "2026-03-01"


def apple_record(kind: str, value: str, unit: str, span: str, who: str = "Watch") -> str:
    """Return a record of a day; `span` is ``09:00-09:10``, or one time."""
    start, _, end = span.partition("-")
    return f' <Record type="HK{kind}" sourceName="{who}" unit="{unit}" startDate="{_DAY} {start}:00 +0900" endDate="{_DAY} {end or start}:00 +0900" value="{value}"/>'


def apple_document(*records: str) -> bytes:
    """Return an ``export.xml`` with these records, and the DTD that some versions of iOS write badly."""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,(Record)*>\n]>",
            '<HealthData locale="ko_KR">',
            ' <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-05-05" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>',
            *records,
            "</HealthData>",
        ]
    ).encode()


def apple_health() -> dict[str, bytes]:
    quantity, sleep = "QuantityTypeIdentifier", "CategoryTypeIdentifierSleepAnalysis"
    document = apple_document(
        apple_record(f"{quantity}Height", "164", "cm", "07:00"),
        apple_record(f"{quantity}StepCount", "6200", "count", "09:00-09:10"),
        apple_record(f"{quantity}DistanceWalkingRunning", "4.4", "km", "09:00-09:10"),
        apple_record(f"{quantity}ActiveEnergyBurned", "310", "kcal", "09:00-09:10"),
        *(
            apple_record(f"{quantity}HeartRate", str(58 + hour), "count/min", f"{hour:02d}:02")
            for hour in range(7, 22)
        ),
        apple_record(f"{quantity}RestingHeartRate", "57", "count/min", "08:00"),
        apple_record(f"{quantity}BodyMass", "58.4", "kg", "08:00"),
        apple_record(f"{quantity}BodyMassIndex", "21.7", "count", "08:00"),
        apple_record(f"{quantity}OxygenSaturation", "0.97", "%", "03:00"),
        apple_record(sleep, "HKCategoryValueSleepAnalysisAsleepCore", "", "00:10-06:40"),
        apple_record(sleep, "HKCategoryValueSleepAnalysisInBed", "", "00:00-07:00"),
    )
    other = b'<?xml version="1.0"?>\n<ClinicalDocument/>'
    return {
        "apple_health_export/\ub0b4\ubcf4\ub0b4\uae30.xml": document,
        "apple_health_export/export_cda.xml": other,
    }


def samsung_health() -> dict[str, bytes]:
    def table(name: str, header: str, *rows: str) -> bytes:
        return "\n".join([f"{name},6,3", header, *(f"{row}," for row in rows)]).encode()

    heart = "com.samsung.health.heart_rate"
    spo2 = "com.samsung.health.oxygen_saturation"
    pulses = [
        f"UTC+0900,2026-02-28 {h:02d}:00:00.000,2026-02-28 {h:02d}:55:00.000,{50 + h}"
        for h in range(15, 24)
    ] + [
        f"UTC+0900,2026-03-01 {h:02d}:00:00.000,2026-03-01 {h:02d}:55:00.000,{70 + h}"
        for h in range(6)
    ]
    made = {
        "com.samsung.shealth.step_daily_trend": ("source_type,count,distance,calorie,day_time", ["-2,7200,5100,240,1772323200000", "0,7000,5000,230,1772323200000"]),
        "com.samsung.health.sleep_stage": ("start_time,sleep_id,stage,time_offset,end_time", ["2026-02-28 15:00:00.000,s1,40002,UTC+0900,2026-02-28 21:00:00.000", "2026-02-28 21:00:00.000,s1,40001,UTC+0900,2026-02-28 21:30:00.000"]),
        "com.samsung.shealth.tracker.heart_rate": (f"{heart}.time_offset,{heart}.start_time,{heart}.end_time,{heart}.heart_rate", pulses),
        "com.samsung.shealth.tracker.oxygen_saturation": (f"{spo2}.start_time,{spo2}.time_offset,{spo2}.spo2", ["2026-02-28 18:00:00.000,UTC+0900,96.0"]),
        "com.samsung.health.weight": ("start_time,time_offset,weight,height,body_mass_index", ["2026-02-28 22:30:00.000,UTC+0900,61.2,166.0,22.2"]),
        "com.samsung.health.user_profile": ("key,text_value", ["gender,F", "birth_date,19900505"]),
    }  # fmt: skip
    return {
        f"samsunghealth/{name}.20260302.csv": table(name, header, *rows)
        for name, (header, rows) in made.items()
    }


_SEOUL_MS = 1772290800000
"""Midnight of the day in Seoul."""
_OFFSET_S = 32400


def health_connect() -> dict[str, bytes]:
    interval = "row_id INTEGER PRIMARY KEY, start_time INTEGER, end_time INTEGER, start_zone_offset INTEGER, end_zone_offset INTEGER, app_info_id INTEGER, device_info_id INTEGER"
    instant = "row_id INTEGER PRIMARY KEY, time INTEGER, zone_offset INTEGER, app_info_id INTEGER, device_info_id INTEGER"
    of_both = {
        "steps_record_table": ("count", 3000, 3100),
        "distance_record_table": ("distance", 2400, 2500),
        "active_calories_burned_record_table": ("energy", 150000, 0),
    }
    once = {
        "resting_heart_rate_record_table": ("beats_per_minute", 58),
        "weight_record_table": ("weight", 61200),
        "oxygen_saturation_record_table": ("percentage", 97.0),
        "height_record_table": ("height", 1.66),
    }
    at, night = _SEOUL_MS + 32_400_000, (_SEOUL_MS, _SEOUL_MS + 23_400_000)
    with closing(sqlite3.connect(":memory:")) as made:
        run = made.execute
        run("CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT)")
        run("CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, device_type INTEGER)")
        run("INSERT INTO application_info_table VALUES (1, 'example.watch'), (2, 'example.phone')")
        run("INSERT INTO device_info_table VALUES (1, 1), (2, 2)")
        for table, (column, *values) in of_both.items():
            run(f"CREATE TABLE {table} ({interval}, {column} REAL)")
            for who, value in enumerate(values, start=1):
                row = (at, at + 600_000, _OFFSET_S, _OFFSET_S, who, who, value)
                run(f"INSERT INTO {table} VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)
        for table, (column, value) in once.items():
            run(f"CREATE TABLE {table} ({instant}, {column} REAL)")
            run(f"INSERT INTO {table} VALUES (NULL, ?, ?, 1, 1, ?)", (at, _OFFSET_S, value))
        for table in ("heart_rate_record_table", "sleep_session_record_table"):
            run(f"CREATE TABLE {table} ({interval})")
            run(f"INSERT INTO {table} VALUES (1, ?, ?, ?, ?, 1, 1)", (*night, _OFFSET_S, _OFFSET_S))
        run(
            "CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER)"
        )
        made.executemany(
            "INSERT INTO heart_rate_record_series_table VALUES (1, ?, ?)",
            [(60 + hour, _SEOUL_MS + hour * 3_600_000) for hour in range(20)],
        )
        run(
            "CREATE TABLE sleep_stages_table (parent_key INTEGER, stage_start_time INTEGER, stage_end_time INTEGER, stage_type INTEGER)"
        )
        run(
            "INSERT INTO sleep_stages_table VALUES (1, ?, ?, 1)",
            (_SEOUL_MS + 3_600_000, _SEOUL_MS + 5_400_000),
        )
        made.commit()
        return {"health_connect_export.db": made.serialize()}  # fmt: skip


def fitbit() -> dict[str, bytes]:
    there, csvs = "Takeout/Fitbit/Global Export Data", "Takeout/Fitbit/Physical Activity_GoogleData"
    morning = [f"03/01/26 00:{minute:02d}:00" for minute in range(10)]
    pulse = [
        {
            "dateTime": f"{month_day}/26 {hour:02d}:02:00",
            "value": {"bpm": 60 + hour, "confidence": 3},
        }
        for month_day, hours in (("02/28", range(15, 24)), ("03/01", range(10)))
        for hour in hours
    ]
    sleep = {
        "logId": 1,
        "dateOfSleep": "2026-03-01",
        "startTime": "2026-02-28T23:40:00.000",
        "endTime": "2026-03-01T07:05:00.000",
        "minutesAsleep": 390,
        "timeInBed": 445,
    }
    made = {
        f"{there}/steps-2026-03-01.json": [{"dateTime": at, "value": "120"} for at in morning],
        f"{there}/distance-2026-03-01.json": [{"dateTime": at, "value": "9000"} for at in morning],
        f"{there}/heart_rate-2026-03-01.json": pulse,
        f"{there}/resting_heart_rate-2026-01-01.json": [
            {
                "dateTime": "03/01/26 00:00:00",
                "value": {"date": "03/01/26", "value": 58.4, "error": 6.8},
            },
            {"dateTime": "03/02/26 00:00:00", "value": {"date": None, "value": 0.0, "error": 0.0}},
        ],
        f"{there}/sleep-2026-03-01.json": [sleep],
        f"{there}/weight-2026-03-01.json": [
            {"logId": 2, "weight": 134.9, "bmi": 22.2, "date": "03/01/26", "time": "07:30:00"}
        ],
    }
    tables = {
        f"{csvs}/active_energy_burned_2026-03-01.csv": "timestamp,Kilocalories,data source\n2026-03-01T00:00:00Z,210,Band\n",
        f"{csvs}/steps_2026-03-01.csv": "timestamp,steps,data source\n2026-03-01T00:00:00Z,1100,MobileTrack\n",
        "Takeout/Fitbit/Oxygen Saturation (SpO2)/Daily SpO2 - 2026-02-01-2026-03-02.csv": "timestamp,average_value,lower_bound,upper_bound\n2026-03-01T00:00:00Z,96.1,93.0,99.0\n",
        "Takeout/Fitbit/Your Profile/Profile.csv": "id,full_name,date_of_birth,timezone,gender\nX,Somebody,1990-05-05,Asia/Seoul,FEMALE\n",
    }
    return {n: json.dumps(rows).encode() for n, rows in made.items()} | {n: text.encode() for n, text in tables.items()}  # fmt: skip


def garmin() -> dict[str, bytes]:
    there = "0000/DI_CONNECT"
    made = {
        f"{there}/DI-Connect-Aggregator/UDSFile_2026-02-01_2026-03-02.json": [{"userProfilePK": 1, "calendarDate": "2026-03-01", "includesWellnessData": True, "totalSteps": 8123, "totalDistanceMeters": 6010, "activeKilocalories": 415.0, "restingHeartRate": 54}],
        f"{there}/DI-Connect-Wellness/2026_1_sleepData.json": [{"sleepStartTimestampGMT": "2026-02-28T14:40:00.0", "sleepEndTimestampGMT": "2026-02-28T22:10:00.0", "calendarDate": "2026-03-01", "deepSleepSeconds": 5400, "lightSleepSeconds": 14400, "remSleepSeconds": 5400, "awakeSleepSeconds": 1800, "spo2SleepSummary": {"averageSPO2": 95.0}}],
        f"{there}/DI-Connect-Wellness/1_userBioMetrics.json": [{"metaData": {"calendarDate": "2026-03-01T07:00:00.0"}, "weight": {"weight": 61200.0}, "height": 166.0}],
        f"{there}/DI-Connect-User/user_profile.json": {"birthDate": "1990-05-05", "gender": "FEMALE"},
    }  # fmt: skip
    weight = 'Time,Weight,Change,BMI,Body Fat,\n" Mar 1, 2026",\n7:00 AM,61.2 kg,--,22.2,--,\n'
    return {n: json.dumps(rows).encode() for n, rows in made.items()} | {"0000/Weight.csv": weight.encode()}  # fmt: skip


def google_fit() -> dict[str, bytes]:
    daily = (
        "Date,Move Minutes count,Calories (kcal),Distance (m),Heart Points,Average heart rate (bpm),Step count,Average weight (kg)\n"
        "2026-03-01,42,2210.4,5100.5,18,71.2,7023,61.2\n"
    )
    night = {"fitnessActivity": "sleep", "startTime": "2026-02-28T14:30:00Z", "endTime": "2026-02-28T21:30:00Z", "segment": [{"fitnessActivity": "sleep.light", "startTime": "2026-02-28T14:30:00Z", "endTime": "2026-02-28T20:30:00Z"}, {"fitnessActivity": "sleep.awake", "startTime": "2026-02-28T20:30:00Z", "endTime": "2026-02-28T21:30:00Z"}]}  # fmt: skip
    return {
        "Takeout/Fit/Daily activity metrics/Daily activity metrics.csv": daily.encode(),
        "Takeout/Fit/All Sessions/2026-02-28T14_30_00Z_SLEEP.json": json.dumps(night).encode(),
    }


def oura() -> dict[str, bytes]:
    pulse = "".join(f"2026-02-28T{h:02d}:00:00.000Z;{50 + h};awake\n" for h in range(15, 24)) + "".join(f"2026-03-01T{h:02d}:00:00.000Z;{70 + h};awake\n" for h in range(8))  # fmt: skip
    made = {
        "dailyactivity": "id;day;steps;active_calories;equivalent_walking_distance;total_calories\na;2026-03-01;8010;352;6900;2200\n",
        "sleepmodel": "id;day;type;total_sleep_duration;lowest_heart_rate;average_heart_rate;bedtime_start\nb;2026-03-01;long_sleep;25200;51;57.2;2026-02-28T23:30:00+09:00\nc;2026-03-01;late_nap;1800;60;62;2026-03-01T14:00:00+09:00\nd;2026-03-01;rest;900;60;62;2026-03-01T16:00:00+09:00\n",
        "dailyspo2": 'id;day;spo2_percentage\ne;2026-03-01;"{""average"": 96.4}"\n',
        "heartrate": f"timestamp;bpm;source\n{pulse}",
    }
    return {f"App Data/{name}.csv": text.encode() for name, text in made.items()}


def whoop() -> dict[str, bytes]:
    cycles = (
        "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),Heart rate variability (ms),Blood oxygen %,Energy burned (cal),Average HR (bpm),Sleep onset,Wake onset,Asleep duration (min),In bed duration (min)\n"
        "2026-02-28 23:10:00,2026-03-01 23:20:00,UTC+09:00,68,52,74,96.2,2400,71,2026-02-28 23:15:00,2026-03-01 06:50:00,420,455\n"
        "2026-03-01 23:20:00,,UTC+09:00,,,,,,,,,,\n"
    )
    sleeps = (
        "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),In bed duration (min),Nap\n"
        "2026-02-28 23:10:00,2026-03-01 23:20:00,UTC+09:00,2026-02-28 23:15:00,2026-03-01 06:50:00,420,455,false\n"
        "2026-02-28 23:10:00,2026-03-01 23:20:00,UTC+09:00,2026-03-01 14:00:00,2026-03-01 14:30:00,24,30,true\n"
    )
    return {"physiological_cycles.csv": cycles.encode(), "sleeps.csv": sleeps.encode()}


def withings() -> dict[str, bytes]:
    pulse = "start,duration,value\n" + "".join(f'2026-03-01T{h:02d}:00:00+09:00,"[300,300,300]","[{60 + h},{61 + h},{62 + h}]"\n' for h in range(12))  # fmt: skip
    made = {
        "aggregates_steps": "date,value\n2026-03-01,6500\n",
        "aggregates_distance": "date,value\n2026-03-01,4800.5\n",
        "aggregates_calories_earned": "date,value\n2026-03-01,212.3\n",
        "weight": 'Date,"Weight (lb)","Fat mass (lb)",Comments\n"2026-03-01 07:10:00",134.9,30.1,\n',
        "height": 'Date,"Height (in)",Comments\n"2026-01-01 08:00:00","5\' 5.4\'\'",\n',
        "sleep": 'from,to,"light (s)","deep (s)","rem (s)","awake (s)"\n2026-02-28T23:20:00+09:00,2026-03-01T06:40:00+09:00,14400,5400,3600,1800\n',
        "raw_hr_hr": pulse,
    }
    return {f"{name}.csv": text.encode() for name, text in made.items()}


def zepp() -> dict[str, bytes]:
    pulse = "date,time,heartRate\n" + "".join(f"2026-03-01,{h:02d}:{m:02d},{60 + h}\n" for h in range(12) for m in (0, 5, 10))  # fmt: skip
    made = {
        "ACTIVITY": "date,steps,distance,runDistance,calories\n2026-03-01,5351,4160,0,202\n",
        "SLEEP": "date,deepSleepTime,shallowSleepTime,wakeTime,start,stop,REMTime,naps\n2026-03-01,76,206,0,2026-02-28 15:13:00+0000,2026-02-28 21:02:00+0000,67,\n",
        "HEARTRATE_AUTO": pulse,
        "SPO2": "date,time,spo2\n2026-03-01,12:00,98\n",
        "BODY": "time,weight,height,bmi,fatRate\n2026-02-28 22:30:00+0000,61.2,166.0,22.2,24.0\n",
        "USER": "userId,gender,height,weight,nickName,avatar,birthday\n1,0,166,61.2,Somebody,,1990-05\n",
    }
    return {f"{name}/{name}_1772400000000.csv": text.encode() for name, text in made.items()}


def open_wearables() -> dict[str, bytes]:
    of = {"date": "2026-03-01", "user_id": "5f0c", "source": {"provider": "garmin"}}
    pages = {
        "activity": [of | {"steps": 8432, "distance_meters": 6240.5, "active_calories_kcal": 342.5, "heart_rate": {"avg_bpm": 72}}],
        "sleep": [of | {"duration_minutes": 450, "time_in_bed_minutes": 480, "stages": {"awake_minutes": 30, "light_minutes": 260, "deep_minutes": 90, "rem_minutes": 80}, "nap_duration_minutes": 20, "avg_spo2_percent": 96.0}],
        "body": [of | {"weight_kg": 61.2, "height_cm": 166.0, "bmi": 22.2, "resting_heart_rate_bpm": 58}],
    }  # fmt: skip
    return {
        f"{name}.json": json.dumps({"data": rows, "pagination": {"has_more": False}}).encode()
        for name, rows in pages.items()
    }


EXPORTS = {
    "google_fit": google_fit,
    "oura": oura,
    "whoop": whoop,
    "withings": withings,
    "zepp": zepp,
    "open_wearables": open_wearables,
    "garmin": garmin,
    "fitbit": fitbit,
    "apple_health": apple_health,
    "samsung_health": samsung_health,
    "health_connect": health_connect,
}
"""Device → what makes the files of an export of one whole person-day, by their names inside."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write an export as a folder and return it."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write an export as a zip and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
