"""The installation of deployments/compose.yaml on a real PostgreSQL: its commands, environments and
health checks as they stand there, as processes on loopback instead of in containers."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from deployments.make_secrets import SECRETS, make_secrets
from deployments.names import POOL
from tests.support.composed import Place, on_loopback, started, wait_until_healthy
from tests.support.postgres import Postgres, running_postgres
from tests.support.prefect_service import prefect_client

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]
AT_ONCE = 40
PIPELINE, NIGHTLY = "pipeline/pipeline", "refresh-dataset/nightly-refresh"
WATCH = "watch-finetuning/watch-finetuning"


class Installation(NamedTuple):
    place: Place
    postgres: Postgres
    logs: Path
    url: str
    auth: str
    server: int


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    with running_postgres() as postgres:
        place = on_loopback(folder, postgres.port)
        make_secrets(place.secrets)
        (place.secrets / "postgres_password").write_text(postgres.password)
        auth = (place.secrets / "prefect_auth").read_text().strip()
        with started("server", place, folder / "server.log") as server:
            wait_until_healthy("server", place, server)
            url = f"http://{place.hosts['server:4200']}/api"
            made = Installation(place, postgres, folder, url, auth, server.pid)
            set_up(made, "setup.log")
            yield made


@pytest.fixture
def api(installation):
    with prefect_client(installation.url, auth=installation.auth) as client:
        yield client


def set_up(installation, log):
    with started("setup", installation.place, installation.logs / log) as setup:
        code = setup.wait(timeout=200)
    assert code == 0, (installation.logs / log).read_text()[-3000:]


def deployment(api, name):
    answer = api.get(f"/deployments/name/{name}")
    assert answer.is_success, answer.text
    return answer.json()


def test_what_prefect_knows_lies_in_postgresql(installation):
    count = installation.postgres.run("psql", "-Atc", "select count(*) from deployment")
    assert int(count) == 6
    assert not list(installation.place.home.rglob("*.db"))


@pytest.mark.parametrize("auth", [None, "admin:wrong", "admin:"])
def test_who_does_not_sign_in_is_told_nothing_but_that_the_server_is_well(installation, auth):
    with prefect_client(installation.url, auth=auth) as stranger:
        assert stranger.get("/health").status_code == 200
        for path in ("/block_documents/filter", "/deployments/filter", "/flow_runs/filter"):
            assert stranger.post(path, json={}).status_code == 401
        assert stranger.get("/admin/settings").status_code == 401
        assert stranger.post("/events", json=[]).status_code == 401


def test_the_night_has_its_runs_at_two_in_seoul(api):
    nightly = deployment(api, NIGHTLY)
    runs, until = [], time.monotonic() + 120
    while len(runs) < 2 and time.monotonic() < until:
        found = api.post(
            "/flow_runs/filter",
            json={
                "deployments": {"id": {"any_": [nightly["id"]]}},
                "sort": "EXPECTED_START_TIME_ASC",
            },
        )
        runs = [run for run in found.json() if run["state_type"] == "SCHEDULED"]
        time.sleep(0.5)
    due = [datetime.fromisoformat(run["expected_start_time"]) for run in runs]
    assert len(due) >= 2
    assert all((at.hour, at.minute, at.utcoffset()) == (17, 0, timedelta()) for at in due)
    assert due[1] - due[0] == timedelta(days=1)


def create(installation, deployment_id, **body):
    with prefect_client(installation.url, auth=installation.auth) as client:
        return client.post(f"/deployments/{deployment_id}/create_flow_run", json=body)


def at_once(installation, deployment_id, bodies):
    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = people.map(lambda body: create(installation, deployment_id, **body), bodies)
        return list(answers)


def later():
    return {"type": "SCHEDULED", "state_details": {"scheduled_time": "2100-01-01T00:00:00Z"}}


def test_runs_that_are_asked_for_at_once_are_all_made(installation, api):
    made = deployment(api, PIPELINE)
    answers = at_once(installation, made["id"], [{"state": later()}] * AT_ONCE)
    assert {answer.status_code for answer in answers} <= {200, 201}
    ids = {answer.json()["id"] for answer in answers}
    assert len(ids) == AT_ONCE
    count = api.post("/flow_runs/count", json={"flow_runs": {"id": {"any_": sorted(ids)}}})
    assert count.json() == AT_ONCE


def test_a_run_that_is_asked_for_many_times_at_once_is_made_once(installation, api):
    made = deployment(api, PIPELINE)
    body = {"state": later(), "idempotency_key": "webhook:the-same"}
    answers = at_once(installation, made["id"], [body] * AT_ONCE)
    assert len({answer.json()["id"] for answer in answers if answer.is_success}) == 1
    count = api.post(
        "/flow_runs/count", json={"flow_runs": {"idempotency_key": {"any_": ["webhook:the-same"]}}}
    )
    assert count.json() == 1


def test_setting_up_again_changes_nothing_not_even_what_people_set(installation, api):
    def known():
        found = api.post("/deployments/filter", json={}).json()
        pool = api.get(f"/work_pools/{POOL}").json()
        automations = api.post("/automations/filter", json={}).json()
        kept = ("id", "name", "schedules", "parameters", "concurrency_options", "tags", "paused")
        schedules = ("id", "created", "updated", "deployment_id")
        for one in found:
            for schedule in one["schedules"]:
                for key in schedules:
                    schedule.pop(key)
                schedule["schedule"].pop("anchor_date", None)
        return (
            sorted(([one[key] for key in kept] for one in found), key=str),
            {key: pool[key] for key in ("id", "concurrency_limit", "base_job_template")},
            sorted((one["id"], one["name"], one["enabled"]) for one in automations),
        )

    assert api.patch(f"/work_pools/{POOL}", json={"concurrency_limit": 3}).is_success
    before = known()
    set_up(installation, "again.log")
    assert known() == before
    assert "nothing changed" in (installation.logs / "again.log").read_text()


def test_the_worker_of_compose_runs_what_is_deployed_and_logs_lines_of_json(installation, api):
    log = installation.logs / "worker.log"
    run = create(installation, deployment(api, WATCH)["id"]).json()
    with started("worker", installation.place, log) as worker:
        wait_until_healthy("worker", installation.place, worker)
        until = time.monotonic() + 120
        while run["state_type"] not in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            assert time.monotonic() < until, log.read_text()[-3000:]
            time.sleep(0.5)
            run = api.get(f"/flow_runs/{run['id']}").json()
    assert run["state_type"] == "COMPLETED", log.read_text()[-3000:]
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert any(run["id"] in json.dumps(line) for line in lines)


@pytest.mark.parametrize("name", ["receiver", "coach"])
def test_what_people_and_programs_reach_is_well_by_its_own_check(installation, name):
    log = installation.logs / f"{name}.log"
    with started(name, installation.place, log) as service:
        wait_until_healthy(name, installation.place, service)


def test_no_secret_is_seen_in_a_command_line_or_a_log(installation):
    secrets = [(installation.place.secrets / name).read_text().strip() for name in SECRETS]
    seen = "".join(log.read_text() for log in installation.logs.glob("*.log"))
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            seen += line.read_text(errors="replace")
        except OSError:
            continue
    assert "deployments" in seen
    for secret in filter(None, secrets):
        assert secret not in seen
        assert secret.partition(":")[2] not in seen or ":" not in secret
