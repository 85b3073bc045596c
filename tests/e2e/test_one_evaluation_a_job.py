"""A job's success starts exactly one evaluation, whatever is seen twice, killed or restarted."""

import subprocess
import sys

import pytest

from tests.support.prefect_service import (
    free_port,
    prefect_client,
    prefect_environment,
    prefect_server,
)

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

TRIALS, BATCH = 20, 5


def drill(phase, folder, first, environment):
    command = [sys.executable, "-m", "tests.support.watch_drill", phase, str(folder)]
    done = subprocess.run(
        [*command, str(first), str(first + BATCH)],
        capture_output=True, text=True, timeout=300, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def deploy(url):
    with prefect_client(url) as client:
        flow = client.post("/flows/", json={"name": "evaluate-model"}).json()
        made = client.post("/deployments/", json={"name": "evaluate", "flow_id": flow["id"]})
        assert made.is_success, made.text


def runs(url):
    with prefect_client(url) as client:
        found = client.post("/flow_runs/filter", json={"limit": 200}).json()
    return sorted(run["parameters"]["candidate"] for run in found)


def test_twenty_times_killed_seen_twice_and_half_of_them_with_a_restart_between(tmp_path):
    server, port = tmp_path / "server", free_port()
    jobs = []
    for first in range(0, TRIALS, 2 * BATCH):
        with prefect_server(server, port=port) as url:
            environment = prefect_environment(server, url=url)
            if first == 0:
                deploy(url)
            jobs += drill("kill", tmp_path, first, environment)
            assert drill("finish", tmp_path, first, environment) == jobs[-BATCH:]
            jobs += drill("kill", tmp_path, first + BATCH, environment)
        with prefect_server(server, port=port) as url:
            assert drill("finish", tmp_path, first + BATCH, environment) == jobs[-BATCH:]
            assert runs(url) == sorted(jobs)
    assert len(set(jobs)) == TRIALS
