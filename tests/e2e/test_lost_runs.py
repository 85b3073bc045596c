"""Runs whose process is gone, or never came, end on a real server; those that are well go on."""

import time
from datetime import timedelta

import pytest

from deployments import automations
from tests.support.prefect_service import prefect_client, prefect_server

pytestmark = [pytest.mark.e2e, pytest.mark.filterwarnings("default")]
SOON = timedelta(seconds=10)
"""The least that Prefect lets an automation wait."""


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefect")
    with prefect_server(folder) as url, prefect_client(url) as client:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(automations, "SILENT_FOR", SOON)
            patch.setattr(automations, "ON_ITS_WAY_FOR", SOON)
            for wanted in automations.wanted_automations(None):
                sent = wanted.model_dump(mode="json", exclude_unset=True)
                assert client.post("/automations/", json=sent).is_success
        time.sleep(3)  # the server's triggers learn of them
        yield client


def new_run(api, *, tags=("wearable-coach",)):
    flow = api.post("/flows/", json={"name": "a-flow"}).json()["id"]
    made = {"name": "-".join(["lost", *tags]), "flow_id": flow, "tags": list(tags)}
    deployment = api.post("/deployments/", json=made).json()["id"]
    return api.post(f"/deployments/{deployment}/create_flow_run", json={}).json()["id"]


def put(api, run, kind, name=None):
    state = {"type": kind} | ({"name": name} if name else {})
    answer = api.post(f"/flow_runs/{run}/set_state", json={"state": state})
    assert answer.json()["status"] == "ACCEPT", answer.text
    time.sleep(1)  # of two events at once the server may overlook one


def state(api, run):
    found = api.get(f"/flow_runs/{run}").json()["state"]
    return found["type"], found["message"] or ""


def all_as(api, runs, seconds=90):
    until = time.monotonic() + seconds
    while {state(api, run)[0] for run in runs} != {"CRASHED"} and time.monotonic() < until:
        time.sleep(0.5)
    return {state(api, run) for run in runs}


def test_lost_runs_are_marked_and_no_other_is(api):
    taken = [new_run(api) for _ in range(2)]
    for run in taken:
        put(api, run, "PENDING")
    put(api, taken[1], "PENDING", "Submitting")
    silent = new_run(api)
    put(api, silent, "PENDING")
    put(api, silent, "RUNNING")

    put_back, waiting, ended, anothers = (
        new_run(api),
        new_run(api),
        new_run(api),
        new_run(api, tags=()),
    )
    put(api, put_back, "PENDING")
    put(api, put_back, "SCHEDULED", "AwaitingConcurrencySlot")
    for run in (ended, anothers):
        put(api, run, "PENDING")
        put(api, run, "RUNNING")
    put(api, ended, "COMPLETED")

    ((kind, why),) = all_as(api, taken)
    assert kind == "CRASHED"
    assert "never began" in why
    ((kind, why),) = all_as(api, [silent])
    assert kind == "CRASHED"
    assert "no heartbeat" in why
    time.sleep(2 * SOON.total_seconds())
    well = {"put back": put_back, "waiting": waiting, "ended": ended, "another's": anothers}
    assert {name: state(api, run)[0] for name, run in well.items()} == {
        "put back": "SCHEDULED", "waiting": "SCHEDULED", "ended": "COMPLETED", "another's": "RUNNING",
    }  # fmt: skip
