"""A cancelled run on a real server and worker: it ends as Cancelled, at once, and leaves nothing half done."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
import pytest
import yaml

from tests.support.chat_server import ChatServer
from tests.support.generated import generated_dataset
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server, stop
from tests.support.running_up import until
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("kills"), pytest.mark.filterwarnings("default")]
ROOT = Path(__file__).parents[2]
TASKS_ENDED = (0, 1, 2, 3, 4, 5, 6, 7, 8, 17)
"""The ten points: how many tasks have ended when the run is cancelled; the first four plan."""
WHILE_COMPOSING = 8
"""Beyond it the dataset is checked, of so many rows that the check takes a while."""
OVER = {"CANCELLED", "CRASHED", "FAILED", "COMPLETED"}
AT_ONCE = 2
SECONDS = 120
A_LOOK_S = 5
"""A server whose SQLite is held by another writer may leave one look without an answer; the next has one."""


class EndedRun(NamedTuple):
    """What a run left."""

    state: dict
    tasks: dict[str, str]
    """Name → type of state."""
    left: list[psutil.Process]
    store: Path
    took_s: float


class Drill:
    """A server with a worker, and what is started there."""

    def __init__(self, api, folder):
        self.api, self.log = api, folder / "worker.log"

    def make(self, name, flow, entrypoint, **job):
        made = self.post("/flows/", name=flow)["id"]
        job = {"command": "python -m prefect.engine", "env": job}
        return self.post(
            "/deployments/", name=name, flow_id=made, entrypoint=entrypoint, pull_steps=[],
            work_pool_name="drill", job_variables=job, enforce_parameter_schema=False,
        )["id"]  # fmt: skip

    def post(self, where, *, within_s=SECONDS, **body):
        answer = self.api.post(where, json=body, timeout=within_s)
        assert answer.is_success, answer.text
        return answer.json()

    def start(self, deployment, **parameters):
        return self.post(f"/deployments/{deployment}/create_flow_run", parameters=parameters)["id"]

    def state(self, run):
        return looked(lambda: self.api.get(f"/flow_runs/{run}", timeout=A_LOOK_S).json())["state"]

    def tasks(self, run):
        only = {"id": {"any_": [run]}}
        found = looked(lambda: self.post("/task_runs/filter", flow_runs=only, within_s=A_LOOK_S))
        return {task["name"]: task["state_type"] for task in found}

    def cancel(self, run):
        self.post(f"/flow_runs/{run}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})

    def ended(self, run, store, seconds=SECONDS):
        """How it ended, once its processes have had a moment."""
        began = time.monotonic()
        until(lambda: self.state(run)["type"] in OVER, seconds)
        took_s = time.monotonic() - began
        with suppress(AssertionError):
            until(lambda: not of_run(run), 10)
        return EndedRun(self.state(run), self.tasks(run), of_run(run), store, took_s)


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drill")
    with prefect_server(folder / "prefect") as url, prefect_client(url) as api:
        environment = prefect_environment(folder / "prefect", url=url) | {
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "WEARABLE_COACH_HOME": str(folder / "home"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        start = ["worker", "start", "--pool", "drill", "--type", "process", "--install-policy", "never"]  # fmt: skip
        with (folder / "worker.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "prefect", *start], env=environment, cwd=ROOT,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            until(lambda: api.get("/work_pools/drill").is_success, SECONDS)
            yield Drill(api, folder)
        finally:
            stop(worker)


@pytest.fixture(scope="module")
def runs(drill, tmp_path_factory):
    """How runs ended, three at once: those cancelled by how many of their tasks had ended, two others by name."""
    named = ("refresh-dataset", "flows.refresh_dataset.refresh_dataset")
    refresh = drill.make("drill", *named)
    evaluate = drill.make("ask", "evaluate-model", "flows.evaluate_model.evaluate_model")
    short = drill.make("short", *named, WEARABLE_COACH_REFRESH_TIMEOUT_H=str(4 / 3600))

    def cancelled(after):
        store = tmp_path_factory.mktemp("store")
        rows = 3000 if after > WHILE_COMPOSING else 1000
        run = drill.start(refresh, rows=rows, seed=7, workers=2, store=str(store))
        until(lambda: drill.state(run)["type"] == "RUNNING", SECONDS)
        until(lambda: list(drill.tasks(run).values()).count("COMPLETED") >= after, SECONDS)
        drill.cancel(run)
        return drill.ended(run, store)

    def asking():
        store = LocalStore(tmp_path_factory.mktemp("store"))
        generated_dataset(store, 40)
        file, cases = (
            store.folder / "endpoints.yaml",
            Wanted(sets=("valid",)).model_dump(mode="json"),
        )
        with ChatServer(latency_s=600) as model:
            file.write_text(yaml.safe_dump({"endpoints": {"slow": {"url": model.url}}}))
            run = drill.start(
                evaluate,
                candidate="slow",
                cases=cases,
                endpoints=str(file),
                store=str(store.folder),
            )
            until(lambda: model.requests, SECONDS)
            drill.cancel(run)
            return drill.ended(run, store.folder)

    def refused():
        store = tmp_path_factory.mktemp("store")
        run = drill.start(refresh, rows=60, vitals=["/nowhere.csv"], store=str(store))
        return drill.ended(run, store)

    def out_of_time():
        store = tmp_path_factory.mktemp("store")
        run = drill.start(short, rows=40000, seed=7, workers=2, store=str(store))
        return drill.ended(run, store)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        begun = {after: threads.submit(cancelled, after) for after in reversed(TASKS_ENDED)}
        begun |= {"asking": threads.submit(asking)}
        begun |= {"out of time": threads.submit(out_of_time), "refused": threads.submit(refused)}
        return {name: one.result() for name, one in begun.items()}


def looked(ask):
    """What a server shows, once it answers."""
    over = time.monotonic() + SECONDS
    while True:
        try:
            return ask()
        except httpx.TimeoutException:
            assert time.monotonic() < over, "it does not answer"


def of_run(run):
    """The processes of a run, its pool's among them."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("PREFECT__FLOW_RUN_ID") == run and process.status() != "zombie":  # fmt: skip
                found.append(process)
    return found


@pytest.mark.parametrize("after", TASKS_ENDED)
def test_a_cancelled_refresh_ends_as_cancelled_and_leaves_nothing(runs, after):
    ended = runs[after]
    assert ended.state["type"] == "CANCELLED", ended
    kinds = list(ended.tasks.values())
    assert set(kinds) <= {"COMPLETED", "CANCELLED", "CRASHED"}, ended
    assert kinds.count("CRASHED") <= 1, (
        "the one at which Prefect was as it began or ended, its word for it"
    )
    assert ended.left == []
    assert not list(ended.store.glob("datasets/2*")), ended
    assert ended.took_s < 30


def test_a_cancelled_evaluation_does_not_wait_for_a_model_that_hangs(runs):
    ended = runs["asking"]
    assert ended.state["type"] == "CANCELLED", ended
    assert {name: kind for name, kind in ended.tasks.items() if kind != "COMPLETED"} == {
        next(name for name in ended.tasks if name.startswith("ask-contender")): "CANCELLED"
    }
    assert ended.left == []
    assert ended.took_s < 30


def test_a_run_out_of_time_ends_as_timed_out_with_its_processes(runs):
    ended = runs["out of time"]
    assert ended.state["name"] == "TimedOut", ended
    assert set(ended.tasks.values()) <= {"COMPLETED", "CANCELLED"}, ended
    assert ended.left == []
    assert not list(ended.store.glob("datasets/2*")), ended


def test_a_refusal_is_one_line_in_a_worker_s_log_and_neither_it_nor_a_cancel_a_traceback(
    drill, runs
):
    ended = runs["refused"]
    assert (ended.state["type"], ended.left) == ("FAILED", [])
    assert "nowhere.csv" in ended.state["message"]
    log = drill.log.read_text(errors="replace")
    assert "nowhere.csv" in log
    assert "Traceback" not in log, log
