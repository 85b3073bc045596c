"""`prefect deploy --all` from a fresh clone: what the server then knows, and shows as forms."""

import json
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from deployments.names import POOL
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]
CHECKOUT = Path(__file__).parents[2]
ONE_AT_A_TIME = {
    "evaluate": "ENQUEUE",
    "nightly-refresh": "ENQUEUE",
    "refresh": "ENQUEUE",
    "watch-finetuning": "CANCEL_NEW",
}
NAMES = {*ONE_AT_A_TIME, "retrain", "pipeline"}


class Deployed(NamedTuple):
    api: httpx.Client
    clone: Path
    by_name: dict


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    clone = folder / "wearable-coach"
    subprocess.run(["git", "clone", "--quiet", CHECKOUT, clone], check=True)
    with prefect_server(folder / "prefect") as url, prefect_client(url) as api:
        environment = prefect_environment(folder / "prefect", url=url)
        prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
        for words in (["work-pool", "create", POOL, "--type", "process"], ["deploy", "--all"]):
            done = subprocess.run(
                [*prefect, *words], cwd=clone, env=environment, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        found = api.post("/deployments/filter", json={}).json()
        yield Deployed(api, clone, {one["name"]: one for one in found})


def test_every_deployment_of_the_file_is_there_and_the_clone_as_it_was(deployed):
    assert set(deployed.by_name) == NAMES
    status = ["git", "-C", deployed.clone, "status", "--porcelain"]
    assert subprocess.run(status, capture_output=True, check=True).stdout == b""


def test_nothing_that_is_stored_knows_the_machine(deployed):
    pool = deployed.api.get(f"/work_pools/{POOL}").json()
    flows = deployed.api.post("/flows/filter", json={}).json()
    stored = json.dumps([deployed.by_name, pool, flows])
    for place in (
        deployed.clone.parent,
        CHECKOUT,
        Path.home(),
        Path(sys.prefix),
        os.uname().nodename,
    ):
        assert str(place) not in stored
    for one in deployed.by_name.values():
        assert one["path"] is None
        assert one["pull_steps"] == []
        assert one["entrypoint"].startswith("flows.")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_deployment_says_what_it_is_and_where_it_runs(deployed, name):
    one = deployed.by_name[name]
    assert one["description"].endswith(".")
    assert "wearable-coach" in one["tags"]
    assert one["work_pool_name"] == POOL
    assert one["paused"] is False
    if name in ONE_AT_A_TIME:
        assert one["global_concurrency_limit"]["limit"] == 1
        assert one["concurrency_options"]["collision_strategy"] == ONE_AT_A_TIME[name]


def fields(schema):
    for part in (schema, *schema.get("definitions", {}).values()):
        for name, field in part.get("properties", {}).items():
            yield f"{part['title']}.{name}", field


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_field_of_a_form_is_described_and_filled_in(deployed, name):
    schema = deployed.by_name[name]["parameter_openapi_schema"]
    assert [where for where, field in fields(schema) if not field.get("description")] == []
    assert schema.get("required", []) == []
    assert [where for where, field in schema["properties"].items() if "default" not in field] == []


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("nightly-refresh", {"workers": 1000}),
        ("nightly-refresh", {"rows": "many"}),
        ("refresh", {"rows": -5}),
        ("refresh", {"size": "huge"}),
        ("refresh", {"recipe": {"seed": -1}}),
        ("pipeline", {"rows": 0}),
        ("nightly-refresh", {"recipe": {"split": {"train": 2}}}),
        ("retrain", {"hyperparameters": {"epochs": 0}}),
        ("evaluate", {"promotion": "always"}),
        ("pipeline", {"cases": {"held_out": -1}}),
    ],
)
def test_what_a_form_forbids_starts_no_run(deployed, name, parameters):
    path = f"/deployments/{deployed.by_name[name]['id']}/create_flow_run"
    answer = deployed.api.post(path, json={"parameters": parameters})
    assert 400 <= answer.status_code < 500, answer.text


def scheduled(deployed, name):
    wanted = {"deployments": {"name": {"any_": [name]}}, "sort": "EXPECTED_START_TIME_ASC"}
    until = time.monotonic() + 120
    while time.monotonic() < until:
        runs = deployed.api.post("/flow_runs/filter", json=wanted).json()
        due = [run["expected_start_time"] for run in runs if run["auto_scheduled"]]
        if len(due) >= 3:
            return [datetime.fromisoformat(at) for at in due]
        time.sleep(0.5)
    pytest.fail(f"{name} got no scheduled runs within two minutes")


def test_the_night_has_its_runs_at_two_in_seoul(deployed):
    due = scheduled(deployed, "nightly-refresh")
    assert {(at.hour, at.minute, at.utcoffset()) for at in due} == {(17, 0, timedelta())}
    assert {later - at for at, later in pairwise(due)} == {timedelta(days=1)}


def test_open_jobs_are_looked_at_every_two_minutes(deployed):
    due = scheduled(deployed, "watch-finetuning")
    assert {later - at for at, later in pairwise(due)} == {timedelta(minutes=2)}
