"""Fitbit and Google Takeout: text for numbers, mm/dd/yy, UTC by the minute, placeholders, one stream of several."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.device_exports import write_folder
from wearable_coach.sources import ImportResult, read_days

ARCHIVE = "Takeout/Fitbit/Global Export Data"
GOOGLE = "Takeout/Google Health/Physical Activity_GoogleData"
SEOUL = b"id,date_of_birth,timezone,gender\nx,1970-01-01,Asia/Seoul,MALE\n"


def read(tmp_path: Path, **files: object) -> ImportResult:
    """Read JSON files of the archive by their kinds, and CSVs of Google's folder where the value is text."""
    made: dict[str, bytes] = {"Takeout/Fitbit/Profile.csv": SEOUL}
    for kind, said in files.items():
        if isinstance(said, str):
            made[f"{GOOGLE}/{kind}_2026-03-01.csv"] = said.encode()
        else:
            made[f"{ARCHIVE}/{kind}-2026-03-01.json"] = json.dumps(said).encode()
    return read_days(write_folder(tmp_path / "export", made))


def minutes(value: str, *times: str) -> list[dict[str, str]]:
    return [{"dateTime": at, "value": value} for at in times]


def test_a_minute_is_utc_and_counts_for_the_persons_own_day(tmp_path: Path) -> None:
    result = read(
        tmp_path, steps=minutes("60", "02/28/26 14:59:00", "02/28/26 15:00:00", "03/01/26 14:59:00")
    )
    assert [day.vitals.steps for day in result.days] == [60, 120]


def test_the_profile_says_where_a_minute_was(tmp_path: Path) -> None:
    read(tmp_path, steps=minutes("60", "03/01/26 04:59:00", "03/01/26 05:00:00"))
    profile = tmp_path / "export" / "Takeout/Fitbit/Profile.csv"
    profile.write_bytes(SEOUL.replace(b"Asia/Seoul", b"America/New_York"))
    days = read_days(tmp_path / "export").days
    assert [day.vitals.steps for day in days] == [60, 60]


def test_distance_of_the_archive_is_centimetres_and_of_the_csv_metres(tmp_path: Path) -> None:
    archive = read(tmp_path, distance=minutes("9000", "03/01/26 00:00:00"))
    assert archive.days[0].vitals.distance_km == 0.09
    table = "timestamp,distance,data source\n2026-03-01T00:00:00Z,90.5,Band\n"
    assert read(tmp_path / "b", distance=table).days[0].vitals.distance_km == 0.09


def test_of_several_recorders_one_counts(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-01T00:0{m}:00Z,{n},{who}\n" for m in range(5) for n, who in ((100, "MobileTrack"), (90, "Pixel Watch"), (101, "Fit Health Connect")))  # fmt: skip
    result = read(tmp_path, steps=f"timestamp,steps,data source\n{rows}")
    assert result.days[0].vitals.steps == 450


def test_a_resting_rate_without_a_date_is_a_placeholder(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        resting_heart_rate=[
            {"dateTime": "03/01/26 00:00:00", "value": {"date": "03/01/26", "value": 58.4, "error": 6}},
            {"dateTime": "03/02/26 00:00:00", "value": {"date": None, "value": 0.0, "error": 0}},
        ],
    )  # fmt: skip
    assert [day.vitals.resting_heart_rate for day in result.days] == [58]


def test_sleep_is_minutes_asleep_of_all_logs_and_each_log_once(tmp_path: Path) -> None:
    def log(number: int, minutes_asleep: object, date: str = "2026-03-01") -> dict[str, object]:
        return {"logId": number, "dateOfSleep": date, "minutesAsleep": minutes_asleep, "timeInBed": 900}  # fmt: skip

    result = read(tmp_path, sleep=[log(1, 390), log(2, 30), log(1, 390), log(3, None)])
    assert result.days[0].vitals.sleep_hr == 7.0
    counts = dict(result.counts)
    assert counts["counted_once:sleep_hr"] == counts["unread:sleep_hr"] == 1


def test_pounds_are_borne_out_by_the_index_beside_them_or_left_aside(tmp_path: Path) -> None:
    def weighed(weight: float, bmi: float, date: str) -> dict[str, object]:
        return {"logId": 1, "weight": weight, "bmi": bmi, "date": date, "time": "07:00:00"}

    result = read(
        tmp_path,
        weight=[weighed(134.9, 22.2, "03/01/26"), weighed(61.2, 24.9, "03/02/26")],
        steps=minutes("60", "03/02/26 00:00:00"),
    )
    assert [day.vitals.weight for day in result.days] == [61.2, None]
    assert dict(result.counts)["unclear_unit:weight"] == 1


def test_grams_beside_them_come_first(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        weight=[{"logId": 1, "weight": 134.9, "bmi": 22.2, "date": "03/01/26"}],
        steps=minutes("60", "03/01/26 00:00:00"),
    )
    table = b"timestamp,weight grams,data source\n2026-03-01T00:00:00.5Z,60000,Scale\n"
    path = tmp_path / "export" / GOOGLE / "weight.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(table)
    assert result.days[0].vitals.weight == 61.2
    assert read_days(tmp_path / "export").days[0].vitals.weight == 60.0


def test_google_healths_own_files_are_read_and_their_days_are_the_persons(tmp_path: Path) -> None:
    sleeps = "sleep_id,minutes_asleep,sleep_end,end_utc_offset,data_source\n1,345,2026-02-28T21:00:00Z,+09:00,BAND\n"
    made = {
        f"{GOOGLE}/daily_resting_heart_rate.csv": b"timestamp,beats per minute,data source\n2026-03-01T00:00:00Z,57.6,Band\n",
        f"{GOOGLE}/UserSleeps_2026-03-01.csv": sleeps.encode(),
        f"{GOOGLE}/height.csv": b"timestamp,height millimeters,data source\n2026-02-01T00:00:00Z,1760,App\n",
    }
    result = read_days(write_folder(tmp_path / "g", made))
    (day,) = result.days
    assert (day.vitals.resting_heart_rate, day.vitals.sleep_hr) == (58, 5.75)
    assert day.profile.height_cm == 176
    assert "names no time zone" in " ".join(result.notes)


def test_a_birth_date_that_google_made_up_is_none(tmp_path: Path) -> None:
    (day,) = read(tmp_path, steps=minutes("60", "03/01/26 00:00:00")).days
    assert (day.profile.age, day.profile.sex) == (None, "M")


def test_what_cannot_be_read_is_counted(tmp_path: Path) -> None:
    broken = [{"dateTime": "soon", "value": "9"}, {"dateTime": "03/01/26 00:00:00", "value": "x"}]
    result = read(tmp_path, steps=[*broken, *minutes("60", "03/01/26 00:00:00"), 7])
    assert result.days[0].vitals.steps == 60
    assert dict(result.counts)["unread:steps"] == 2
