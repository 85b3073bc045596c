"""A server takes the deployments for containers and for Kubernetes; their jobs come out of the templates whole."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from deployments.pool_kinds import KINDS, POOL_VARIABLE, work_pool_of
from tests.support.cases import some
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services"), pytest.mark.filterwarnings("default")]
CHECKOUT = Path(__file__).parents[2]
AUTH = "coach:planted"


class Place:
    """A server, and what is set up on it."""

    def __init__(self, folder, url, api):
        self.environment = prefect_environment(folder, url=url, auth=AUTH)
        self.api = api

    def set_up(self, kind):
        done = subprocess.run(
            [sys.executable, "-m", "deployments.set_up"],
            cwd=CHECKOUT, env=self.environment | {POOL_VARIABLE: kind}, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return {one["name"]: one for one in self.api.post("/deployments/filter", json={}).json()}

    def ordered(self, deployment):
        path = f"/deployments/{deployment['id']}/create_flow_run"
        return self.api.post(path, json={}).raise_for_status().json()

    def job(self, kind, run):
        script = CHECKOUT / "tests" / "support" / "rendered_job.py"
        done = subprocess.run(
            [sys.executable, script, kind, run["id"]],
            env=self.environment, capture_output=True, text=True, check=True, cwd=os.sep,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pools")
    with prefect_server(folder, auth=AUTH) as url, prefect_client(url, auth=AUTH) as api:
        yield Place(folder, url, api)


def test_one_line_moves_all_deployments_to_another_pool_and_back(place):
    for kind in some([*KINDS[1:], KINDS[0]]):
        deployed = place.set_up(kind)
        assert {one["work_pool_name"] for one in deployed.values()} == {
            work_pool_of({POOL_VARIABLE: kind})
        }
        assert place.api.get(f"/work_pools/{work_pool_of({POOL_VARIABLE: kind})}").json()["type"] == kind  # fmt: skip
        run = place.ordered(deployed["watch-finetuning"])
        assert run["state_type"] == "SCHEDULED", "it waits for a worker of that kind"
        assert "image" in deployed["retrain"]["job_variables"] or kind == "process"


@pytest.mark.skipif(find_spec("prefect_docker") is None, reason="deployments/pools/requirements.txt is not installed")  # fmt: skip
def test_a_container_is_what_the_file_says(place):
    run = place.ordered(place.set_up("docker")["watch-finetuning"])
    job = place.job("docker", run)
    assert (job["image"], job["command"]) == ("wearable-coach:0.1.0", "python -m deployments.watch_round")  # fmt: skip
    assert job["env"]["PREFECT_API_URL"] == "http://server:4200/api"
    assert job["env"]["PREFECT__FLOW_RUN_ID"] == run["id"]
    assert job["volumes"] == ["wearable-coach_store:/data"]


@pytest.mark.skipif(find_spec("prefect_kubernetes") is None, reason="deployments/pools/requirements.txt is not installed")  # fmt: skip
def test_a_pod_is_what_the_template_says(place):
    run = place.ordered(place.set_up("kubernetes")["watch-finetuning"])
    manifest = place.job("kubernetes", run)["job_manifest"]
    assert "{{" not in json.dumps(manifest), "every variable has its value"
    pod = manifest["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["args"] == ["python", "-m", "deployments.watch_round"]
    assert {"name": "PREFECT__FLOW_RUN_ID", "value": run["id"]} in container["env"]
    assert pod["volumes"][0]["persistentVolumeClaim"] == {"claimName": "wearable-coach-store"}
