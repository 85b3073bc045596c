"""What the doctor says of Prefect is run as it stands, in a shell that knows no server, and heals it."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from pydantic import SecretStr

from deployments.doctor.checks import automations, block_documents, deployed, runs, workers
from deployments.doctor.installation import Examined
from deployments.names import POOL, RETIRED_AUTOMATIONS, WATCH_VARIABLE
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server, stop

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services"), pytest.mark.filterwarnings("default")]
ROOT = Path(__file__).parents[2]
AUTH = "coach:planted-password"


class Place:
    """A server, and a shell beside it."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.auth_file = folder / "the auth file"
        self.auth_file.write_text(AUTH)
        self.variables = {}

    @property
    def environment(self):
        """A new shell: no PREFECT_ variable but the home, which nothing else uses."""
        mine = prefect_environment(self.folder / "shell")
        mine = {k: v for k, v in mine.items() if k != "PREFECT_API_URL"}
        return mine | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def look(self, *checks):
        """Return the findings that are not green, by name."""
        from prefect.settings import PREFECT_API_AUTH_STRING, PREFECT_API_URL, temporary_settings

        settings = {PREFECT_API_URL: self.url, PREFECT_API_AUTH_STRING: SecretStr(AUTH)}
        with temporary_settings(settings):
            here = Examined(
                self.variables,
                now=datetime.now(UTC),
                auth_file=self.auth_file,
                place=str(self.folder / "store"),
            )
            found = [f for check in checks for f in check(here)]
            here.close()
        return {f.name: f for f in found if f.status not in {"ok", "skip"}}

    def run(self, command):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
        assert not (self.folder / "shell" / "prefect.db").exists(), (
            f"{command}: a server of its own"
        )
        return done.stdout

    def heal(self, name, *checks):
        """Run the remedy of a finding; the checks are green after it, but for what was red before."""
        before = self.look(*checks)
        told = self.run(before[name].remedy)
        assert name not in self.look(*checks)
        return told

    def heal_by_starting(self, name, check):
        """Start what the remedy of a finding starts; the check is green while it runs."""
        remedy, log = self.look(check)[name].remedy, self.folder / f"{name}.log"
        with log.open("wb") as said:
            started = subprocess.Popen(
                ["/bin/sh", "-c", remedy],
                env=self.environment, cwd=ROOT, stdout=said, stderr=said, start_new_session=True,
            )  # fmt: skip
            try:
                until = monotonic() + 60
                while self.look(check):
                    assert monotonic() < until, log.read_text()[-2000:]
                    sleep(1)
            finally:
                stop(started)

    def client(self):
        return prefect_client(self.url, auth=AUTH)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("remedies")
    with prefect_server(folder / "prefect", auth=AUTH) as url:
        yield Place(folder, url)


def test_a_server_that_knows_nothing_of_the_project_is_set_up_by_the_remedies(place):
    assert "work pool" in place.look(workers.pool)
    place.heal("work pool", workers.pool)
    place.heal("kinds", block_documents.kinds)
    place.heal_by_starting("cleaning", automations.cleaning)
    file = place.folder / "url"
    file.write_text("https://alerts.invalid/hook")
    remedy = place.look(automations.alerting)["alerting"].remedy
    place.run(remedy.replace("FILE", str(file)))
    assert place.look(automations.alerting) == {}


def test_a_pool_of_another_kind_is_made_anew_with_all_deployments(place):
    with place.client() as client:
        client.delete(f"/work_pools/{POOL}")
        client.post("/work_pools/", json={"name": POOL, "type": "docker"}).raise_for_status()
    place.heal("work pool", workers.pool)
    assert place.look(deployed.defined) == {}


def test_a_pool_that_is_shut_is_opened(place):
    for change in ({"is_paused": True}, {"concurrency_limit": 0}):
        with place.client() as client:
            client.patch(f"/work_pools/{POOL}", json=change).raise_for_status()
        place.heal("work pool", workers.pool)


def test_a_deployment_that_is_gone_or_paused_is_deployed_again(place):
    with place.client() as client:
        gone = client.get("/deployments/name/retrain/retrain").json()["id"]
        client.delete(f"/deployments/{gone}").raise_for_status()
        paused = client.get("/deployments/name/refresh-dataset/nightly-refresh").json()["id"]
        client.post(f"/deployments/{paused}/pause_deployment").raise_for_status()
    place.heal("retrain", deployed.defined)
    place.heal("nightly-refresh", deployed.defined)


def test_an_interval_that_is_set_and_not_deployed_is_deployed(place):
    place.variables = {WATCH_VARIABLE: "300"}
    try:
        told = place.look(deployed.defined)["watch-finetuning"].detail
        assert told == "comes every 120 s, WEARABLE_COACH_WATCH_EVERY_S says 300"
        place.heal("watch-finetuning", deployed.defined)
    finally:
        place.variables = {}
    assert place.look(deployed.defined) == {}, "what is not set is not judged"


def test_automations_of_a_version_before_are_taken_away(place):
    before = {
        "trigger": {"type": "event", "expect": ["prefect.flow-run.Failed"], "posture": "Reactive"},
        "actions": [{"type": "do-nothing"}],
    }
    with place.client() as client:
        for name in RETIRED_AUTOMATIONS:
            client.post("/automations/", json={"name": name, **before}).raise_for_status()
    place.heal("retired", automations.retired)


def test_late_runs_are_cancelled_and_the_log_of_a_failed_one_is_shown(place):
    with place.client() as client:
        deployment = client.get("/deployments/name/retrain/retrain").json()["id"]

        def start(state):
            made = client.post(f"/deployments/{deployment}/create_flow_run", json={})
            run = made.json()["id"]
            client.post(f"/flow_runs/{run}/set_state", json={"state": state, "force": True})
            return run

        late = {"type": "SCHEDULED", "name": "Late", "state_details": {}}
        for _ in range(2):
            start(late)
        failed = start({"type": "FAILED", "message": "no disk"})
        line = {"name": "prefect.flow_runs", "level": 40, "message": "the disk is full"}
        line |= {"timestamp": datetime.now(UTC).isoformat(), "flow_run_id": failed}
        client.post("/logs/", json=[line]).raise_for_status()
    remedy = place.look(runs.late)["retrain"].remedy
    place.run(re.sub(r"^.*?, or ", "", remedy))
    assert "retrain" not in place.look(runs.late)  # another may have become late meanwhile
    shown, then = place.look(runs.last)["retrain"].remedy.split("; ")
    assert "the disk is full" in place.run(shown)
    assert then == "once mended, run it again"
    with place.client() as client:
        start({"type": "COMPLETED"})
    assert "retrain" not in place.look(runs.last)


def test_a_worker_is_started(place):
    place.heal_by_starting("worker", workers.worker)
