"""A signed webhook, and with no further hand: retrain, watch, evaluate, decide."""

import json
import subprocess
import sys
import time
from datetime import datetime

import pytest

from tests.support.local_training import needs_torch
from tests.support.running_up import until
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore
from wearable_coach.store.naming import store_slug

pytestmark = [pytest.mark.e2e, pytest.mark.slow("services")]

WITHIN_S, QUIET_IMPORT_S = 15.0, 3.0


def slowness():
    """How many times slower than a quiet machine this one starts Prefect, at least 1."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import prefect.engine"], check=True, timeout=300)
    return max(1.0, (time.monotonic() - started) / QUIET_IMPORT_S)


def posted(up, body):
    """Post as the README shows: signed at the terminal, sent by curl."""
    secrets = up.addresses["webhook_secrets"]
    sign = [sys.executable, "-m", "wearable_coach", "sign", body, "--secrets", secrets]
    headers = subprocess.run(sign, capture_output=True, check=True, timeout=60).stdout
    curl = ["curl", "--noproxy", "*", "-sS", "-H", "@-", "-d", body, up.addresses["webhook"]]
    answer = subprocess.run(curl, input=headers, capture_output=True, check=True, timeout=60)
    return json.loads(answer.stdout)


def artifacts_of(up, run):
    only = {"flow_run_id": {"any_": [run]}}
    slug = f"-{store_slug(LocalStore(up.home))}"
    return {a["key"].removesuffix(slug) for a in up.post("/artifacts/filter", artifacts=only)}


def at(text):
    return datetime.fromisoformat(text)


def test_a_signed_webhook_leads_to_a_verdict(up):
    needs_torch()
    small = up.run("refresh-dataset/refresh", rows=50, make_latest=True)
    assert up.ended(small, 240)["type"] == "COMPLETED"

    body = {
        "type": "retrain.requested",
        "data": {"hyperparameters": {"epochs": 1}, "reason": "due"},
    }
    answer = posted(up, json.dumps(body))
    assert answer["state"] == "started", answer
    assert up.ended(answer["run"], 180)["type"] == "COMPLETED"
    assert "finetuning-job" in artifacts_of(up, answer["run"])
    ledger = JobLedger(LocalStore(up.home))
    (name,) = ledger.names()

    # Its schedule would look every two minutes; a look by hand is the same run.
    def looked():
        watched = up.run("watch-finetuning/watch-finetuning")
        assert up.ended(watched, 180)["type"] == "COMPLETED"
        return ledger.read(name).ended

    until(looked, 400)
    job = ledger.read(name)
    assert job.state == "Completed", job.reason
    (run,) = until(lambda: up.asked("evaluate-model/evaluate"), 30)
    assert run["parameters"]["candidate"] == name
    until(lambda: up.api.get(f"/flow_runs/{run['id']}").json()["start_time"], 180)
    started = at(up.api.get(f"/flow_runs/{run['id']}").json()["start_time"])
    seconds = (started - job.states[-1].at).total_seconds()
    assert seconds <= WITHIN_S * slowness(), f"{seconds:.1f} s from success seen to evaluation"

    assert up.ended(run["id"], 600)["type"] == "COMPLETED"
    assert artifacts_of(up, run["id"]) >= {"evaluation-verdict", "evaluation-headline", "evaluation-report"}  # fmt: skip
    assert LocalStore(up.home).keys(f"models/{name}/evaluations/")
