"""Rounds of `watch-finetuning` with no open job, on a real server and worker, and what they cost.

    python -m tests.support.watch_rounds [ROUNDS] [JOBS]

prints a line of JSON a way of running them: as Prefect's engine, and as the deployment does.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psutil

from deployments.names import POOL
from deployments.set_up import make_pool
from tests.support.prefect_service import (
    prefect_client,
    prefect_environment,
    prefect_server,
    stop,
)
from tests.support.process_words import words_of
from tests.support.published import small_dataset
from tests.support.running_up import until
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import place_order
from wearable_coach.store import LocalStore

CHECKOUT = Path(__file__).parents[2]
NAME, ENGINE = "watch-finetuning", "python -m prefect.engine"
AUTH = "admin:watched"
_OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


class Rounds(NamedTuple):
    """A server, a worker, and the deployment whose rounds are asked for."""

    api: httpx.Client
    environment: dict[str, str]
    deployment: str
    worker: psutil.Process
    store: LocalStore

    def start(self, command: str = "", **parameters: Any) -> str:
        """Ask for a round and return its run's id."""
        asked: dict[str, Any] = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        if command:
            asked["job_variables"] = {"command": command}
        path = f"/deployments/{self.deployment}/create_flow_run"
        return str(self.api.post(path, json=asked).raise_for_status().json()["id"])

    def run(self, command: str = "", **parameters: Any) -> dict[str, Any]:
        """Ask for a round and wait for its end."""
        run = self.start(command, **parameters)
        until(lambda: self.read(run)["state_type"] in _OVER, 120)
        return self.read(run)

    def read(self, run: str) -> dict[str, Any]:
        """A run as the server has it."""
        found: dict[str, Any] = self.api.get(f"/flow_runs/{run}").json()
        return found

    def states(self, run: str) -> list[str]:
        """The states that a run was in."""
        found = self.api.get("/flow_run_states/", params={"flow_run_id": run}).json()
        return [state["name"] for state in sorted(found, key=lambda state: state["timestamp"])]


@contextmanager
def rounds(folder: Path) -> Iterator[Rounds]:
    """Bring up a server and a worker with the deployment of the checkout; its schedule is off."""
    home = folder / "prefect"
    with prefect_server(home, auth=AUTH) as url, prefect_client(url, auth=AUTH) as api:
        environment = prefect_environment(home, url=url, auth=AUTH)
        store = LocalStore(folder / "store")
        environment |= {
            "PATH": f"{Path(sys.executable).parent}:{environment['PATH']}",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "WEARABLE_COACH_HOME": str(store.folder),
        }
        make_pool(url, environment)
        deploy = ["--no-prompt", "deploy", "--name", NAME]
        prefect = [sys.executable, "-m", "prefect"]
        subprocess.run(
            [*prefect, *deploy], cwd=CHECKOUT, env=environment, check=True, capture_output=True
        )
        found = api.get(f"/deployments/name/{NAME}/{NAME}").json()
        for schedule in found["schedules"]:
            path = f"/deployments/{found['id']}/schedules/{schedule['id']}"
            api.patch(path, json={"active": False}).raise_for_status()
        start = ["worker", "start", "--pool", POOL, "--type", "process"]
        with (folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [*prefect, *start], env=environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            until(lambda: api.get(f"/work_pools/{POOL}").json()["status"] == "READY", 120)
            yield Rounds(api, environment, found["id"], psutil.Process(worker.pid), store)
        finally:
            stop(worker)


def lay_ended(store: LocalStore, count: int) -> None:
    """Write down jobs that have ended, their ends told to all."""
    tuner, ledger = ScriptedTuner(store.folder.parent / "backend"), JobLedger(store)
    dataset, now = small_dataset(store), datetime.now(UTC)
    for number in range(count):
        order = place_order(tuner, dataset, Hyperparameters(learning_rate=1e-4 + number * 1e-6))
        ledger.open(order, tuner="x", estimate=None, at=now)
        ledger.update(order.name, lambda job: job.entered("Canceled", at=now))
        for sink in ("store", "prefect", "evaluation"):
            ledger.update(order.name, lambda job, sink=sink: job.announced(sink, at=now))


def measured(given: Rounds, count: int, command: str) -> dict[str, float]:
    """What a round costs, beyond what worker and server use when nothing is asked of them."""
    server = next(p for p in psutil.process_iter() if _listens(p, given.api.base_url.port))
    given.run(command)  # bytecode, caches
    began, before = time.monotonic(), _used(given.worker, server)
    ends = [given.run(command)["state_type"] for _ in range(count)]
    assert set(ends) == {"COMPLETED"}, ends
    took, after = time.monotonic() - began, _used(given.worker, server)
    time.sleep(took)
    idle = _used(given.worker, server)
    names = ("run", "worker", "server")
    spent = [(a - b - (c - a)) / count for b, a, c in zip(before, after, idle, strict=True)]
    return {name: round(seconds, 2) for name, seconds in zip(names, spent, strict=True)}


def _used(worker: psutil.Process, server: psutil.Process) -> tuple[float, float, float]:
    """CPU of what the worker has reaped, of the worker and of the server [s]."""
    own, of_server = worker.cpu_times(), server.cpu_times()
    reaped = own.children_user + own.children_system
    return reaped, own.user + own.system, of_server.user + of_server.system


def _listens(process: psutil.Process, port: int | None) -> bool:
    words = words_of(process)
    return "deployments.prefect_server" in words and str(port) in words


def main() -> None:
    """Measure."""
    count, jobs = (int(a) for a in (*sys.argv[1:], "10", "20")[:2])
    with tempfile.TemporaryDirectory() as folder, rounds(Path(folder)) as given:
        lay_ended(given.store, jobs)
        for way, command in (("prefect.engine", ENGINE), ("as deployed", "")):
            told = {"way": way, "jobs": jobs, "cpu_s": measured(given, count, command)}
            sys.stdout.write(f"{json.dumps(told)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
