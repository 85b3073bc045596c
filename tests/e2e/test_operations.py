"""Runs that fail, or whose worker is killed: told to people, each of them, and the store stays whole."""

import os
import signal
from contextlib import suppress

import psutil
import pytest

from tests.support.running_up import until
from tests.support.sink import TOKEN
from wearable_coach.finetuning.datasets import find_dataset, read_training_data
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, versions

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services"), pytest.mark.timeout(1800)]


def told_of(address, *words):
    """Return what was told with these words; a run by its id, since two may have one name."""
    return [text for text in address.texts() if all(word in text for word in words)]


def engine_of(up, run):
    """The process that runs a flow run, once there is one."""
    for process in up.processes():
        with suppress(psutil.Error):
            if process.environ().get("PREFECT__FLOW_RUN_ID") == run:
                return process
    return None


def fail_and_be_told(up, told):
    failing = up.run("retrain/retrain", dataset="20200101-000000000000")
    assert up.ended(failing, 180)["type"] == "FAILED"
    words = ("A run failed", failing, "there is no '20200101-000000000000'")
    until(lambda: told_of(told, *words), 90)
    return failing


def test_what_goes_wrong_is_told_and_the_store_is_whole(up, told):
    failing = fail_and_be_told(up, told)

    store = LocalStore(up.home)
    before = versions(store)
    refreshing = up.run("refresh-dataset/refresh", rows=6000)
    engine = until(lambda: engine_of(up, refreshing), 120)
    until(lambda: up.state(refreshing)["type"] == "RUNNING", 120)
    (worker,) = up.named("worker")
    for process in [worker, *worker.children(recursive=True), engine]:
        with suppress(psutil.Error):
            os.kill(process.pid, signal.SIGKILL)
    assert versions(store) == before, "nothing half-made is seen"

    pause(up, paused=True)
    untaken = up.run("retrain/retrain", refresh="never")
    unsubmitted = up.run("retrain/retrain", dataset="20200101-000000000000")
    crash_at_submission(up, unsubmitted)
    until(lambda: "started again" in (up.state(unsubmitted)["message"] or ""), 90)
    assert up.ended(refreshing, 240)["type"] == "CRASHED"
    words = ("A run failed", refreshing, "no heartbeat")
    until(lambda: told_of(told, *words), 90)
    late = ("A run is late", untaken, "paused")
    until(lambda: told_of(told, *late), 180)
    pause(up, paused=False)

    once_more = up.run("refresh-dataset/refresh", rows=45, make_latest=True)
    assert up.ended(once_more, 240)["type"] == "COMPLETED", "the worker was started again"
    assert up.ended(unsubmitted, 240)["type"] == "FAILED", "it ran, as far as it can"
    dataset = find_dataset(store)
    assert read_training_data(store, dataset.train, dataset.valid)
    assert set(versions(store)) == {*before, latest_version(store)}

    failed = (failing, refreshing, unsubmitted)
    until(lambda: told_of(told, "failed", unsubmitted), 90)
    for words in [*(("failed", run) for run in failed), late]:
        assert len(told_of(told, *words)) == 1, "told once"
    assert_kept_secret(up)


def crash_at_submission(up, run):
    """Leave a run as a worker does that the server was too busy to answer."""
    for kind in ("PENDING", "CRASHED"):
        state = {"type": kind, "message": "Failed to submit flow run to infrastructure: 503"}
        up.send("POST", f"/flow_runs/{run}/set_state", {"state": state})


def pause(up, *, paused):
    """Let the pool give no runs to its workers, or again."""
    up.send("PATCH", "/work_pools/wearable-coach", {"is_paused": paused})


def assert_kept_secret(up):
    """The address's token is in no log, no answer of the API, and not in what was told."""
    for log in (up.home / "up").glob("*.log"):
        assert TOKEN not in log.read_text()
    found = up.post("/block_documents/filter", limit=200)
    assert any(d["name"] == "wearable-coach-alerts" for d in found)
    assert TOKEN not in str(found)
    assert TOKEN not in (up.home / "alerts" / "told.json").read_text()
