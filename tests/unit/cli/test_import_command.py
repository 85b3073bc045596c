"""`wearable-coach import`: days to standard output, a summary to standard error."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from wearable_coach.cli.import_days import import_days
from wearable_coach.errors import BadInput
from wearable_coach.sources import read_days
from wearable_coach.sources.day_lines import json_of_days

TABLE = "id,date,resting_heart_rate,steps\nKim,2024-01-01,62,8000\nKim,2024-01-02,,\nKim,2024-01-03,9,8000\n"

app = typer.Typer()
app.command("import")(import_days)


@pytest.fixture
def days(tmp_path: Path) -> Path:
    path = tmp_path / "days.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_days_go_to_standard_output_and_the_summary_to_standard_error(days: Path) -> None:
    result = CliRunner().invoke(app, [str(days)])
    assert result.exit_code == 0
    (line,) = [json.loads(text) for text in result.stdout.splitlines()]
    assert set(line) == {"profile", "vitals", "source", "person", "completed"}
    assert (line["person"], line["completed"], line["source"]) == ("real-0001", [], "table")
    assert line["vitals"]["resting_heart_rate"] == 62
    assert "3 rows: 1 days of 1 people taken, 2 rows not taken" in result.stderr
    assert "empty_day: 1 (first days.csv, line 3); nothing was measured" in result.stderr
    assert "range:resting_heart_rate: 1 (first days.csv, line 4: '9'); write" in result.stderr


def test_every_reject_is_listed_where_asked(days: Path, tmp_path: Path) -> None:
    listed = tmp_path / "rejects.jsonl"
    CliRunner().invoke(app, [str(days), "--rejects", str(listed)])
    rows = [json.loads(text) for text in listed.read_text(encoding="utf-8").splitlines()]
    assert [(r["file"], r["line"], r["reasons"]) for r in rows] == [
        ("days.csv", 3, ["empty_day"]),
        ("days.csv", 4, ["range:resting_heart_rate"]),
    ]


def test_what_is_written_can_be_read_again(days: Path, tmp_path: Path) -> None:
    out = tmp_path / "days.jsonl"
    result = CliRunner().invoke(app, [str(days), "--out", str(out)])
    assert result.stdout == ""
    again, before = read_days(out).days, read_days(days).days
    assert [(d.profile, d.vitals) for d in again] == [(d.profile, d.vitals) for d in before]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("options", [["--out", "{in}"], ["--out", "x", "--rejects", "x"]])
def test_no_file_is_written_over_another(days: Path, options: list[str]) -> None:
    given = [o.replace("{in}", str(days)) for o in options]
    result = CliRunner().invoke(app, [str(days), *given])
    assert isinstance(result.exception, BadInput)
    assert days.read_text(encoding="utf-8") == TABLE


@pytest.mark.parametrize("folder", [".", "..", "/", ""])
def test_days_are_not_written_into_a_folder(days: Path, folder: str) -> None:
    result = CliRunner().invoke(app, [str(days), "--out", folder])
    assert isinstance(result.exception, BadInput)
    assert "a folder" in str(result.exception)


def test_a_folder_that_is_not_there_is_bad_input(days: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(days), "--out", str(tmp_path / "no" / "x.jsonl")])
    assert isinstance(result.exception, BadInput)
    assert "cannot write" in str(result.exception)


def test_a_pipe_or_device_is_written_to_and_stays_what_it_is(days: Path, tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    done = CliRunner().invoke(app, [str(days), "--out", str(pipe), "--rejects", os.devnull])
    reader.join(10)
    assert done.exit_code == 0
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert len(read[0].splitlines()) == 1


def test_the_file_that_a_link_leads_to_is_written_and_the_link_stays(
    days: Path, tmp_path: Path
) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    assert CliRunner().invoke(app, [str(days), "--out", str(link)]).exit_code == 0
    assert link.is_symlink()
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_each_line_is_the_day_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    rows = "".join(f"a,2024-01-{i:02d},{60 + i},7.25,8000,5.4,30,M,asthma\n" for i in range(1, 18))
    path.write_text(
        f"id,date,resting_heart_rate,sleep_hr,steps,distance_km,age,sex,conditions\n{rows}b,2024-01-01,,,70,,,F,\n",
        encoding="utf-8",
    )
    days = read_days(path).days
    for line, day in zip("".join(json_of_days(days)).splitlines(), days, strict=True):
        assert line == json.dumps(
            {
                "profile": day.profile.model_dump(mode="json", exclude_defaults=True),
                "vitals": day.vitals.model_dump(),
                "source": day.source,
                "person": day.person_key,
                "completed": [],
            },
            ensure_ascii=False,
        )
    assert days[16].profile.baseline_rhr == 69


def test_a_run_that_took_no_day_ends_with_1_and_says_why(tmp_path: Path) -> None:
    path, listed = tmp_path / "days.csv", tmp_path / "rejects.jsonl"
    path.write_text("date,steps\n2024-01-01,many\n", encoding="utf-8")
    result = CliRunner().invoke(app, [str(path), "--rejects", str(listed)])
    assert result.exit_code == 1
    assert "type:steps: 1 (first days.csv, line 2: 'many')" in result.stderr
    assert json.loads(listed.read_text(encoding="utf-8"))["values"] == ["many"]


def test_columns_are_said_by_options_and_by_a_file(tmp_path: Path) -> None:
    path, said = tmp_path / "days.csv", tmp_path / "map.yaml"
    path.write_text(
        "who,on,맥,보\nkim,2024-01-01,0,8000\nlee,2024-01-01,x,8000\n", encoding="utf-8"
    )
    by_options = ["--map", "맥=heart_rate", "--map", "보=steps", "--map", "on=date", "--id", "who", "--missing", "x,0"]  # fmt: skip
    said.write_text("columns: {맥: heart_rate, 보: steps, on: date}\nid: who\nmissing: [x, 0]\n", encoding="utf-8")  # fmt: skip
    first, second = (
        CliRunner().invoke(app, [str(path), *options])
        for options in (by_options, ["--map-file", str(said)])
    )
    assert first.exit_code == second.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert [json.loads(line)["person"] for line in first.stdout.splitlines()] == ["real-0001", "real-0002"]  # fmt: skip
    assert "read as missing:heart_rate: 2" in first.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--map", "맥=pulse"], "names 'pulse'; name one of heart_rate"),
        (["--map", "맥=steps:lb"], "the unit 'lb'; steps is read in count"),
        (["--map", "steps"], "names no column"),
        (["--map", "x=steps"], "no column 'x'"),
        (["--id", "x"], "no column 'x'"),
        (["--map-file", "nowhere.yaml"], "cannot read nowhere.yaml"),
    ],
)
def test_what_is_said_wrongly_of_columns_is_bad_input(
    days: Path, options: list[str], says: str
) -> None:
    result = CliRunner().invoke(app, [str(days), *options])
    assert isinstance(result.exception, BadInput)
    assert says in str(result.exception)
