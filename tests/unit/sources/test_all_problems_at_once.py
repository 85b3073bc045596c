"""A wrong table is refused in one message that says all that can be said: of its header, of its rows, of single cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days
from wearable_coach.sources.real_days import Collector
from wearable_coach.sources.sheets import Sheet
from wearable_coach.sources.table_blocks import take_in_blocks
from wearable_coach.sources.table_options import TableOptions, table_options
from wearable_coach.sources.table_rows import TableRows

DAYS = [f"2024-01-{n:02d}" for n in range(1, 20)]


def problems(folder: Path, text: str, *, name: str = "t.csv", **said: object) -> list[str]:
    """Return the parts of the one message, whose count is said and is right."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_days(path, options=table_options(**said))  # type: ignore[arg-type]
    message = str(error.value)
    assert "\n" not in message
    where, _, rest = message.partition(" problems: ")
    found = rest.split("; (") if rest else [message.partition(": ")[2]]
    assert where == f"{name}: {len(found)}" or not rest
    return [part.partition(") ")[2] if rest else part for part in found]


def test_what_is_asked_of_the_header_hides_nothing_of_the_cells(tmp_path: Path) -> None:
    rows = [f"kim,{day},8000,{400 + n},350" for n, day in enumerate(DAYS)]
    rows[3] = f"kim,{DAYS[3]},many,403,350"
    rows[5] = "kim,soon,8000,405,350"
    rows[7] = rows[6]
    rows[9] = f"kim,{DAYS[9]},8000"
    text = "이름,날짜,걸음수,수면 시간,칼로리\n" + "\n".join(rows) + "\n"
    found = problems(tmp_path, text)
    assert found == [
        "column '칼로리' may be active_calories; if it is active_calories [kcal] add --map '칼로리'=active_calories (of another unit :kj and so on behind it), else --map '칼로리'=-",
        "line 2, column '수면 시간': '400' is no sleep_hr [h asleep], 0 to 24; 18 of its 18 readings are none; say its unit with --map '수면 시간'=sleep_hr:UNIT (min, mins, minute, minutes, 분, s, sec, seconds, 초, ms), or leave it aside with --map '수면 시간'=-",
        "line 5, column '걸음수': 'many' is type:steps (1 of the rows); write steps as a number [count], or name what means missing with --missing",
        "line 7, column '날짜': 'soon' is type:date (1 of the rows); write its date as YYYY-MM-DD",
        "line 11 is columns (1 of the rows); give the row as many cells as the header has",
    ]


def test_rows_that_are_nobodys_hide_no_unit(tmp_path: Path) -> None:
    rows = [f"{DAYS[n // 2]},{8000 + n},{400 + n}" for n in range(20)]
    found = problems(tmp_path, "date,steps,sleep_hours\n" + "\n".join(rows) + "\n")
    assert [part.partition(":")[0] for part in found] == ["line 2, column 'sleep_hours'", "line 3"]
    assert "a second row of 2024-01-01, and no column says whose a row is" in found[1]


def test_a_name_that_stands_twice_hides_no_question_and_no_cell(tmp_path: Path) -> None:
    found = problems(
        tmp_path, "date,걸음수,걸음수,mood,mood,weight,calories\n2024-01-01,1,1,a,b,heavy,9\n"
    )
    assert [part.split("'")[1] for part in found] == ["mood", "걸음수", "calories", "weight"]


def test_where_whose_a_day_is_is_asked_no_second_row_of_a_date_is_told(tmp_path: Path) -> None:
    rows = "1,9,2024-01-01,8000\n2,8,2024-01-01,9000\n2,8,2024-01-01,9100\n"
    (asked,) = problems(tmp_path, f"uid,pid,date,steps\n{rows}")
    assert asked == "columns 'uid' and 'pid' all say id; choose one: --id 'uid' or --id 'pid'"
    (asked,) = problems(tmp_path, f"a,b,date,steps\n{rows}", person="nick")
    assert asked.startswith("there is no column 'nick' that --map or --id names")


def test_of_a_column_that_may_not_be_meant_no_cell_is_told(tmp_path: Path) -> None:
    (asked,) = problems(tmp_path, "date,걸음수,걸음,weight\n2024-01-01,many,8000,70\n")
    assert asked.startswith("columns '걸음수' and '걸음' all say steps; choose one")


def test_a_day_that_only_lacks_what_is_asked_is_no_empty_day(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "date,calories\n2024-01-01,300\n2024-01-02,400\n")) == 1


def test_a_file_that_breaks_off_still_says_what_is_asked(tmp_path: Path) -> None:
    found = problems(tmp_path, 'date,steps,calories\n2024-01-01,many,300\n2024-01-02,"8000,300\n')
    assert len(found) == 3
    assert "'calories'" in found[0]
    assert "'many'" in found[1]
    assert "not CSV" in found[2]


def test_objects_of_several_forms_are_told_together(tmp_path: Path) -> None:
    objects = [{"steps": 8000, "calories": 9}, {"steps": "many", "sleep": 7}, {"steps": 8000, "calories": 8}]  # fmt: skip
    found = problems(tmp_path, "\n".join(map(json.dumps, objects)), name="t.jsonl")
    assert [part.split("'")[1] for part in found] == ["calories", "sleep", "steps"]


def test_of_a_refused_file_so_many_rows_are_looked_at_and_no_more() -> None:
    seen = 0

    def endless() -> Iterator[tuple[int, list[str]]]:
        nonlocal seen
        while seen < 1_000_000:
            seen += 1
            yield seen, ["8000" if seen != 90_000 else "many", "300"]

    header = ("steps", "calories")
    table = TableRows(Sheet("t.csv", header, iter(())), header, Collector(), TableOptions())
    take_in_blocks(table, endless())
    assert 100_000 <= seen < 101_000
    assert table.collector.refused_since(0)[0].line == 90_000
