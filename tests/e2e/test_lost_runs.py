"""Runs whose process is gone, or never came, end on a real server; those that are well go on."""

import time
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from deployments import automations
from tests.support.prefect_service import prefect_client, prefect_server

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]
SOON = timedelta(seconds=10)
"""The least that Prefect lets an automation wait."""


TAKEN, RUNNING = ("PENDING", "Pending"), ("RUNNING", "Running")
WAYS = {
    "taken": [TAKEN],
    "sent": [TAKEN, ("PENDING", "Submitting")],
    "silent": [TAKEN, RUNNING],
    "put back": [TAKEN, ("SCHEDULED", "AwaitingConcurrencySlot")],
    "waiting": [],
    "ended": [TAKEN, RUNNING, ("COMPLETED", "Completed")],
    "another's": [TAKEN, RUNNING],
}


class Server(NamedTuple):
    api: httpx.Client
    log: Path

    def dropped(self):
        """How many events it gave up, as it says: with SQLite it may, when it is busy."""
        return self.log.read_text().count("dead letter queue")


@pytest.fixture
def server(tmp_path):
    with prefect_server(tmp_path) as url, prefect_client(url) as client:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(automations, "SILENT_FOR", SOON)
            patch.setattr(automations, "ON_ITS_WAY_FOR", SOON)
            for wanted in automations.wanted_automations(None):
                sent = wanted.model_dump(mode="json", exclude_unset=True)
                assert client.post("/automations/", json=sent).is_success
        time.sleep(3)  # the server's triggers learn of them
        yield Server(client, tmp_path / "server.log")


def new_run(api, *, tags=("wearable-coach",)):
    flow = api.post("/flows/", json={"name": "a-flow"}).json()["id"]
    made = {"name": "-".join(["lost", *tags]), "flow_id": flow, "tags": list(tags)}
    deployment = api.post("/deployments/", json=made).json()["id"]
    return api.post(f"/deployments/{deployment}/create_flow_run", json={}).json()["id"]


def put(api, run, kind, name):
    state = {"type": kind, "name": name}
    answer = api.post(f"/flow_runs/{run}/set_state", json={"state": state})
    assert answer.json()["status"] == "ACCEPT", answer.text
    time.sleep(1)  # of two events at once the server may overlook one


def state(api, run):
    found = api.get(f"/flow_runs/{run}").json()["state"]
    return found["type"], found["message"] or ""


def outcomes(api):
    """What becomes of runs that are lost, and of runs that are well."""
    runs = {}
    for name, states in WAYS.items():
        runs[name] = new_run(api, tags=() if name == "another's" else ("wearable-coach",))
        for kind, called in states:
            put(api, runs[name], kind, called)

    until = time.monotonic() + 60
    lost = ("taken", "sent", "silent")
    while any(state(api, runs[name])[0] != "CRASHED" for name in lost):
        if time.monotonic() > until:
            break
        time.sleep(0.5)
    time.sleep(2 * SOON.total_seconds())
    return {name: state(api, run) for name, run in runs.items()}


def test_lost_runs_are_marked_and_no_other_is(server):
    for _ in range(3):
        before = server.dropped()
        found = outcomes(server.api)
        if server.dropped() == before:
            break
    kinds = {name: kind for name, (kind, _) in found.items()}
    assert kinds == {
        "taken": "CRASHED", "sent": "CRASHED", "silent": "CRASHED", "put back": "SCHEDULED",
        "waiting": "SCHEDULED", "ended": "COMPLETED", "another's": "RUNNING",
    }  # fmt: skip
    assert "never began" in found["taken"][1]
    assert "never began" in found["sent"][1]
    assert "no heartbeat" in found["silent"][1]
