import json
import subprocess
import sys

import pytest

from tests.support.delivery_drill import KEPT

pytestmark = pytest.mark.slow("kills")

TRIALS = 25


@pytest.mark.parametrize(("kind", "at_most"), [("receive", 1), ("deliver", KEPT)])
def test_killed_at_random_points_every_kept_delivery_has_one_run(tmp_path, kind, at_most):
    command = [sys.executable, "-m", "tests.support.delivery_drill", kind, str(tmp_path)]
    done = subprocess.run([*command, str(TRIALS), "7"], capture_output=True, text=True, check=True)
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(trials) == TRIALS
    assert sum(t["killed"] for t in trials) > TRIALS * 0.8
    for found in trials:
        between, settled, end = found["between"], found["settled"], found["end"]
        assert settled["waiting"] == 0
        assert len(settled["runs"]) >= min(at_most, between["waiting"])
        assert {*between["runs"]} <= {*settled["runs"]}
        status, run = found["answer"]
        assert status == 202
        assert run in end["runs"]
        assert len(end["runs"]) == at_most
        assert sorted(end["events"]) == sorted(end["runs"])
    assert len({len(t["between"]["runs"]) for t in trials}) == at_most + 1
    assert {t["between"]["waiting"] for t in trials} > {1}
