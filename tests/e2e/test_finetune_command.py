"""The commands of fine-tuning from the outside, against the local Azure."""

import json
import os
import subprocess
import sys

import pytest

from tests.support.local_azure import LocalAzure
from tests.support.published import small_dataset
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("training")]


@pytest.fixture
def store(tmp_path):
    found = LocalStore(tmp_path / "store")
    small_dataset(found)
    return found


def run(store, *args, **environment):
    return subprocess.run(
        [sys.executable, "-m", "wearable_coach", *args, "--out", str(store.folder)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def test_finetune_at_azure_is_followed_to_completed_and_shown(store):
    with LocalAzure() as azure:
        place = azure.environment
        shown = run(store, "finetune", "--backend", "azure", "--dry-run", **place)
        assert shown.returncode == 0, shown.stderr
        assert json.loads(shown.stdout)["effective"]["lora_rank"] == 16
        assert run(store, "jobs", **place).stdout.startswith("no jobs")
        done = run(store, "finetune", "--backend", "azure", "--wait", **place)
        assert done.returncode == 0, done.stderr
        name = done.stdout.strip()
        assert name == json.loads(shown.stdout)["name"]
        assert run(store, "finetune", "--backend", "azure", **place).stdout.strip() == name
        (line,) = run(store, "jobs", "--json", **place).stdout.splitlines()
        assert json.loads(line)["states"][-1]["state"] == "Completed"
        card = run(store, "jobs", name, **place).stdout
        assert "| lora_rank | 16 | 16 |" in card
        assert run(store, "watch", **place).stdout == ""
    assert len(store.keys("events/")) == 1


def test_finetune_at_foundry_is_followed_to_completed_and_its_model_is_the_services(store):
    with LocalAzure() as azure:
        place = azure.environment
        refused = run(store, "finetune", "--backend", "foundry", **place)
        assert refused.returncode == 2
        assert "lora_rank: asked 16, Foundry fine-tuning takes its own" in refused.stderr
        asked = ("finetune", "--backend", "foundry", "--allow-unhonoured")
        done = run(store, *asked, "--wait", **place)
        assert done.returncode == 0, done.stderr
        name = done.stdout.strip()
        assert len(azure.state.tunings) == 1
        (line,) = run(store, "jobs", "--json", **place).stdout.splitlines()
        job = json.loads(line)
        assert job["states"][-1]["state"] == "Completed"
        assert job["result"]["model"].startswith("Ministral-3B.ftjob-")
        assert job["order"]["effective"]["lora_rank"] is None
        assert "checkpoint at step 30" in run(store, "jobs", name, "--logs", **place).stdout


def test_a_model_that_the_package_s_table_calls_retired_is_refused_in_one_line(store):
    with LocalAzure() as azure:
        place = azure.environment | {"WEARABLE_COACH_AZURE_MODELS": ""}
        done = run(store, "finetune", "--backend", "azure", **place)
    assert done.returncode == 2
    assert "is retired since 2026-06-13" in done.stderr
    assert done.stderr.count("\n") == 1
    assert store.keys("jobs/") == []


def test_a_job_is_cancelled_by_command(store):
    with LocalAzure(script=("Queued",)) as azure:
        place = azure.environment
        name = run(store, "finetune", "--backend", "azure", **place).stdout.strip()
        cancelled = run(store, "cancel", name, **place)
        assert cancelled.returncode == 0, cancelled.stderr
        run(store, "watch", **place)
        (line,) = run(store, "jobs", "--json", **place).stdout.splitlines()
    assert json.loads(line)["states"][-1]["state"] == "Canceled"


def test_a_failed_job_is_told_with_its_reason_and_exit_1(store):
    with LocalAzure(script=("Running", "Failed"), reason="CUDA out of memory") as azure:
        place = azure.environment
        done = run(store, "finetune", "--backend", "azure", "--wait", **place)
    assert done.returncode == 1
    assert "CUDA out of memory" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--dataset", "20200101-nothing"], "dataset: there is no '20200101-nothing'"),
        (["--epochs", "0"], "epochs: got 0"),
        (["--learning-rate", "nan"], "learning_rate: got nan"),
        (["--backend", "gpu"], "backend: got 'gpu'"),
        (["--backend", "azure"], "AZURE_SUBSCRIPTION_ID: not set"),
        (["--backend", "foundry"], "WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT: not set"),
        (["--store", "elsewhere"], "--out and --store both name a store"),
    ],
)
def test_bad_input_is_one_line_exit_2_and_nothing_submitted(store, args, told):
    done = run(store, "finetune", *args, AZURE_SUBSCRIPTION_ID="")
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert store.keys("jobs/") == []


@pytest.mark.parametrize("command", [["jobs", "coach-none"], ["cancel", "coach-none"]])
def test_a_job_that_is_not_there_is_told(store, command):
    done = run(store, *command)
    assert done.returncode == 2
    assert "job: there is no 'coach-none' in the store" in done.stderr
