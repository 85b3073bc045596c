"""`wearable-coach verify` answers each record, and says plainly what it cannot use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from tests.unit.verification.answers import ADULT, DAY
from wearable_coach.cli.verify import verify
from wearable_coach.errors import BadInput
from wearable_coach.verification.rules import meaning, rules

RIGHT = "안정시 심박수는 66bpm으로 '정상'이에요."
WRONG = "안정시 심박수는 76bpm으로 '정상'이에요."


def record(answer: str, **more: Any) -> dict[str, Any]:
    messages = [
        {"role": "system", "content": "코치예요."},
        {"role": "user", "content": "오늘 어때요?"},
        {"role": "assistant", "content": answer},
    ]
    return {"profile": ADULT, "vitals": DAY, "category": "coaching", "messages": messages, **more}


def run(tmp_path: Path, *records: dict[str, Any], flags: tuple[str, ...] = ()) -> Result:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    app = typer.Typer()
    app.command()(verify)
    return CliRunner().invoke(app, [str(path), *flags])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_all_supported_exits_zero(tmp_path: Path) -> None:
    result = run(tmp_path, record(RIGHT, id="a"), record(RIGHT, row_id="b", stratum="normal"))
    assert result.exit_code == 0
    assert [(x["id"], x["ok"]) for x in lines(result)] == [("a", True), ("b", True)]


def test_a_wrong_number_exits_one_and_points_at_it(tmp_path: Path) -> None:
    result = run(tmp_path, record(RIGHT), record(WRONG))
    assert result.exit_code == 1
    bad = [v for v in lines(result)[1]["verdicts"] if v["verdict"] != "supported"]
    assert [(v["verdict"], v["rule"], v["span"], v["message"]) for v in bad] == [
        ("contradicted", "VER-VALUE-001", "76bpm", 2)
    ]
    assert WRONG[bad[0]["start"] :].startswith("76bpm")


UNREAD = "뿌뿌르릅한 심박수예요."


@pytest.mark.parametrize(
    ("answer", "strict", "lenient"),
    [(RIGHT, 0, 0), (f"{RIGHT} {UNREAD}", 1, 0), (UNREAD, 1, 1), (f"{WRONG} {UNREAD}", 1, 1)],
)
def test_lenient_lets_words_pass_that_are_not_understood_but_no_answer_of_nothing_else(
    tmp_path: Path, answer: str, strict: int, lenient: int
) -> None:
    codes = [
        run(tmp_path, record(answer), flags=flags).exit_code
        for flags in ((), ("--strict",), ("--lenient",))
    ]
    assert codes == [strict, strict, lenient]


def test_lenient_asks_a_report_for_a_claim_all_the_same(tmp_path: Path) -> None:
    spoken = record("오늘도 힘내세요.", category="health_interpretation")
    (line,) = lines(run(tmp_path, spoken, flags=("--lenient",)))
    assert not line["ok"]
    assert "확인된 주장이 하나도 없어요" in [found["reason"] for found in line["not_understood"]]


def test_coverage_counts_what_was_understood_of_all_and_says_where_it_was_not(
    tmp_path: Path,
) -> None:
    (line,) = lines(run(tmp_path, record(f"{RIGHT} {UNREAD}")))
    assert line["coverage"] == {"clauses": [1, 2], "quantities": [1, 1], "health_words": [4, 5]}
    (unread,) = line["not_understood"]
    assert (unread["span"], unread["message"]) == (UNREAD, 2)
    assert unread["start"] == len(RIGHT) + 1


def test_only_failures_leaves_out_what_passed(tmp_path: Path) -> None:
    result = run(tmp_path, record(RIGHT, id=1), record(WRONG, id=2), flags=("--only-failures",))
    assert [x["id"] for x in lines(result)] == [2]


@pytest.mark.parametrize(
    ("category", "judged"),
    [
        ("interpretation", True),
        ("health_interpretation", True),
        ("exercise_prescription", True),
        ("prescription", True),
        ("coaching_chat", False),
        ("something new", False),
    ],
)
def test_structure_is_judged_for_the_kinds_that_have_one(
    tmp_path: Path,
    category: str,
    judged: bool,  # noqa: FBT001 - a table's column
) -> None:
    found = lines(run(tmp_path, record(RIGHT, category=category)))[0]
    assert any(v["rule"] == "FMT-SEC-001" for v in found["verdicts"]) is judged


def test_a_kind_wins_over_a_category(tmp_path: Path) -> None:
    found = lines(run(tmp_path, record(RIGHT, category="interpretation", kind="coaching")))[0]
    assert found["ok"]


def test_impossible_vitals_are_not_ok_and_named(tmp_path: Path) -> None:
    result = run(tmp_path, record(RIGHT, id="x", vitals={"heart_rate": 999}))
    found = lines(result)[0]
    assert result.exit_code == 1
    assert found["verdicts"][0]["rule"] == "INPUT"
    assert "range:heart_rate" in found["verdicts"][0]["reason"]
    assert "x" in found["verdicts"][0]["reason"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{not json}\n", "not JSON"),
        ("[1]\n", "need an object"),
        ('{"profile": {}, "vitals": {}}\n', "messages"),
        ('{"messages": [{"role": "x", "content": "y"}]}\n', "messages[0]"),
        ('{"messages": [{"role": "user", "content": "y"}]}\n', "assistant"),
    ],
)
def test_input_that_cannot_be_used_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        verify(path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot read"):
        verify(tmp_path / "nowhere.jsonl")


def test_what_a_rule_means_is_told_without_a_record(tmp_path):
    told = run(tmp_path, flags=("--rules",))
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) == len(rules())
    assert f"VER-CMP-001     {meaning('VER-CMP-001')}\n" in told.stdout
