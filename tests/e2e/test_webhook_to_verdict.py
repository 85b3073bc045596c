"""From a signed webhook to a verdict at the local Azure, killed at twenty points of the way."""

import json
import subprocess
import sys

import pytest

from tests.support.azure_tuners import running_azure
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server

pytestmark = [pytest.mark.e2e, pytest.mark.slow("kills")]

CHAINS, KILLS = 5, 4


def deploy(url):
    """Deployments as the receiver and the watch start them; who works them off is the drill."""
    with prefect_client(url) as client:
        for flow, name in (("retrain", "retrain"), ("evaluate-model", "evaluate")):
            made = client.post("/flows/", json={"name": flow}).json()
            client.post("/deployments/", json={"name": name, "flow_id": made["id"]}).raise_for_status()  # fmt: skip


def test_twenty_times_killed_between_webhook_and_verdict(tmp_path, monkeypatch):
    with running_azure(monkeypatch) as azure, prefect_server(tmp_path / "server") as url:
        deploy(url)
        environment = prefect_environment(tmp_path / "server", url=url) | azure.environment
        command = [sys.executable, "-m", "tests.support.chain_drill", str(tmp_path)]
        done = subprocess.run(
            [*command, str(CHAINS), str(KILLS)],
            capture_output=True, text=True, timeout=600, check=False, env=environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        chains = [json.loads(line) for line in done.stdout.splitlines()]
        jobs, ever, standing = list(azure.state.jobs), azure.state.hosted_ever, azure.state.standing()  # fmt: skip
    assert len(chains) == CHAINS + 2
    assert sum(chain["killed"] for chain in chains) == CHAINS * KILLS
    assert jobs == [chain["job"] for chain in chains], "one job a webhook"
    assert [chain["over"] for chain in chains] == [True] * len(chains)
    made = [path for path in ever if "/deployments/" not in path]
    assert [path.rpartition("/")[2] for path in made] == [c["deployment"] for c in chains]
    assert [len(chain["evaluations"]) for chain in chains] == [1] * len(chains)
    assert {chain["why"].partition(" by ")[0] for chain in chains} == {"rejected"}
    assert [chain["events"] for chain in chains] == [1] * len(chains)
    assert standing == [], "none is left after a reject"
