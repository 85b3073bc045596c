"""The doctor on a whole installation: green as it stands, then red for each part that is broken."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from pydantic import SecretStr

from deployments.doctor.examination import Examined, examine
from deployments.names import POOL
from tests.support.prefect_service import (
    prefect_client,
    prefect_environment,
    prefect_server,
    stop,
)
from tests.support.published import small_dataset
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")
AUTH = "coach:planted-password"


class Place:
    """An installation on loopback, with a worker."""

    def __init__(self, folder):
        self.folder = folder
        self.store = LocalStore(folder / "store")
        small_dataset(self.store)
        self.url, self.worker, self.caretaker = "", None, None

    @property
    def environment(self):
        bin_folder = Path(sys.executable).parent  # a worker starts its runs by `python`
        return prefect_environment(self.folder / "prefect", url=self.url, auth=AUTH) | {
            "WEARABLE_COACH_HOME": str(self.store.folder),
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        }

    def bring_up(self):
        with prefect_client(self.url, auth=AUTH) as client:
            client.post("/work_pools/", json={"name": POOL, "type": "process"}).raise_for_status()
        self.worker = self._start(*PREFECT, "worker", "start", "--pool", POOL, "--type", "process")
        steps = [
            self._start(*PREFECT, "deploy", "--all"),
            self._start(sys.executable, "-m", "deployments.register_blocks"),
        ]
        assert [step.wait(120) for step in steps] == [0, 0], self.log.read_text()[-2000:]
        self.care()

    def care(self):
        self.caretaker = self._start(sys.executable, "-m", "deployments.caretaker")

    @property
    def log(self):
        return self.folder / "log"

    def _start(self, *command):
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def run(self, command):
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=self.environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]

    def look(self, *subjects, later=timedelta(), auth=AUTH, **changes):
        """Return (status, detail, remedy) by subject and name."""
        from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

        here = Examined(
            self.environment, now=datetime.now(UTC) + later, place=str(self.store.folder)
        )
        for name, change in changes.items():
            setattr(here, name, change)
        settings = {PREFECT_API_URL: self.url, PREFECT_API_AUTH_STRING: SecretStr(auth)}
        with temporary_settings(settings):
            return {(t.subject, t.name): t[2:] for t in examine(here, subjects)}

    def until_runs_come(self, seconds=60):
        until = monotonic() + seconds
        while red := _red(self.look("runs", "workers", "automations")):
            assert monotonic() < until, red
            sleep(1)

    @contextmanager
    def asking(self):
        with prefect_client(self.url, auth=AUTH) as client:
            yield client


def _red(found):
    return {key: line for key, line in found.items() if line[0] == "fail"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    place = Place(folder)
    with prefect_server(folder / "prefect", auth=AUTH) as place.url:
        place.bring_up()
        try:
            yield place
        finally:
            stop(place.worker)
            stop(place.caretaker)


def test_a_whole_installation_has_nothing_red_and_every_broken_part_has_a_red_line(server):
    server.until_runs_come()
    done = subprocess.run(
        [sys.executable, "-m", "wearable_coach", "doctor", "--json"],
        env=server.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line for line in lines if line["status"] == "fail"] == []
    assert done.returncode == 0, done.stderr
    assert {line["subject"] for line in lines if line["status"] == "ok"} >= {
        "server", "workers", "deployments", "runs", "automations", "blocks", "store", "contents"
    }  # fmt: skip
    assert AUTH.split(":")[1] not in done.stdout + done.stderr

    with server.asking() as client:
        _break_and_look(server, client)
        _stop_the_worker_and_look(server, client)


def _break_and_look(server, client):
    client.patch(f"/work_pools/{POOL}", json={"is_paused": True})
    deployment = client.get("/deployments/name/retrain/retrain").json()["id"]
    client.delete(f"/deployments/{deployment}")
    nightly = client.get("/deployments/name/refresh-dataset/nightly-refresh").json()["id"]
    client.post(f"/deployments/{nightly}/pause_deployment")
    stop(server.caretaker)

    found = server.look("workers", "deployments")
    paused = found["workers", "work pool"]
    resume = f"PREFECT_API_URL={server.url} prefect work-pool resume {POOL}"
    assert paused == ("fail", f"{POOL} is paused", resume)
    assert found["deployments", "retrain"][:2] == ("fail", "not deployed")
    assert found["deployments", "nightly-refresh"][1] == "paused: nothing starts it by itself"
    assert found["deployments", "evaluate"][0] == "ok"
    unseen = server.look("automations", later=timedelta(minutes=7))["automations", "cleaning"]
    assert unseen[0] == "fail"

    server.care()
    server.run(f"{paused[2]} && {found['deployments', 'retrain'][2]}")
    healed = server.look("workers", "deployments", "automations")
    assert [*_red(healed)] == [("deployments", "nightly-refresh")]


def _stop_the_worker_and_look(server, client):
    stop(server.worker)
    retrain = client.get("/deployments/name/retrain/retrain").json()["id"]
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2026-01-01T00:00:00Z"}}
    client.post(f"/deployments/{retrain}/create_flow_run", json={"state": state}).raise_for_status()
    gone = server.look("workers", later=timedelta(minutes=2))["workers", "worker"]
    assert (gone[0], "prefect worker start" in gone[2]) == ("fail", True)

    until = monotonic() + 60
    while ("runs", "retrain") not in (found := server.look("runs", later=timedelta(minutes=2))):
        assert monotonic() < until, found
        sleep(1)
    assert found["runs", "retrain"][:2] == ("fail", "a run is late: no worker takes them")


def test_strangers_are_told_apart_from_the_expected(server):
    found = server.look("server", "workers", auth="coach:wrong")
    assert found["server", "server"][0] == "fail"
    assert "PREFECT_API_AUTH_STRING" in found["server", "server"][2]
    assert found["workers", "pool"][0] == "skip"
    assert "refused" in server.look("server")["server", "exposure"][1]


def test_a_server_that_is_gone_is_the_one_red_line_and_the_rest_is_skipped(server):
    whole = server.url
    server.url = "http://127.0.0.1:9/api"
    try:
        found = server.look("server", "workers", "deployments", "runs", "automations", "blocks")
    finally:
        server.url = whole
    assert [*_red(found)] == [("server", "server")]
    assert {line[0] for key, line in found.items() if key[0] != "server"} == {"skip"}
