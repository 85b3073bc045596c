"""Rows that are no days of people are refused by name: minutes, hours, nobody's, everybody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import ImportResult, read_days
from wearable_coach.sources.table_options import table_options


def read(folder: Path, text: str, **said: object) -> ImportResult:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_days(path, options=table_options(**said))  # type: ignore[arg-type]


def refusal(folder: Path, text: str, **said: object) -> str:
    with pytest.raises(BadInput) as error:
        read(folder, text, **said)
    assert str(error.value).startswith("t.csv: ")
    assert "\n" not in str(error.value)
    return str(error.value)


MINUTES = "".join(f"1503960366,2016-04-12 00:{i:02d}:00,{i}\n" for i in range(60))


def test_a_file_of_minutes_is_refused_by_the_name_of_its_column(tmp_path: Path) -> None:
    text = refusal(tmp_path, f"person,ActivityMinute,Steps\n{MINUTES}")
    assert "column 'ActivityMinute' tells times within a day" in text


def test_a_file_of_minutes_is_refused_by_its_second_row_of_a_date(tmp_path: Path) -> None:
    text = refusal(tmp_path, f"id,timestamp,steps\n{MINUTES}")
    assert "line 4, column 'timestamp': 2016-04-12 00:02:00 is a second row" in text


def test_a_time_behind_each_date_is_no_harm(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{i:02d}T23:59:00+09:00,8000\n" for i in range(1, 6))
    assert len(read(tmp_path, f"date,steps\n{rows}").days) == 5


def test_two_rows_of_a_date_and_no_person_ask_whose_they_are(tmp_path: Path) -> None:
    text = refusal(tmp_path, "date,steps,nick\n2024-01-01,8000,a\n2024-01-01,9000,b\n")
    assert "line 3: a second row of 2024-01-01" in text
    days = read(tmp_path, "date,steps,nick\n2024-01-01,8000,a\n2024-01-01,9000,b\n", person="nick")
    assert len({d.person_key for d in days.days}) == 2


def test_the_same_row_twice_is_a_repeat_and_no_question(tmp_path: Path) -> None:
    result = read(tmp_path, "date,steps\n2024-01-01,8000\n2024-01-02,8000\n2024-01-01,8000\n")
    assert [r.reasons for r in result.rejects] == [("duplicate_day",)]


def test_rows_that_mostly_repeat_a_date_are_no_days(tmp_path: Path) -> None:
    rows = "".join(f"kim,2024-01-0{i % 2 + 1},{8000 + i}\n" for i in range(6))
    assert "4 rows say otherwise of a date" in refusal(tmp_path, f"id,date,steps\n{rows}")


def test_a_column_that_numbers_rows_names_nobody(tmp_path: Path) -> None:
    rows = "".join(f"{i},2024-01-{i:02d},8000\n" for i in range(1, 20))
    text = refusal(tmp_path, f"id,date,steps\n{rows}")
    assert "column 'id' is another one in each of 19 rows" in text
    days = read(tmp_path, f"id,date,steps\n{rows}", mapped=["id=-"]).days
    assert {d.person_key for d in days} == {"real-0001"}


def test_a_column_of_another_unit_is_refused_as_one(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-0{i},8000,{400 + i}\n" for i in range(1, 6))
    text = refusal(tmp_path, f"date,steps,수면 시간\n{rows}")
    assert "line 2, column '수면 시간': '401' is no sleep_hr" in text
    assert "--map '수면 시간'=sleep_hr:UNIT" in text
    days = read(tmp_path, f"date,steps,수면 시간\n{rows}", mapped=["수면 시간=sleep_hr:min"]).days
    assert days[0].vitals.sleep_hr == 6.68


def test_a_date_that_may_be_two_is_asked_about(tmp_path: Path) -> None:
    text = refusal(tmp_path, "날짜,steps\n1/5/2024,8000\n1/6/2024,8000\n")
    assert "line 2, column '날짜': '1/5/2024' may be two dates; add --map '날짜'=date:mdy" in text
    assert len(read(tmp_path, "날짜,steps\n1/5/2024,8000\n", mapped=["날짜=date:dmy"]).days) == 1


@pytest.mark.parametrize(
    "date",
    ["2024-01-05", "2024/1/5", "2024. 1. 5.", "20240105", "2024년 1월 5일", "２０２４-01-05"],
)
def test_dates_are_read_as_koreans_and_machines_write_them(tmp_path: Path, date: str) -> None:
    result = read(tmp_path, f"date,steps\n{date},8000\n2024-01-05,8000\n")
    assert [r.reasons for r in result.rejects] == [("duplicate_day",)]


def test_a_date_that_is_none_is_refused_with_what_stands_there(tmp_path: Path) -> None:
    result = read(tmp_path, "date,steps\nyesterday,8000\n,8000\n2024-02-30,8000\n2024-01-05,8000\n")
    assert [(r.reasons, r.values) for r in result.rejects] == [
        (("type:date",), ("yesterday",)),
        (("missing:date",), ("",)),
        (("type:date",), ("2024-02-30",)),
    ]


def test_all_problems_of_a_header_are_told_at_once(tmp_path: Path) -> None:
    text = refusal(tmp_path, "steps,calories,distance,hour,걸음\n1,2,3,4,5\n", mapped=["x=bmi"])
    assert "4 problems" in text
    assert all(word in text for word in ("'calories'", "'distance'", "'hour'", "'x'"))


@pytest.mark.parametrize("header", ["user_id,id", "id,user_id", "이름,회원 번호"])
def test_the_surest_column_says_whose_a_day_is(tmp_path: Path, header: str) -> None:
    person = header.split(",").index(next(n for n in ("user_id", "회원 번호") if n in header))
    rows = "".join(f"{'kim,' if person == 0 else f'{i},'}{'kim' if person else i},2024-01-{i:02d},9000\n" for i in range(1, 4))  # fmt: skip
    assert len({d.person_key for d in read(tmp_path, f"{header},date,steps\n{rows}").days}) == 1


def test_a_number_of_rows_or_a_name_is_asked_about(tmp_path: Path) -> None:
    text = refusal(tmp_path, "id,이름,date,steps\n1,kim,2024-01-01,8000\n")
    assert "--id 'id' or --id '이름'" in text
