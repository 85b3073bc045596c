"""`explain` through the real command line: what `ask --json` prints is explained, anything else is refused in a line."""

import errno
import json
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper

import pytest

from tests.support.commands import run
from wearable_coach.input_files import MOST_SETTINGS_BYTES

PROGRAM = [sys.executable, "-m", "wearable_coach"]
DAY = '{"resting_heart_rate": 66, "sleep_hr": 5.5, "steps": 8123}'
PROFILE = '{"age": 45, "sex": "M", "baseline_rhr": 63}'


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--kind", "interpret"], ["(건강 해석)", "STD-SLP-001", "doi:10.1016/j.sleh.2014.12.010"]),
        (["--kind", "prescribe"], ["(운동 처방)", "Cap: moderate (중강도)", "STD-DOSE-001"]),
        (["목표 심박수는 얼마인가요?"], ["(코칭 대화)", "STD-HR-010", "카보넨 공식"]),
        (["가슴이 쥐어짜듯 아파요"], ["Urgency: emergency", "Level: 4 of 4 (응급)", "STD-URG-001"]),
    ],
    ids=["report", "plan", "chat", "emergency"],
)
def test_an_answer_is_piped_into_its_explanation(tmp_path, words, told):
    told_of = [*PROGRAM, "ask", *words, "--vitals", DAY, "--profile", PROFILE, "--json"]
    here = {**os.environ, "WEARABLE_COACH_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    with subprocess.Popen([*told_of, "--out", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=here) as asked:  # fmt: skip
        done = subprocess.run([*PROGRAM, "explain", "-"], stdin=asked.stdout, capture_output=True, encoding="utf-8", check=False, env=here)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for words_told in [*told, "Written by: the rules", "the same as here", "What it says"]:
        assert words_told in done.stdout


@pytest.fixture
def answer(tmp_path):
    """Return the JSON of an answer."""
    done = run("ask", "--kind", "interpret", "--vitals", DAY, "--json", "--out", tmp_path)
    return done.out


def test_a_file_on_one_line_or_on_many_is_read_and_told_to_machines(tmp_path, answer):
    one, many = tmp_path / "one.jsonl", tmp_path / "many.json"
    one.write_text(f"\n{answer}\n", encoding="utf-8")
    many.write_text(json.dumps(json.loads(answer), indent=2, ensure_ascii=False), encoding="utf-8")
    assert run("explain", one) == run("explain", many)
    found = json.loads(run("explain", one, "--json").out)
    assert found["sentences"][0]["text"] == "## 종합 상태"
    assert found["versions"]["same_tables"] is True


def test_what_ask_prints_has_every_field_of_before_and_is_compact(answer):
    told = json.loads(answer)
    before = {"request_id", "kind", "text", "source", "why", "verdicts", "model", "identity", "latency_s", "urgency", "safety_level"}  # fmt: skip
    assert set(told) == before | {"structured", "provenance"}
    assert set(told["verdicts"][0]) == {"claim", "verdict", "rule", "span", "reason", "message", "start"}  # fmt: skip
    assert "null" not in answer


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda _: "", "is empty"),
        (lambda _: "네", "is not JSON"),
        (lambda _: "[]", "is list, no object"),
        (lambda a: a + a, "holds 2 lines, each JSON of its own; give one of them"),
        (lambda a: a.replace('"text"', '"txt"'), "text is missing"),
        (lambda a: a.replace('"safety_level": 0', '"safety_level": 9'), "safety_level '9'"),
        (lambda a: a.replace('"urgency": "none"', '"urgency": "soon"'), "urgency 'soon'"),
        (lambda _: '{"profile": {}, "vitals": {}}', "request_id is missing"),
    ],
)
def test_what_is_no_answer_is_refused_with_field_value_and_remedy(tmp_path, answer, change, named):
    file = tmp_path / "answer.json"
    file.write_text(
        change(answer.replace('"safety_level": 1', '"safety_level": 0')), encoding="utf-8"
    )
    done = run("explain", file)
    assert (done.code, done.out, len(done.lines)) == (2, "", 1)
    assert named in done.err
    assert str(file) in done.err
    assert "give " in done.err


def test_of_several_answers_one_is_taken(tmp_path, answer):
    file = tmp_path / "answers.jsonl"
    file.write_text(answer * 2, encoding="utf-8")
    assert "give one of them" in run("explain", file).err
    file.write_text(answer, encoding="utf-8")
    assert run("explain", file).code == 0


def test_what_is_longer_than_any_answer_is_refused_unread(tmp_path, answer):
    file = tmp_path / "long.json"
    file.write_text(answer + " " * MOST_SETTINGS_BYTES, encoding="utf-8")
    done = run("explain", file)
    assert done.code == 2
    assert "is longer than 1,048,576 bytes; give one answer" in done.err
    file.write_text(answer, encoding="utf-8")
    assert run("explain", file).code == 0


def test_standard_input_that_cannot_be_read_is_refused(monkeypatch, answer):
    class Broken(BytesIO):
        def read(self, *_):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("sys.stdin", TextIOWrapper(Broken()))
    done = run("explain")
    assert done.code == 2
    assert "standard input: cannot be read (Input/output error); give a file that can be read" in done.err  # fmt: skip
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(answer.encode())))
    assert run("explain").code == 0


def test_a_file_that_is_not_there_is_refused(tmp_path):
    done = run("explain", tmp_path / "gone.json")
    assert done.code == 2
    assert "gone.json" in done.err


def test_the_help_teaches_with_an_example():
    out = run("explain", "--help").out
    assert "--json | wearable-coach explain -" in " ".join(out.split())
