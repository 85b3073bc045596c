"""Runs that fail, or whose worker is killed: told to people, and the store stays whole."""

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

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]


def told_of(address, *words):
    return [text for text in address.texts() if all(word in text for word in words)]


def name_of(up, run):
    return up.api.get(f"/flow_runs/{run}").json()["name"]


def engine_of(up, run):
    """The process that runs a flow run, once there is one."""
    for process in up.processes():
        with suppress(psutil.Error):
            if process.environ().get("PREFECT__FLOW_RUN_ID") == run:
                return process
    return None


def dropped(up):
    """How many events the server gave up, as it says: with SQLite it may, when it is busy."""
    return (up.home / "up" / "server.log").read_text().count("dead letter queue")


def told_or_dropped(up, look, seconds, before):
    """Wait until something is told; False where the server says that it dropped an event since."""
    try:
        until(look, seconds)
    except AssertionError:
        assert dropped(up) > before, "nothing was told, and no event was dropped"
        return False
    return True


def fail_and_be_told(up, told):
    before = dropped(up)
    failing = up.run("retrain/retrain", dataset="20200101-000000000000")
    assert up.ended(failing, 90)["type"] == "FAILED"
    words = ("A run failed", name_of(up, failing), "there is no '20200101-000000000000'")
    return told_or_dropped(up, lambda: told_of(told, *words), 60, before)


def test_what_goes_wrong_is_told_and_the_store_is_whole(up, told):
    assert any(fail_and_be_told(up, told) for _ in range(3))

    shorten(up, "wearable-coach: run stuck", seconds=12)
    store = LocalStore(up.home)
    before, given_up = versions(store), dropped(up)
    refreshing = up.run("refresh-dataset/nightly-refresh", rows=6000)
    engine = until(lambda: engine_of(up, refreshing), 60)
    until(lambda: up.state(refreshing)["type"] == "RUNNING", 60)
    # Killed earlier: test_lost_runs.py. With two events seen, one that is dropped does no harm here.
    until(lambda: heartbeats(up, refreshing), 90)
    (worker,) = up.named("worker")
    for process in [worker, *worker.children(recursive=True), engine]:
        with suppress(psutil.Error):
            os.kill(process.pid, signal.SIGKILL)
    assert versions(store) == before, "nothing half-made is seen"

    pause(up, paused=True)
    given_up_later = dropped(up)
    untaken = up.run("retrain/retrain", refresh="never")
    words = ("A run does not end", name_of(up, refreshing))
    told_or_dropped(up, lambda: told_of(told, *words), 60, given_up)
    assert up.ended(refreshing, 240)["type"] == "CRASHED"
    words = ("A run failed", name_of(up, refreshing), "no heartbeat")
    told_or_dropped(up, lambda: told_of(told, *words), 60, given_up)

    words = ("A run is late", name_of(up, untaken))
    told_or_dropped(up, lambda: told_of(told, *words), 180, given_up_later)
    pause(up, paused=False)

    once_more = up.run("refresh-dataset/nightly-refresh", rows=45)
    assert up.ended(once_more, 180)["type"] == "COMPLETED", "the worker was started again"
    dataset = find_dataset(store)
    assert read_training_data(store, dataset.train, dataset.valid)
    assert set(versions(store)) == {*before, latest_version(store)}

    assert_kept_secret(up)


def shorten(up, name, seconds):
    """Make an automation that waits for hours wait for seconds."""
    (found,) = [a for a in up.post("/automations/filter") if a["name"] == name]
    found["trigger"]["within"] = seconds
    sent = {k: found[k] for k in ("name", "description", "enabled", "trigger", "actions")}
    up.send("PUT", f"/automations/{found['id']}", sent)


def pause(up, *, paused):
    """Let the pool give no runs to its workers, or again."""
    up.send("PATCH", "/work_pools/wearable-coach", {"is_paused": paused})


def heartbeats(up, run):
    wanted = {"event": {"name": ["prefect.flow-run.heartbeat"]}}
    found = up.post("/events/filter", filter=wanted)["events"]
    return [e for e in found if e["resource"]["prefect.resource.id"].endswith(run)]


def assert_kept_secret(up):
    """The address's token is in no log, no answer of the API and no automation."""
    for log in (up.home / "up").glob("*.log"):
        assert TOKEN not in log.read_text()
    told = up.post("/block_documents/filter", limit=200)
    assert any(d["name"] == "wearable-coach-alerts" for d in told)
    assert TOKEN not in str(told)
    assert TOKEN not in str(up.post("/automations/filter"))
