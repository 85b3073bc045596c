"""More good deliveries than a machine can run at once, on SQLite: each is one run that ran, and the machine goes on.

A hundred take half an hour, since each waits for its turn: `WEARABLE_COACH_PRESSED=100`, or `bench/deliveries.py`.
"""

import os

import pytest

from deployments.installation import worker_limit
from tests.support.pressing import lay_ready, press, runs_of, until_all_ended, watched
from tests.support.running_up import running_up

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services"), pytest.mark.timeout(3900)]

DELIVERIES = int(os.environ.get("WEARABLE_COACH_PRESSED", "9"))
SECONDS, PATIENCE_S = DELIVERIES / 5, 3600


def test_of_many_good_deliveries_each_is_one_run_that_ran_and_none_crashed(tmp_path):
    with running_up(tmp_path / "home") as up:
        lay_ready(up.home)
        with watched(up) as seen:
            answers = press(up, DELIVERIES, SECONDS)
            runs = until_all_ended(up, DELIVERIES, PATIENCE_S)
        assert len(runs) == len(runs_of(up)) == DELIVERIES
    keys = {run["idempotency_key"] for run in runs}
    assert keys == {f"webhook:pressed_{number}" for number in range(DELIVERIES)}
    ended = {run["id"]: (run["state_type"], run["run_count"]) for run in runs}
    assert set(ended.values()) == {("COMPLETED", 1)}
    started = {answer["run"] for answer in answers if answer["state"] == "started"}
    assert started <= set(ended)
    assert 0 < seen.most_engines <= worker_limit({})
