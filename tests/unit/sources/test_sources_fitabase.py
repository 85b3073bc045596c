"""Fitabase files: three forms, one day each person and date."""

from __future__ import annotations

from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import detect, read_days

ACTIVITY = (
    "Id,ActivityDate,TotalSteps,TotalDistance,SedentaryMinutes,Calories\n"
    "1503960366,4/12/16,13162,8.50,728,1985\n"
    "1503960366,4/13/16,0,0,1440,1776\n"
    "1503960367,4/12/16,9762,6.2800002,726,1745\n"
)
SLEEP = (
    "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n"
    "1503960366,4/12/2016 12:00:00 AM,1,327,346\n"
    "1503960368,4/12/2016 12:00:00 AM,1,400,430\n"
    "1503960366,4/12/2016 12:00:00 AM,1,327,346\n"
)
WEIGHT = (
    "Id,Date,WeightKg,WeightPounds,Fat,BMI,IsManualReport,LogId\n"
    "1503960366,4/12/2016 11:59:59 PM,52.5999984741211,115.96,22,22.6499996185303,True,1\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.csv", ACTIVITY), ("s.csv", SLEEP), ("w.csv", WEIGHT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_rows_of_three_files_about_one_day_become_one_day(folder: Path) -> None:
    assert detect(folder) == "fitabase"
    day = read_days(folder).days[0]
    assert day.source == "fitabase"
    assert day.vitals.model_dump(exclude_none=True) == {
        "sleep_hr": 5.45,
        "steps": 13162,
        "distance_km": 8.5,
        "weight": 52.6,
        "bmi": 22.65,
    }


def test_nothing_is_lost_in_merging(folder: Path) -> None:
    result = read_days(folder)
    assert len(result.days) + len(result.rejects) == result.n_rows == 5
    assert sorted((r.file, r.line, r.reasons) for r in result.rejects) == [
        ("a.csv", 3, ("not_worn",)),
        ("s.csv", 4, ("duplicate_day",)),
    ]
    assert "1503960366" not in repr(result)


@pytest.mark.parametrize("name", ["a.csv", "s.csv", "w.csv"])
def test_any_one_file_is_read_alone(folder: Path, name: str) -> None:
    assert detect(folder / name) == "fitabase"
    assert read_days(folder / name).days


def test_files_given_one_by_one_merge_as_the_folder_does(folder: Path) -> None:
    apart = read_days(folder / "a.csv", folder / "s.csv", folder / "w.csv")
    assert apart.days == read_days(folder).days


def test_a_file_of_another_kind_in_the_folder_is_named_and_left_aside(folder: Path) -> None:
    (folder / "z.csv").write_text("steps\n5000\n", encoding="utf-8")
    assert read_days(folder).notes == ("z.csv: not a Fitabase daily file, left aside",)


def test_a_folder_without_such_files_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="folder without Fitabase daily files; give a file"):
        read_days(tmp_path)


def test_a_row_without_a_date_is_rejected_by_name(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(SLEEP + "1503960366,yesterday,1,300,310\n", encoding="utf-8")
    assert ("type:sleepday",) in [r.reasons for r in read_days(path).rejects]


def minutes(person: str, date: str, hours: int, steps: int = 7) -> str:
    times = ((f"{h % 12 or 12}:{m:02d}:00 {'AM' if h < 12 else 'PM'}") for h in range(hours) for m in range(60))  # fmt: skip
    return "".join(f"{person},{date} {time},{steps}\n" for time in times)


def test_minutes_are_added_up_to_days_of_their_people_and_part_of_a_day_is_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "minuteStepsNarrow_merged.csv"
    first = minutes("1503960366", "4/12/2016", 24)
    rows = (
        first + minutes("1503960366", "4/13/2016", 13) + minutes("1503960367", "4/12/2016", 24, 0)
    )
    path.write_text("Id,ActivityMinute,Steps\n" + rows + first.splitlines()[0] + "\n", "utf-8")
    assert detect(path) == "fitabase"
    result = read_days(path)
    (day,) = result.days
    assert day.vitals.model_dump(exclude_none=True) == {"steps": 7 * 24 * 60}
    assert day.provenance == (("steps", "sum of the day's minutes"),)
    assert [(r.line, r.reasons) for r in result.rejects] == [(1442, ("part_of_day",)), (2222, ("not_worn",))]  # fmt: skip
    assert dict(result.counts) == {"added_up:steps": 2, "duplicate_minute": 1}


def test_the_daily_file_has_the_steps_where_both_are_given(folder: Path) -> None:
    hours = "".join(f"1503960366,4/12/2016 {h}:00:00,100\n" for h in range(24))
    (folder / "h.csv").write_text(f"Id,ActivityHour,StepTotal\n{hours}", encoding="utf-8")
    assert read_days(folder).days[0].vitals.steps == 13162
