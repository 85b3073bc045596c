"""Runs whose process is gone, or never came, end on a real server; those that are well go on.

The server is not asked whether it dropped an event: the caretaker needs none.
"""

import subprocess
import sys
import time

import pytest

from deployments.names import POOL, TAG
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server, stop

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]

CARETAKER = """
import sys
from datetime import timedelta
import deployments.caretaker.__main__ as caretaker
from deployments.caretaker import rounds
from deployments.caretaker.patience import Patience
soon = timedelta(seconds=10)
rounds.Patience = lambda: Patience(silent=soon, on_its_way=soon, settling=soon, most_starts=2)
caretaker.EVERY_S = 1
sys.exit(caretaker.main())
"""
TAKEN, RUNNING = ("PENDING", "Pending"), ("RUNNING", "Running")
WAYS = {
    "taken": [TAKEN],
    "sent": [TAKEN, ("PENDING", "Submitting")],
    "crashed": [TAKEN, ("CRASHED", "Crashed")],
    "silent": [TAKEN, RUNNING],
    "put back": [TAKEN, ("SCHEDULED", "AwaitingConcurrencySlot")],
    "waiting": [],
    "ended": [TAKEN, RUNNING, ("COMPLETED", "Completed")],
    "another's": [TAKEN, RUNNING],
}
PATIENCE_S = 400


@pytest.fixture
def api(tmp_path):
    with prefect_server(tmp_path) as url, prefect_client(url) as client:
        client.post("/work_pools/", json={"name": POOL, "type": "process"}).raise_for_status()
        environment = prefect_environment(tmp_path, url=url)
        environment["WEARABLE_COACH_HOME"] = str(tmp_path / "store")
        with (tmp_path / "caretaker.log").open("wb") as log:
            caretaker = subprocess.Popen(
                [sys.executable, "-c", CARETAKER], env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        try:
            yield client
        finally:
            stop(caretaker)


def new_run(api, *, tags=(TAG,)):
    flow = api.post("/flows/", json={"name": "a-flow"}).json()["id"]
    made = {"name": "-".join(["lost", *tags]), "flow_id": flow, "tags": list(tags)}
    deployment = api.post("/deployments/", json=made).json()["id"]
    return api.post(f"/deployments/{deployment}/create_flow_run", json={}).json()["id"]


def put(api, run, kind, name):
    state = {"type": kind, "name": name}
    answer = api.post(f"/flow_runs/{run}/set_state", json={"state": state})
    assert answer.json()["status"] == "ACCEPT", answer.text


def state(api, run):
    found = api.get(f"/flow_runs/{run}").json()["state"]
    return found["type"], found["message"] or ""


def until_changed(api, runs, kind):
    until = time.monotonic() + PATIENCE_S
    while any(state(api, run)[0] != kind for run in runs):
        assert time.monotonic() < until, {run: state(api, run) for run in runs}
        time.sleep(0.5)


def test_lost_runs_are_started_again_or_marked_and_no_other_is_touched(api, tmp_path):
    until = time.monotonic() + PATIENCE_S
    while not (tmp_path / "store" / "alerts" / "told.json").exists():
        assert time.monotonic() < until, (tmp_path / "caretaker.log").read_text()
        time.sleep(0.5)
    runs = {}
    for name, states in WAYS.items():
        runs[name] = new_run(api, tags=() if name == "another's" else (TAG,))
        for each in states:
            put(api, runs[name], *each)
    well = {n: state(api, runs[n])[0] for n in ("put back", "waiting", "ended", "another's")}
    lost = [runs[name] for name in ("taken", "sent", "crashed")]
    until_changed(api, lost, "SCHEDULED")
    assert all("is started again, 2 of 2" in state(api, run)[1] for run in lost)
    for run in lost:
        put(api, run, *TAKEN)
    until_changed(api, [*lost, runs["silent"]], "CRASHED")
    assert "never began" in state(api, runs["taken"])[1]
    assert "no heartbeat" in state(api, runs["silent"])[1]
    time.sleep(15)
    assert {n: state(api, runs[n])[0] for n in well} == well
    assert {state(api, run)[0] for run in lost} == {"CRASHED"}, "not more often than allowed"
