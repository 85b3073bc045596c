"""Garmin: the archive's JSON, and the site's reports with their dashes, commas, units and weeks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.device_exports import write_folder
from wearable_coach.errors import BadInput
from wearable_coach.sources import ImportResult, detect, read_days


def archive(tmp_path: Path, **kinds: object) -> ImportResult:
    names = {
        "days": "UDSFile_1.json",
        "nights": "1_sleepData.json",
        "body": "1_userBioMetrics.json",
    }
    files = {f"DI_CONNECT/{names[kind]}": json.dumps(said).encode() for kind, said in kinds.items()}
    return read_days(write_folder(tmp_path / "garmin", files))


def report(tmp_path: Path, text: str, name: str = "Report.csv") -> ImportResult:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_days(tmp_path / name)


def test_a_day_that_was_not_worn_is_no_day_of_zero(tmp_path: Path) -> None:
    worn = {"calendarDate": "2026-03-01", "includesWellnessData": True, "totalSteps": 900}
    result = archive(
        tmp_path,
        days=[worn, worn | {"calendarDate": "2026-03-02", "includesWellnessData": False, "totalSteps": 0}],
    )  # fmt: skip
    assert [day.vitals.steps for day in result.days] == [900]
    assert dict(result.counts)["not_worn:steps"] == 1


def test_a_night_is_deep_light_and_rem_once_and_not_off_the_wrist(tmp_path: Path) -> None:
    night = {
        "calendarDate": "2026-03-01",
        "sleepStartTimestampGMT": "2026-02-28T14:00:00.0",
        "deepSleepSeconds": 3600,
        "lightSleepSeconds": 18000,
        "remSleepSeconds": 3600,
        "awakeSleepSeconds": 3600,
    }
    window = {"calendarDate": "2026-03-02", "sleepStartTimestampGMT": "2026-03-01T14:00:00.0"}
    off = night | {"calendarDate": "2026-03-03", "sleepWindowConfirmationType": "OFF_WRIST"}
    result = archive(tmp_path, nights=[night, night, window, off])
    assert [day.vitals.sleep_hr for day in result.days] == [7.0]
    counts = dict(result.counts)
    assert counts["counted_once:sleep_hr"] == counts["in_bed_only:sleep_hr"] == 1
    assert counts["not_worn:sleep_hr"] == 1


def test_weights_are_grams(tmp_path: Path) -> None:
    body = [{"metaData": {"calendarDate": "2026-03-01T07:00:00.0"}, "weight": {"weight": 77000.0}}]
    assert archive(tmp_path, body=body).days[0].vitals.weight == 77.0


def test_a_report_of_sleep_has_hours_and_minutes_dashes_and_months_by_name(tmp_path: Path) -> None:
    result = report(
        tmp_path,
        "Sleep Score 4 Weeks,Score,Resting Heart Rate,Body Battery,Pulse Ox,Respiration,Quality,Duration,Bedtime\n"
        '"Mar 1, 2026",76,52,"+35",97,15,Good,5h 8min,12:31 AM\n'
        "2026-03-02,--,--,--,--,--,--,--,--\n"
        "2026-03-03,80,53,70,96.18,14,Good,7h,11:00 PM\n",
    )
    assert [day.vitals.sleep_hr for day in result.days] == [5.13, 7.0]
    assert [day.vitals.resting_heart_rate for day in result.days] == [52, 53]
    assert [day.vitals.oxygen_saturation for day in result.days] == [97, 96]


def test_a_report_by_the_week_is_refused_by_what_to_choose(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a week \(Mar 1-7\), no day; choose a report by the day"):
        report(tmp_path, "Sleep Score 1 Year,Quality,Duration\nMar 1-7,Fair,6h 11min\n")


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ('03/01/2026,"19,002","11,170"\n03/02/2026,--,11170\n03/13/2026,500,1\n', [19002, 500]),
        ("01/03/2026,7000,8000\n13/03/2026,6000,8000\n", [7000, 6000]),
    ],
    ids=["month first", "day first"],
)
def test_a_report_of_steps_has_thousands_and_dates_as_the_site_writes_them(
    rows: str, steps: list[int], tmp_path: Path
) -> None:
    result = report(tmp_path, f",Actual,Goal\n{rows}")
    assert [day.vitals.steps for day in result.days] == steps
    assert detect(tmp_path / "Report.csv") == "garmin"


def test_a_report_of_steps_in_korean_is_read(tmp_path: Path) -> None:
    result = report(tmp_path, '날짜,실제,목표\n2026. 3. 1.,"12,345",10000\n', "걸음 수.csv")
    assert result.days[0].vitals.steps == 12345


def test_a_report_of_weight_dates_its_rows_by_the_line_above_and_takes_the_latest(
    tmp_path: Path,
) -> None:
    result = report(
        tmp_path,
        "Time,Weight,Change,BMI,Body Fat,\n"
        '" Mar 2, 2026",\n'
        "9:46 AM,80.5 kg,0.5 kg,25.0,18.5 %,\n"
        "8:40 AM,81.0 kg,0.3 kg,25.2,19.5 %,\n"
        '" Mar 1, 2026",\n'
        "8:28 AM,176.4 lb,--,--,--,\n"
        '" Feb 28, 2026",\n'
        "8:28 AM,12 stones,--,--,--,\n",
    )
    assert [day.vitals.weight for day in result.days] == [80.0, 80.5]
    assert result.days[1].vitals.bmi == 25.0
    assert dict(result.counts)["unknown_unit:weight"] == 1
