"""Runs of a real server and worker that a test cancels, and what they leave."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil

from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server, stop
from tests.support.running_up import until

ROOT = Path(__file__).parents[2]
OVER = {"CANCELLED", "CRASHED", "FAILED", "COMPLETED"}
SECONDS = 600
A_LOOK_S = 5
"""A server whose SQLite is held by another writer may leave one look without an answer; the next has one."""


class EndedRun(NamedTuple):
    """What a run left."""

    state: dict[str, Any]
    tasks: dict[str, str]
    """Name → type of state."""
    left: list[psutil.Process]
    store: Path
    took_s: float


class RunDrill:
    """A server with a worker, and what is started there."""

    def __init__(self, api: httpx.Client, folder: Path) -> None:
        self.api, self.log = api, folder / "worker.log"

    def make(self, name: str, flow: str, entrypoint: str, **job: str) -> str:
        """Make a deployment, and return its id."""
        made = self.post("/flows/", name=flow)["id"]
        variables = {"command": "python -m prefect.engine", "env": job}
        found = self.post(
            "/deployments/", name=name, flow_id=made, entrypoint=entrypoint, pull_steps=[],
            work_pool_name="drill", job_variables=variables, enforce_parameter_schema=False,
        )  # fmt: skip
        return str(found["id"])

    def post(self, where: str, *, within_s: float = SECONDS, **body: Any) -> Any:
        """Post to the API."""
        answer = self.api.post(where, json=body, timeout=within_s)
        assert answer.is_success, answer.text
        return answer.json()

    def start(self, deployment: str, **parameters: Any) -> str:
        """Start a run, and return its id."""
        made = self.post(f"/deployments/{deployment}/create_flow_run", parameters=parameters)
        return str(made["id"])

    def state(self, run: str) -> dict[str, Any]:
        """How a run is."""
        found = looked(lambda: self.api.get(f"/flow_runs/{run}", timeout=A_LOOK_S).json())
        return dict(found["state"])

    def tasks(self, run: str) -> dict[str, str]:
        """The tasks of a run, with the type of the state of each."""
        only = {"id": {"any_": [run]}}
        found = looked(lambda: self.post("/task_runs/filter", flow_runs=only, within_s=A_LOOK_S))
        return {task["name"]: task["state_type"] for task in found}

    def cancel(self, run: str) -> None:
        """Cancel it, as the UI does."""
        self.post(f"/flow_runs/{run}/set_state", state={"type": "CANCELLING", "name": "Cancelling"})

    def ended(self, run: str, store: Path, seconds: float = SECONDS) -> EndedRun:
        """How it ended, once its processes have had a moment."""
        began = time.monotonic()
        until(lambda: self.state(run)["type"] in OVER, seconds)
        took_s = time.monotonic() - began
        with suppress(AssertionError):
            until(lambda: not of_run(run), 10)
        return EndedRun(self.state(run), self.tasks(run), of_run(run), store, took_s)


@contextmanager
def run_drill(folder: Path) -> Iterator[RunDrill]:
    """Have a server and a worker of its own in a folder."""
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
            yield RunDrill(api, folder)
        finally:
            stop(worker)


def looked(ask: Callable[[], Any]) -> Any:
    """What a server shows, once it answers."""
    over = time.monotonic() + SECONDS
    while True:
        try:
            return ask()
        except httpx.TimeoutException:
            assert time.monotonic() < over, "it does not answer"


def of_run(run: str) -> list[psutil.Process]:
    """The processes of a run, its pool's among them."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("PREFECT__FLOW_RUN_ID") == run and process.status() != "zombie":  # fmt: skip
                found.append(process)
    return found
