"""`refresh` reads a table of foreign columns as `import` does, in one command."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.support.commands import run
from wearable_coach.cli.refresh import asked_recipe
from wearable_coach.sources.table_options import table_options

SAID = (
    "--map",
    "맥=heart_rate",
    "--map",
    "쉴때=resting_heart_rate",
    "--map",
    "메모=-",
    "--id",
    "회원",
)
MARKS = ("--missing", "--,x")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    draw, lines = Random(3), ["회원,날짜,맥,쉴때,수면시간(분),걸음수,메모"]
    for person in range(6):
        for n in range(20):
            rhr, sleep = draw.randint(54, 66), draw.randint(360, 480)
            told = "x" if n == 5 else sleep
            lines.append(f"{'가나다라마바'[person]},{date(2025, 1, 1) + timedelta(n)},{rhr + 12},{rhr},{told},{draw.randint(3000, 14000)},0")  # fmt: skip
    path = tmp_path_factory.mktemp("table") / "기록.csv"
    path.write_text("\n".join(lines) + "\n", encoding="cp949")
    return path


def test_one_command_makes_a_dataset_of_a_table_in_korean(table, tmp_path):
    done = run("refresh", "--direct", "--rows", "60", "--seed", "7", "--vitals", str(table), *SAID, *MARKS, "--out", str(tmp_path))  # fmt: skip
    assert done.code == 0, done.err
    assert "16 rows from real days" in done.err
    assert "read as missing:sleep_hr: 6" in done.err
    manifest = json.loads(Path(done.out.strip(), "manifest.json").read_text(encoding="utf-8"))
    sources = manifest["recipe"]["sources"]
    assert sources["columns"] == {"맥": "heart_rate", "쉴때": "resting_heart_rate", "메모": "-", "회원": "id"}  # fmt: skip
    assert sources["missing"] == ["--", "x"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--map", "맥=pulse"), "'맥=pulse' names 'pulse'; name one of"),
        (("--map", "없음=steps"), "no column '없음' that --map or --id names; the header has 회원"),
        (("--map-file", "nowhere.yaml"), "map: cannot read nowhere.yaml"),
    ],
)
def test_what_is_said_wrong_is_refused_in_one_line(table, tmp_path, args, message):
    done = run(
        "refresh", "--direct", "--rows", "60", "--out", str(tmp_path), "--vitals", str(table), *args
    )
    assert done.code == 2, done.err
    assert message in done.err
    assert len([x for x in done.err.splitlines() if not x.startswith("[")]) == 1


def test_tables_said_without_a_file_and_with_a_repair_are_refused(tmp_path):
    alone = run("refresh", "--direct", "--out", str(tmp_path), "--id", "회원")
    assert (alone.code, "add --vitals FILE" in alone.err) == (2, True)
    repair = run("refresh", "--repair", "20260101-0123456789ab", "--id", "회원")
    assert (repair.code, "what is said of its tables" in repair.err) == (2, True)


def test_the_command_line_goes_instead_of_the_recipe_and_a_mapping_file_beside_it(tmp_path):
    recipe, said = tmp_path / "r.yaml", tmp_path / "map.yaml"
    recipe.write_text('sources: {vitals: [a.csv], columns: {걸음: steps}, missing: ["?"]}', "utf-8")
    said.write_text("columns: {맥: heart_rate}\nid: 회원\n", encoding="utf-8")
    tables = table_options(mapped=("맥=resting_heart_rate",), file=said)
    mix = asked_recipe(recipe, seed=None, vitals=[], tables=tables, real_share=None).sources
    assert mix.columns == {"맥": "resting_heart_rate", "회원": "id"}
    assert mix.missing == ("?",)


def test_days_that_no_row_can_rest_on_are_told_of(tmp_path):
    days = tmp_path / "days.csv"
    rows = (f"2025-01-{n:02d},{8000 + n}" for n in range(1, 20))
    days.write_text("날짜,걸음수\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = run("refresh", "--direct", "--rows", "60", "--vitals", days, "--out", tmp_path)
    assert (done.code, "none of 19 real days has readings enough" in done.err) == (0, True)
    assert "0 rows from real days" in done.err
