"""`--hrmax-formula` names the formula by which a command reads, judges and answers."""

import json

import pytest
from typer.testing import CliRunner

from wearable_coach.cli.app import app

RUNNER = {"age": 60, "hr_context": "exercise", "baseline_rhr": 60, "regularly_active": True}
RUN = {"heart_rate": 150, "resting_heart_rate": 60, "sleep_hr": 7.5, "steps": 9000}
BY_FOX = "최대심박수는 160bpm으로 추정돼요."  # 220 − 60


def run(*arguments, given=None):
    return CliRunner().invoke(app, arguments, input=None if given is None else json.dumps(given))


@pytest.mark.parametrize(
    ("formula", "bpm"), [("tanaka", 166.0), ("fox", 160.0), ("gellish", 165.0)]
)
def test_facts_are_by_the_formula_that_is_named(formula, bpm):
    day = {"profile": RUNNER, "vitals": RUN}
    shown = json.loads(run("facts", "--hrmax-formula", formula, given=day).stdout)["hrmax"]
    assert shown[f"{formula}_exact"] == bpm
    if formula == "tanaka":
        assert json.loads(run("facts", given=day).stdout)["hrmax"] == shown


def test_an_answer_is_verified_by_the_formula_that_is_named():
    record = {
        "profile": RUNNER,
        "vitals": RUN,
        "messages": [{"role": "assistant", "content": BY_FOX}],
    }
    assert run("verify", "--hrmax-formula", "fox", given=record).exit_code == 0
    assert run("verify", given=record).exit_code == 1


@pytest.mark.parametrize(
    ("option", "target"), [(("--hrmax-formula", "fox"), "100~119bpm"), ((), "102~123bpm")]
)
def test_ask_answers_by_the_formula_that_is_named(option, target, tmp_path):
    day = ("--vitals", json.dumps(RUN), "--profile", json.dumps(RUNNER))
    answered = run("ask", "--kind", "interpret", *day, *option, "--out", str(tmp_path))
    assert target in answered.stdout, answered.output


@pytest.mark.parametrize("command", ["facts", "verify", "ask", "serve", "evaluate"])
def test_a_formula_that_is_not_known_is_bad_input(command):
    refused = run(command, "--hrmax-formula", "karvonen")
    assert refused.exit_code == 2
    assert "tanaka" in refused.output
