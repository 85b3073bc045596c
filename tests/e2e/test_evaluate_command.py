"""Evaluation, promotion and the whole loop from the outside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.chat_server import ChatServer
from tests.support.evaluating import ROWS, lying, truthful
from tests.support.generated import generated_dataset
from tests.support.local_training import needs_torch
from tests.support.small_rule import small_rule_file
from wearable_coach.store import LocalStore

pytestmark = pytest.mark.e2e


def run(folder, *args, **environment):
    """Run a command where nothing of Prefect's is configured or up."""
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    mine |= {"PREFECT_HOME": str(folder / "no-prefect"), "WEARABLE_COACH_HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", *args, "--out", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=mine | environment,
    )


@pytest.fixture
def place(tmp_path):
    """A store with a dataset and two models, and the variable that names them."""
    folder = tmp_path / "store"
    generated_dataset(LocalStore(folder), ROWS)
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        path = tmp_path / "endpoints.yaml"
        models = {"good": {"url": good.url}, "bad": {"url": bad.url}}
        path.write_text(yaml.safe_dump({"endpoints": models}))
        yield folder, {"WEARABLE_COACH_ENDPOINTS": str(path)}


@pytest.mark.slow("whole")
def test_a_model_is_evaluated_promoted_and_rolled_back_by_commands(place):
    folder, env = place
    early = run(folder, "promote", "good")
    assert early.returncode == 2
    assert "has no evaluation" in early.stderr

    small = ("--limit", "80", "--rule", str(small_rule_file(folder.parent, unknown=True)))
    better = run(folder, "evaluate", "good", "--base", "bad", *small, **env)
    assert better.returncode == 0, better.stderr
    told = json.loads(better.stdout)
    assert (told["verdict"], told["rival"]) == ("promote", "bad")
    assert Path(told["report"]).exists()

    again = run(folder, "evaluate", "good", "--base", "bad", *small, **env)
    assert "known already, nothing was asked" in again.stderr

    assert run(folder, "promote", "good", "--reason", "시험").returncode == 0
    worse = run(folder, "evaluate", "bad", *small, **env)
    assert worse.returncode == 1
    assert json.loads(worse.stdout)["rival"] == "good"
    refused = run(folder, "promote", "bad")
    assert refused.returncode == 1
    assert "the rule says reject" in refused.stderr
    forced = run(folder, "promote", "bad", "--override", "시연용")
    assert forced.returncode == 0

    back = run(folder, "rollback", "--reason", "시연이 끝남")
    assert json.loads(back.stdout)["model"] == "good"
    lines = [json.loads(line) for line in run(folder, "history").stdout.splitlines()]
    assert [(e["action"], e["model"]) for e in lines] == [
        ("promote", "good"), ("promote", "bad"), ("rollback", "good"),
    ]  # fmt: skip
    assert "시연용" in lines[1]["reason"]


def test_a_services_own_cases_are_asked_unchanged(place, tmp_path):
    folder, env = place
    cases = tmp_path / "mine.jsonl"
    day = {"resting_heart_rate": 61, "sleep_hr": 5.1, "steps": 4000}
    cases.write_text(json.dumps(day | {"question": "오늘 운동해도 되나요?"}) + "\n")
    done = run(folder, "evaluate", "good", "--base", "none", "--cases", str(cases), **env)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["cases"] == {"file": 1}
    assert json.loads(done.stdout)["verdict"] == "hold"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["evaluate"], "no fine-tuning job has completed"),
        (["evaluate", "nobody"], "there is no 'nobody'"),
        (["evaluate", "good", "--sets", "poems"], "'poems' is not known"),
        (["evaluate", "good", "--rule", "/none.yaml"], "rule: cannot read"),
        (["evaluate", "good", "--cases", "/none.jsonl"], "cases: cannot read"),
        (["evaluate", "good", "--dataset", "20000101-none"], "there is no '20000101-none'"),
        (["rollback"], "no model is served"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(place, args, told):
    folder, env = place
    done = run(folder, *args, **env)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not (folder / "models").exists()


@pytest.mark.slow("training")
def test_the_whole_loop_runs_in_one_command_and_again_is_taken_as_it_is(tmp_path):
    needs_torch()
    command = ["pipeline", "--rows", "60", "--seed", "3", "--limit", "8", "--direct"]
    done = run(tmp_path, *command)
    assert done.returncode == 1, done.stderr  # the tiny model is not let into service
    told = json.loads(done.stdout)
    assert told["verdict"] in {"hold", "reject"}
    assert told["candidate"].startswith("coach-local-")
    assert told["rival"] == "base:tiny"
    assert "served now: rules" in done.stderr
    again = run(tmp_path, *command)
    assert json.loads(again.stdout) == told
    assert "known already, nothing was asked" in again.stderr
