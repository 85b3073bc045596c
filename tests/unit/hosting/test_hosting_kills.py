import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow("kills")

TRIALS = 20


def drilled(kind, folder):
    command = [sys.executable, "-m", "tests.support.hosting_drill", kind, str(folder)]
    done = subprocess.run([*command, str(TRIALS), "7"], capture_output=True, text=True, check=True)
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(trials) == TRIALS
    assert all(t["killed"] for t in trials)
    return trials


def test_killed_while_it_comes_up_there_is_one_and_it_is_ready(tmp_path):
    trials = drilled("up", tmp_path)
    assert {len(t["between"]["made"]) for t in trials} == {0, 1}
    for found in trials:
        end = found["end"]
        assert len(end["made"]) == 1
        assert end["standing"] == end["made"]
        assert (end["state"], end["asked_by"]) == ("Ready", ["evaluation-1"])


def test_killed_while_it_goes_down_nothing_stands_in_the_end(tmp_path):
    trials = drilled("down", tmp_path)
    assert {len(t["between"]["standing"]) for t in trials} == {0, 1}
    for found in trials:
        end = found["end"]
        assert (len(end["made"]), end["standing"], end["state"]) == (1, [], "Gone")
