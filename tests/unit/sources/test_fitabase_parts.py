"""Fitabase's files of seconds, minutes and hours: each becomes days of its people."""

import tracemalloc
from pathlib import Path

import pytest

from wearable_coach.sources import detect, read_days
from wearable_coach.sources.fitabase_parts import local_second

DAY = "4/12/2016"


def clock(second: int) -> str:
    hour, rest = divmod(second, 3600)
    return f"{hour % 12 or 12}:{rest // 60:02d}:{rest % 60:02d} {'AM' if hour < 12 else 'PM'}"


def pulse(person: str, hours: range, bpm=lambda _: 70, every_s: int = 10, day: str = DAY) -> str:  # fmt: skip
    seconds = range(hours.start * 3600, hours.stop * 3600, every_s)
    return "".join(f"{person},{day} {clock(s)},{bpm(s)}\n" for s in seconds)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_heart_rates_become_a_mean_and_their_lowest_half_hour_is_the_resting_rate(tmp_path):
    def bpm(second: int) -> int:
        return 52 if 4 * 3600 <= second < 4 * 3600 + 1800 else 80

    rows = pulse("1", range(12), bpm) + pulse("2", range(9)) + "1,4/12/2016 1:00:00 PM,400\n"
    path = write(tmp_path, "heartrate_seconds_merged.csv", "Id,Time,Value\n" + rows)
    assert detect(path) == "fitabase"
    result = read_days(path)
    (day,) = result.days
    assert day.vitals.model_dump(exclude_none=True) == {"heart_rate": 79, "resting_heart_rate": 52}
    assert day.profile.hr_context == "24h"
    assert dict(day.provenance) == {
        "heart_rate": "24h mean",
        "resting_heart_rate": "derived: lowest 30-minute mean",
    }
    assert [(r.line, r.reasons) for r in result.rejects] == [(4322, ("part_of_day",))]
    counts = dict(result.counts)
    assert counts["derived:resting_heart_rate"] == counts["too_few_hours:heart_rate"] == 1
    assert counts["impossible:heart_rate"] == 1


def test_they_join_the_day_of_the_daily_file(tmp_path):
    write(tmp_path, "a.csv", "Id,ActivityDate,TotalSteps,TotalDistance,SedentaryMinutes,Calories\n1,4/12/2016,13162,8.50,728,1985\n")  # fmt: skip
    write(tmp_path, "h.csv", "Id,Time,Value\n" + pulse("1", range(24), every_s=60))
    write(tmp_path, "c.csv", "Id,ActivityHour,Calories\n1,4/12/2016 1:00:00 AM,81\n")
    result = read_days(tmp_path)
    (day,) = result.days
    assert day.vitals.model_dump(exclude_none=True) == {
        "heart_rate": 70, "resting_heart_rate": 70, "steps": 13162, "distance_km": 8.5,
    }  # fmt: skip
    assert result.notes == ("c.csv: not a Fitabase daily file, left aside",)


def sleep(person: str, log: str, first: int, states: str, day: str = DAY) -> str:
    return "".join(f"{person},{day} {clock(first + 60 * n)},{state},{log}\n" for n, state in enumerate(states))  # fmt: skip


def test_minutes_asleep_count_for_the_day_of_waking_each_once(tmp_path):
    before = sleep("1", "11", 23 * 3600, "1" * 60)
    night = sleep("1", "11", 30, "1" * 300 + "2" * 10 + "3" * 5, "4/13/2016")
    nap = sleep("1", "12", 14 * 3600, "1" * 30, "4/13/2016")
    path = write(tmp_path, "minuteSleep_merged.csv", "Id,date,value,logId\n" + before + night + night + nap)  # fmt: skip
    assert detect(path) == "fitabase"
    result = read_days(path)
    (day,) = result.days
    assert day.vitals.model_dump(exclude_none=True) == {"sleep_hr": 6.5}
    assert dict(result.counts) == {"added_up:sleep_hr": 1, "duplicate_minute": 315}


def test_the_daily_sleep_of_a_person_is_not_counted_beside_its_minutes(tmp_path):
    write(tmp_path, "d.csv", "Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep,TotalTimeInBed\n1,4/12/2016 12:00:00 AM,1,327,346\n")  # fmt: skip
    write(tmp_path, "m.csv", "Id,date,value,logId\n" + sleep("1", "11", 3600, "1" * 327, "4/13/2016") + sleep("2", "9", 3600, "1" * 300))  # fmt: skip
    result = read_days(tmp_path)
    assert [d.vitals.sleep_hr for d in result.days] == [5.45, 5.0]
    assert result.rejects == ()


def test_hours_minutes_and_the_wide_form_of_one_day_are_counted_once(tmp_path):
    hours = "".join(f"1,{DAY} {clock(3600 * h)},60\n" for h in range(24))
    minutes = "".join(f"1,{DAY} {clock(60 * m)},1\n" for m in range(1440))
    columns = ",".join(f"Steps{m:02d}" for m in range(60))
    wide = "".join(f"2,{DAY} {clock(3600 * h)}{',2' * 60}\n" for h in range(24))
    write(tmp_path, "hourlySteps_merged.csv", "Id,ActivityHour,StepTotal\n" + hours)
    write(tmp_path, "minuteStepsNarrow_merged.csv", "Id,ActivityMinute,Steps\n" + minutes)
    write(tmp_path, "minuteStepsWide_merged.csv", f"Id,ActivityHour,{columns}\n" + wide)
    assert [d.vitals.steps for d in read_days(tmp_path).days] == [1440, 2880]


def test_steps_by_the_day_alone_are_read(tmp_path):
    path = write(tmp_path, "dailySteps_merged.csv", "Id,ActivityDay,StepTotal\n1,4/12/2016,13162\n")
    assert read_days(path).days[0].vitals.steps == 13162


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("1/2/1970 12:00:05 AM", 86405),
        ("1/1/1970 12:00:00 PM", 43200),
        ("1/1/1970 13:05", 47100),
        ("4/12/16 12:00:00 AM", 1460419200),
        ("2/30/2016 1:00:00 PM", None),
        ("4/12/2016", None),
        ("4/12/2016 25:00", None),
    ],
)
def test_times_are_local_and_what_is_none_is_refused(text, second):
    assert local_second(text) == second


def test_rows_that_cannot_be_added_are_counted(tmp_path):
    rows = pulse("1", range(24), every_s=60) + "1,soon,70\n1,4/12/2016 1:00:00 AM,fast\n,4/12/2016 1:00:00 AM,70\n1,2\n"  # fmt: skip
    result = read_days(write(tmp_path, "h.csv", "Id,Time,Value\n" + rows))
    assert {"type:time": 1, "type:heart_rate": 1}.items() <= dict(result.counts).items()
    assert [r.reasons for r in result.rejects] == [("missing:id",), ("columns",)]


def test_memory_grows_with_days_and_not_with_rows(tmp_path):
    rows, peaks = pulse("1", range(24)), []
    for times in (1, 4):
        path = write(tmp_path, f"h{times}.csv", "Id,Time,Value\n" + rows * times)
        tracemalloc.start()
        assert len(read_days(path).days) == 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000
