"""A round of watching as a worker starts it: cheap where nothing is open, Prefect's engine in any other case."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.support.running_up import until
from tests.support.watch_rounds import NAME, lay_ended, rounds
from wearable_coach.finetuning.ledger import JobLedger

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]
AS_THE_ENGINE = ["Scheduled", "Pending", "Submitting", "Running", "Completed"]


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    with rounds(tmp_path_factory.mktemp("rounds")) as found:
        yield found


def logged(given, run):
    only = {"logs": {"flow_run_id": {"any_": [run["id"]]}}}
    return [line["message"] for line in given.api.post("/logs/filter", json=only).json()]


def slots_taken(given):
    found = given.api.get(f"/deployments/{given.deployment}").json()
    return found["global_concurrency_limit"]["active_slots"]


@pytest.mark.parametrize("jobs", [0, 3])
def test_a_round_with_nothing_open_ends_as_the_engine_would_and_says_so(given, jobs):
    lay_ended(given.store, jobs)
    run = given.run()
    assert run["state"]["message"] == f"nothing open: {jobs} jobs in the store, all ended"
    assert given.states(run["id"]) == AS_THE_ENGINE
    assert (run["run_count"], run["total_run_time"] > 0) == (1, True)
    assert "Finished in state" not in " ".join(logged(given, run)), "the engine says so"
    until(lambda: slots_taken(given) == 0, 30)


@contextmanager
def job_written(given, change):
    """The record of a job, changed until the block ends; yields the job's name."""
    lay_ended(given.store, 1)
    name = JobLedger(given.store).names()[0]
    file = given.store.folder / "jobs" / f"{name}.json"
    whole = file.read_text()
    file.write_text(change(whole))
    try:
        yield name
    finally:
        file.write_text(whole)


def under_way(text):
    record = json.loads(text)
    return json.dumps({**record, "states": record["states"][:1], "event": None})


@pytest.mark.parametrize(
    "change", [under_way, lambda text: text[:20]], ids=["open", "cannot be read"]
)
def test_a_job_that_is_open_or_cannot_be_read_is_looked_at_by_the_flow_itself(given, change):
    with job_written(given, change) as name:
        run = given.run()
        assert run["state_type"] == "COMPLETED"
        said = until(lambda: " ".join(logged(given, run)), 30)
        until(lambda: f"{name}: fault" in " ".join(logged(given, run)), 30)
        assert "nothing open" not in f"{said} {run['state']['message']}"


def test_what_the_form_forbids_is_judged_by_the_engine(given):
    run = given.run(store="block:nowhere")
    assert run["state_type"] == "FAILED"
    assert "block" in run["state"]["message"]


def test_a_run_that_is_cancelled_before_its_process_begins_stays_so(given):
    flow = given.api.get(f"/deployments/{given.deployment}").json()["flow_id"]
    made = given.api.post("/flow_runs/", json={"flow_id": flow, "state": {"type": "PENDING"}})
    run = made.raise_for_status().json()["id"]
    given.api.post(f"/flow_runs/{run}/set_state", json={"state": {"type": "CANCELLED"}})
    done = subprocess.run(
        [sys.executable, "-m", "deployments.watch_round"], check=False, timeout=120,
        env={**given.environment, "PREFECT__FLOW_RUN_ID": run},
    )  # fmt: skip
    assert done.returncode == 0
    assert given.read(run)["state_type"] == "CANCELLED"


def test_the_deployment_is_on_its_schedule_by_the_name_that_it_had(given):
    found = given.api.get(f"/deployments/name/{NAME}/{NAME}").json()
    assert found["entrypoint"] == "flows.watch_finetuning.watch_finetuning"
    assert [schedule["slug"] for schedule in found["schedules"]] == ["watch"]
    assert os.environ.get("PREFECT_API_URL") != given.environment["PREFECT_API_URL"]
