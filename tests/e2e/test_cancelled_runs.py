"""A cancelled run on a real server and worker: it ends as Cancelled, at once, and leaves nothing half done."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.prefect_service import (
    prefect_client,
    prefect_environment,
    prefect_server,
    stop,
)

ROOT = Path(__file__).parents[2]
POINTS_S = (0.0, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.5)
"""After its first task has begun: while it plans, composes in two processes, and checks [s]."""
DEPLOY = """
from flows.refresh_dataset import refresh_dataset
from flows.pipeline import pipeline
variables = {"command": "python -m prefect.engine"}
for flow in (refresh_dataset, pipeline):
    made = flow.to_deployment(name="drill", work_pool_name="drill", job_variables=variables)
    made.entrypoint = f"flows.{flow.fn.__module__.rpartition('.')[2]}.{flow.fn.__name__}"
    made.path = None
    print(made.apply(), flush=True)
"""


class Drill:
    """A server with a worker, and the deployments to be cancelled."""

    def __init__(self, api, folder, deployments):
        self.api, self.folder, self.deployments = api, folder, deployments

    def start(self, deployment, **parameters):
        made = self.api.post(
            f"/deployments/{self.deployments[deployment]}/create_flow_run",
            json={"parameters": parameters},
        )
        assert made.is_success, made.text
        return made.json()["id"]

    def state(self, run):
        return self.api.get(f"/flow_runs/{run}").json()["state"]

    def tasks(self, run):
        wanted = {"flow_runs": {"id": {"any_": [run]}}}
        return self.api.post("/task_runs/filter", json=wanted).json()

    def cancel(self, run):
        state = {"state": {"type": "CANCELLING", "name": "Cancelling"}}
        assert self.api.post(f"/flow_runs/{run}/set_state", json=state).is_success

    def until(self, look, seconds=120):
        until = time.monotonic() + seconds
        while not (found := look()):
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)
        return found

    def log(self):
        return (self.folder / "worker.log").read_text(errors="replace")


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
        command = [sys.executable, "-m", "prefect"]
        run = {"env": environment, "cwd": ROOT}
        subprocess.run(
            [*command, "work-pool", "create", "drill", "--type", "process"], check=True, **run
        )
        told = subprocess.run(
            [sys.executable, "-c", DEPLOY], check=True, capture_output=True, text=True, **run
        )
        ids = told.stdout.split()[-2:]
        with (folder / "worker.log").open("wb") as log:
            worker = subprocess.Popen(
                [*command, "worker", "start", "--pool", "drill"],
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True, **run,
            )  # fmt: skip
        try:
            yield Drill(api, folder, dict(zip(("refresh", "pipeline"), ids, strict=True)))
        finally:
            stop(worker)


def of_run(run):
    """The processes of a run, its pool's among them."""
    return [
        process
        for process in psutil.process_iter(["environ"])
        if run in (process.info["environ"] or {}).get("PREFECT__FLOW_RUN_ID", "")
    ]


@pytest.mark.slow("kills")
@pytest.mark.parametrize("after_s", POINTS_S)
def test_a_cancelled_refresh_ends_as_cancelled_and_leaves_nothing(drill, tmp_path, after_s):
    store = tmp_path / "store"
    run = drill.start("refresh", rows=6000, seed=7, workers=2, store=str(store))
    drill.until(lambda: drill.tasks(run))
    time.sleep(after_s)
    drill.cancel(run)
    drill.until(lambda: drill.state(run)["type"] in {"CANCELLED", "CRASHED", "FAILED", "COMPLETED"})
    state = drill.state(run)
    drill.until(lambda: not of_run(run), seconds=20)
    kinds = {task["name"]: task["state_type"] for task in drill.tasks(run)}
    assert state["type"] == "CANCELLED", (state, kinds)
    assert not {"FAILED", "CRASHED"} & set(kinds.values()), kinds
    versions = store / "datasets"
    assert all((v / "manifest.json").exists() for v in versions.glob("2*"))
    assert "Traceback" not in drill.log()


@pytest.mark.slow("kills")
def test_a_refusal_is_one_line_in_a_worker_s_log(drill, tmp_path):
    run = drill.start("refresh", rows=60, vitals=["/nowhere.csv"], store=str(tmp_path))
    drill.until(lambda: drill.state(run)["type"] == "FAILED")
    drill.until(lambda: not of_run(run))
    assert "nowhere.csv" in drill.state(run)["message"]
    assert "Traceback" not in drill.log()
