import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow("kills")

TRIALS = 60


def test_killed_at_random_points_nothing_half_is_seen_and_the_next_prune_finishes(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.prune_drill", str(tmp_path), str(TRIALS), "7"],
        capture_output=True,
        text=True,
        check=True,
    )
    trials = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(trials) == TRIALS
    assert all(t["killed"] for t in trials)
    assert [t["between"]["problems"] for t in trials] == [[]] * TRIALS
    assert [t["end"] for t in trials] == [{"as_undisturbed": True, "problems": []}] * TRIALS
    gone = {t["between"]["gone"] for t in trials}
    assert min(gone) == 0
    most = trials[0]["most"]
    assert len(gone) > most / 3, "the kills fall all over the work"
    assert most / 2 < max(gone) <= most
