"""Exports of invented persons, one of each device, made after the schemas in ``formats.yaml``: what the tests read."""

from __future__ import annotations


def _record(kind: str, value: str, unit: str, span: str) -> str:
    start, _, end = span.partition("-")
    day = "2026-03-01"
    return f' <Record type="{kind}" sourceName="Apple Watch" unit="{unit}" startDate="{day} {start}:00 +0900" endDate="{day} {end or start}:00 +0900" value="{value}"/>'


def apple_health() -> dict[str, bytes]:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,(Record)*)>\n]>",
        '<HealthData locale="ko_KR">',
        f' <Me {_BORN}="1990-05-05" {_SEX}="HKBiologicalSexFemale"/>',
        _record(_HEIGHT, "164", "cm", "07:00"),
        _record(f"{_QUANTITY}StepCount", "6200", "count", "09:00-09:10"),
        _record(f"{_QUANTITY}DistanceWalkingRunning", "4.4", "km", "09:00-09:10"),
        _record(f"{_QUANTITY}ActiveEnergyBurned", "310", "kcal", "09:00-09:10"),
        *(_record(_PULSE, str(58 + h), "count/min", f"{h:02d}:02") for h in range(7, 22)),
        _record(f"{_QUANTITY}RestingHeartRate", "57", "count/min", "08:00"),
        _record(f"{_QUANTITY}BodyMass", "58.4", "kg", "08:00"),
        _record(f"{_QUANTITY}BodyMassIndex", "21.7", "count", "08:00"),
        _record(_SPO2, "0.97", "%", "03:00"),
        _record(_SLEEP, f"{_ASLEEP}Core", "", "00:10-06:40"),
        "</HealthData>",
    ]
    return {"apple_health_export/export.xml": "\n".join(lines).encode()}


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


def health_connect() -> dict[str, bytes]:
    """Make a database in memory; its times are of 2026-03-01 in Seoul."""
    midnight, offset = 1772290800000, 32400
    interval = "row_id INTEGER PRIMARY KEY, start_time INTEGER, end_time INTEGER, start_zone_offset INTEGER, end_zone_offset INTEGER, app_info_id INTEGER, device_info_id INTEGER"
    instant = "row_id INTEGER PRIMARY KEY, time INTEGER, zone_offset INTEGER, app_info_id INTEGER, device_info_id INTEGER"
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(
            "CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT)"
        )
        made.execute(
            "CREATE TABLE device_info_table (row_id INTEGER PRIMARY KEY, device_type INTEGER)"
        )
        made.execute(
            "INSERT INTO application_info_table VALUES (1, 'example.watch'), (2, 'example.phone')"
        )
        made.execute("INSERT INTO device_info_table VALUES (1, 1), (2, 2)")
        for (table, column, _), values in zip(
            _AMOUNTS.values(), ((3000, 3100), (2400, 2500), (150000, 0)), strict=True
        ):
            made.execute(f"CREATE TABLE {table} ({interval}, {column} REAL)")
            for who, value in enumerate(values, start=1):
                made.execute(
                    f"INSERT INTO {table} VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
                    (midnight + 32400000, midnight + 33000000, offset, offset, who, who, value),
                )  # noqa: S608 - names of ours
        singles = {
            **_READINGS,
            "oxygen_saturation": ("oxygen_saturation_record_table", "percentage", "%"),
            "height_cm": ("height_record_table", "height", "m"),
        }
        for (table, column, _), value in zip(
            singles.values(), (58, 61200, 97.0, 1.66), strict=True
        ):
            made.execute(f"CREATE TABLE {table} ({instant}, {column} REAL)")
            made.execute(
                f"INSERT INTO {table} VALUES (NULL, ?, ?, 1, 1, ?)",
                (midnight + 25200000, offset, value),
            )  # noqa: S608 - names of ours
        made.execute(f"CREATE TABLE heart_rate_record_table ({interval})")
        made.execute(
            "CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, epoch_millis INTEGER)"
        )
        made.execute(
            "INSERT INTO heart_rate_record_table VALUES (1, ?, ?, ?, ?, 1, 1)",
            (midnight, midnight + 80000000, offset, offset),
        )
        made.executemany(
            "INSERT INTO heart_rate_record_series_table VALUES (1, ?, ?)",
            [(60 + h, midnight + h * 3600000) for h in range(20)],
        )
        made.execute(f"CREATE TABLE sleep_session_record_table ({interval})")
        made.execute(
            "CREATE TABLE sleep_stages_table (parent_key INTEGER, stage_start_time INTEGER, stage_end_time INTEGER, stage_type INTEGER)"
        )
        made.execute(
            "INSERT INTO sleep_session_record_table VALUES (1, ?, ?, ?, ?, 1, 1)",
            (midnight, midnight + 23400000, offset, offset),
        )
        made.execute(
            "INSERT INTO sleep_stages_table VALUES (1, ?, ?, 1), (1, ?, ?, 5)",
            (midnight + 3600000, midnight + 5400000, midnight + 5400000, midnight + 9000000),
        )
        made.commit()
        return {"health_connect_export.db": made.serialize()}  # fmt: skip

