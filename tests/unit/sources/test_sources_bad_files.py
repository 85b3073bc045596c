"""A file that cannot be used is one line that names it and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days


def refusal(path: Path, *more: Path) -> str:
    with pytest.raises(BadInput) as error:
        read_days(path, *more)
    text = str(error.value)
    assert "\n" not in text
    assert path.name in text
    return text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"steps,sleep_hr\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (
            b"steps,weight\n8000,70\n8000,\xb5\n",
            "line 3: not UTF-8, nor CP949 (EUC-KR); save the file as UTF-8",
        ),
        (b"name,city\nKim,Seoul\n", "no known form"),
        (b"steps.sleep_hr\n8000.7\n", "steps.sleep_hr"),
        (b"steps,sleep_hr,steps\n1,2,3\n", "'steps' stands twice"),
        (b"Steps,steps\n1,2\n", "'steps' stands twice"),
        (b'steps,weight\n8000,"70\n', "not CSV"),
    ],
)
def test_an_unusable_file_is_refused_by_name(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "days.csv"
    path.write_bytes(content)
    assert says in refusal(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot read" in refusal(tmp_path / "nowhere.csv")


def test_a_file_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("steps\n8000\n", encoding="utf-8")
    assert "given twice" in refusal(path, path)


def test_the_line_of_a_fault_counts_blank_lines_and_quoted_ones(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text('\nsteps,mood\n8000,"two\nlines"\n\nx,ok\n', encoding="utf-8")
    (reject,) = read_days(path).rejects
    assert reject.line == 6


def test_no_files_are_no_days() -> None:
    assert read_days().n_rows == 0


def test_people_of_several_files_keep_apart(tmp_path: Path) -> None:
    for name, column in (("a.csv", "steps"), ("b.csv", "weight")):
        (tmp_path / name).write_text(f"{column}\n80\n", encoding="utf-8")
    days = read_days(tmp_path / "a.csv", tmp_path / "b.csv").days
    assert [d.person_key for d in days] == ["real-0001", "real-0002"]


def test_the_same_persons_days_by_two_files_are_refused(tmp_path: Path) -> None:
    rows = [f"2024-01-{i:02d},{8000 + i},7.{i},{60 + i}" for i in range(1, 9)]
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("date,steps,sleep_hr,heart_rate\n" + "\n".join(rows), encoding="utf-8")
    copied = [row.replace(",", ";") for row in rows[4:]]
    other.write_text("날짜;걸음수;수면 시간;심박수\n" + "\n".join(copied), encoding="cp949")
    assert "hold the same days of the same person; give one" in refusal(one, other)
    other.write_text("날짜;걸음수;수면 시간;심박수\n" + "\n".join(copied[2:]), encoding="cp949")
    assert len({d.person_key for d in read_days(one, other).days}) == 2
