"""LifeSnaps rows: units, bins and what is not there."""

from __future__ import annotations

from pathlib import Path

from wearable_coach.sources import ImportResult, detect, read_days

HEADER = "id,date,spo2,bpm,resting_hr,minutesAsleep,sleep_duration,steps,distance,calories,sedentary_minutes,age,gender,bmi"
FULL = {
    "id": "621e2e8e67b776a24055b564",
    "date": "2021-05-24",
    "spo2": "95.5",
    "bpm": "71.7",
    "resting_hr": "62.5",
    "minutesAsleep": "445.0",
    "sleep_duration": "31260000.0",
    "steps": "8833.0",
    "distance": "6517.5",
    "calories": "2351.59",
    "sedentary_minutes": "713",
    "age": "<30",
    "gender": "MALE",
    "bmi": "24.0",
}


def row(**changed: str) -> str:
    return ",".join({**FULL, **changed}.values())


def read(tmp_path: Path, *rows: str) -> ImportResult:
    path = tmp_path / "days.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    assert detect(path) == "lifesnaps"
    return read_days(path)


def test_every_unit_is_converted_and_halves_round_up(tmp_path: Path) -> None:
    (day,) = read(tmp_path, row()).days
    assert day.vitals.model_dump() == {
        "heart_rate": 72,
        "resting_heart_rate": 63,
        "sleep_hr": 7.42,
        "steps": 8833,
        "distance_km": 6.52,
        "active_calories": None,
        "oxygen_saturation": 96,
        "weight": None,
        "bmi": None,
    }


def test_time_in_bed_and_total_calories_are_never_taken(tmp_path: Path) -> None:
    (day,) = read(tmp_path, row(minutesAsleep="", calories="9999")).days
    assert day.vitals.sleep_hr is None
    assert day.vitals.active_calories is None


def test_bins_stay_ranges_and_are_no_numbers(tmp_path: Path) -> None:
    days = read(
        tmp_path,
        row(),
        row(date="2021-05-01", age=">=30", bmi="<19", gender="FEMALE"),
        row(date="2021-05-02", age="", bmi="", gender=""),
        row(date="2021-05-03", bmi=">=25"),
    ).days
    assert [d.profile.age for d in days] == [None] * 4
    assert [d.age_range for d in days] == [(19, 29), (30, 64), None, (19, 29)]
    assert [d.bmi_range for d in days] == [(24, 24.5), (16.2, 19), None, (25, 30)]
    assert [d.profile.sex for d in days] == ["M", "F", None, "M"]


def test_a_daily_mean_says_that_it_is_one(tmp_path: Path) -> None:
    full, without = read(tmp_path, row(), row(date="2021-05-20", bpm="", spo2="")).days
    assert full.profile.hr_context == "24h"
    assert dict(full.provenance) == {
        "heart_rate": "24h mean",
        "oxygen_saturation": "overnight mean",
    }
    assert without.profile.hr_context is None
    assert without.provenance == ()


def test_identifiers_and_dates_never_come_along(tmp_path: Path) -> None:
    result = read(tmp_path, row(), row(id="someone-else"), row(date="2021-05-25"), row(steps="x"))
    assert "621e2e8e" not in repr(result)
    assert "2021-05" not in repr(result)
    assert [(d.person_key, d.day) for d in result.days] == [
        ("real-0001", 1),
        ("real-0002", 1),
        ("real-0001", 2),
    ]


def test_every_row_is_a_day_or_a_reject_with_its_line_and_reasons(tmp_path: Path) -> None:
    empty = dict.fromkeys(("spo2", "bpm", "resting_hr", "minutesAsleep", "steps", "distance"), "")
    result = read(
        tmp_path,
        row(),
        row(date="2021-05-02", **empty),
        row(date="2021-05-03", resting_hr="7"),
        row(date="2021-05-04", steps="nan", spo2="inf"),
        row(date="2021-05-05", spo2="abc"),
        row(),
        row(id=" "),
        "one,two",
        row(date="2021-05-06", age="old"),
        row(date="2021-05-07", distance="30000"),
        row(date="2021-05-08", **{**empty, "steps": "0", "sedentary_minutes": "1440"}),
    )
    assert result.n_rows == 11 == len(result.days) + len(result.rejects)
    assert {r.line: r.reasons for r in result.rejects} == {
        3: ("empty_day",),
        4: ("range:resting_heart_rate",),
        5: ("nan:steps", "nan:oxygen_saturation"),
        6: ("type:oxygen_saturation",),
        7: ("duplicate_day",),
        8: ("missing:id",),
        9: ("columns",),
        10: ("type:age",),
        11: ("stride",),
        12: ("not_worn",),
    }
    assert {r.file for r in result.rejects} == {"days.csv"}


def test_zero_steps_of_a_device_that_was_not_worn_are_no_reading(tmp_path: Path) -> None:
    still = row(steps="0", distance="0", sedentary_minutes="1440")
    walked = row(date="2021-05-20", steps="0", distance="0", sedentary_minutes="900")
    first, second = read(tmp_path, still, walked).days
    assert (first.vitals.steps, first.vitals.distance_km) == (None, None)
    assert second.vitals.steps == 0


def day_of_june(i: int, resting_hr: str, person: str = "a") -> str:
    return row(id=person, date=f"2021-06-{i + 1:02d}", resting_hr=resting_hr)


def baselines(result: ImportResult, person: str = "real-0001") -> list[int | None]:
    return [d.profile.baseline_rhr for d in result.days if d.person_key == person]


def test_a_baseline_rests_on_fourteen_dates_of_that_person_before_the_day(tmp_path: Path) -> None:
    rates = [f"{60.4 + (i % 2)}" for i in range(14)]
    rows = [day_of_june(i, rate) for i, rate in enumerate([*rates, "90", "90"])]
    rows += [day_of_june(i, "80", "other") for i in range(14)]
    result = read(tmp_path, *rows)
    assert baselines(result) == [None] * 14 + [61, 61]
    assert baselines(result, "real-0002") == [None] * 14


def test_what_came_after_a_day_says_nothing_of_it_in_whatever_order_a_file_stands(
    tmp_path: Path,
) -> None:
    rows = [day_of_june(i, str(60 + i)) for i in range(16)]
    assert baselines(read(tmp_path, *reversed(rows))) == [67, 67, *[None] * 14]


def test_a_day_without_a_resting_rate_is_none_of_the_fourteen(tmp_path: Path) -> None:
    rows = [day_of_june(i, "" if i == 3 else "60") for i in range(16)]
    assert baselines(read(tmp_path, *rows)) == [None] * 15 + [60]


def test_a_baseline_is_the_median_and_not_the_mean(tmp_path: Path) -> None:
    rows = [day_of_june(i, "60" if i < 13 else "100") for i in range(16)]
    assert baselines(read(tmp_path, *rows))[-1] == 60
