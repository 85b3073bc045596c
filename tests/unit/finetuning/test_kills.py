import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow("kills")

TRIALS = 25


@pytest.mark.parametrize("kind", ["submit", "watch"])
def test_killed_at_random_points_the_ledger_is_whole_and_there_is_one_job(tmp_path, kind):
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.kill_drill", kind, str(tmp_path), str(TRIALS), "7"],
        capture_output=True,
        text=True,
        check=True,
    )
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(trials) == TRIALS
    assert all(t["killed"] for t in trials)
    for found in trials:
        assert len(found["between"]["accepted"]) <= 1
        end = found["end"]
        assert end["accepted"] == end["jobs"]
        assert len(end["jobs"]) == len(end["events"]) == 1
        assert end["states"][0][0] == "Submitting"
        assert end["states"][0][-1] == "Completed"
        assert end["told"] == [True]


def test_the_kills_fall_before_and_after_the_backend_took_the_job(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.kill_drill", "submit", str(tmp_path), "25", "11"],
        capture_output=True,
        text=True,
        check=True,
    )
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert {len(t["between"]["accepted"]) for t in trials} == {0, 1}
    assert {len(t["between"]["jobs"]) for t in trials} == {0, 1}
