"""One table in every form that a table is saved in gives the same days."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days, workbooks
from wearable_coach.sources.json_objects import objects_of_array

HEADER = ("이름", "날짜", "심박수", "걸음수", "수면 시간")
ROWS = [("김", "2024-01-05", 72, 8123, 7.25), ("김", "2024-01-06", None, 9000, 6.5)]
CSV = "\n".join(",".join("" if c is None else str(c) for c in row) for row in (HEADER, *ROWS))
OBJECTS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for name, date, *rest in ROWS:
        book.active.append((name, datetime.fromisoformat(date), *rest))
    book.active.append((None,) * len(HEADER))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def parquet() -> bytes:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    kept = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(OBJECTS), kept)
    return kept.getvalue()


def zipped(data: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("__MACOSX/._days.csv", b"\0")
        archive.writestr("deep/days.csv", data)
    return kept.getvalue()


FORMS: dict[str, Callable[[], bytes]] = {
    "utf-8": CSV.encode,
    "cp949": lambda: CSV.encode("cp949"),
    "utf-16": lambda: CSV.encode("utf-16"),
    "mark": lambda: CSV.encode("utf-8-sig"),
    "cr": lambda: CSV.replace("\n", "\r").encode(),
    "tabs": lambda: CSV.replace(",", "\t").encode(),
    "sep": lambda: b"sep=;\r\n" + CSV.replace(",", ";").encode("utf-8"),
    "gzip": lambda: gzip.compress(CSV.encode()),
    "zip": lambda: zipped(CSV.encode("cp949")),
    "lines": lambda: "\n".join(json.dumps(o) for o in OBJECTS).encode(),
    "array": lambda: json.dumps(OBJECTS, ensure_ascii=False, indent=2).encode(),
    "workbook": workbook,
    "parquet": parquet,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_days(tmp_path: Path, form: str) -> None:
    path = tmp_path / "days"
    path.write_bytes(FORMS[form]())
    days = read_days(path).days
    assert [d.vitals.model_dump(exclude_none=True) for d in days] == [
        {"heart_rate": 72, "sleep_hr": 7.25, "steps": 8123},
        {"sleep_hr": 6.5, "steps": 9000},
    ]
    assert {d.person_key for d in days} == {"real-0001"}


@pytest.mark.parametrize("form", ["zip", "array"])
def test_standard_input_is_a_file_as_others(form: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wearable_coach", "import", "-"],
        input=FORMS[form](),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(done.stdout.splitlines()) == 2
    assert b"2 rows: 2 days of 1 people taken" in done.stderr


def test_an_array_of_any_length_is_read_in_pieces() -> None:
    text = json.dumps([*({"a": i, "b": "]}{"} for i in range(49)), 123456])
    for size in (1, 3, 7, 10_000):
        pieces = (text[i : i + size] for i in range(0, len(text), size))
        found = list(objects_of_array("x", pieces))
        assert [place for place, _ in found] == list(range(1, 51))
        assert found[-2:] == [(49, {"a": 48, "b": "]}{"}), (50, 123456)]


@pytest.mark.parametrize("text", ['[{"steps": 1}', '[{"steps": }]', '[{"steps": 1} oops'])
def test_an_array_that_is_none_is_refused_by_its_element(tmp_path: Path, text: str) -> None:
    path = tmp_path / "days.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"element [12] is no JSON"):
        read_days(path)


def test_a_library_that_is_not_installed_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "days.xlsx"
    path.write_bytes(workbook())

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(workbooks.importlib, "import_module", missing)
    with pytest.raises(BadInput, match=r"install wearable-coach\[tables\]"):
        read_days(path)


def test_an_archive_of_several_unknown_files_is_refused_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "days.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
        archive.writestr("b.txt", "y")
    with pytest.raises(BadInput, match=r"no known export \(a.txt, b.txt\)"):
        read_days(path)
