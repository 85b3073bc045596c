"""`deploy`, `deployments` and `undeploy` against the local Azure, and what they say of money."""

import json
import os

import pytest

from deployments.doctor.checks import hosting
from deployments.doctor.installation import Examined
from tests.support.commands import run
from tests.support.completed_jobs import DONE_AT, completed_job, put_job
from tests.support.hoster_benches import HosterBench
from wearable_coach.chat.served import Endpoint
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore


@pytest.fixture(params=["managed", "foundry"])
def hosted(request, monkeypatch):
    made = HosterBench(request.param, monkeypatch)
    yield made
    made.close()


@pytest.fixture
def out(tmp_path, hosted):
    put_job(LocalStore(tmp_path), hosted.job)
    return tmp_path


def test_it_is_deployed_shown_with_its_money_and_taken_down(hosted, out):
    job = hosted.job.name
    ran = run("deploy", job, "--out", out)
    assert (ran.code, ran.out.split()) == (0, hosted.azure.state.standing())
    assert ran.lines[-1].endswith("Ready")
    shown = run("deployments", "--out", out)
    price = {"managed": "3.67 USD", "foundry": "0 USD"}[hosted.kind]
    assert f"  {hosted.kind}  " in shown.out
    assert price in shown.out
    assert "by hand" in shown.out
    assert shown.lines == [f"1 stand, {price} an hour together"]
    (record,) = map(json.loads, run("deployments", "--json", "--out", out).out.splitlines())
    assert record["serving"]["auth"] == "entra"
    card = run("deployments", job, "--out", out).out
    assert card.startswith(f"# {record['order']['name']}\n")
    assert run("undeploy", record["order"]["name"], "--out", out).code == 0
    assert hosted.azure.state.standing() == []
    gone = run("deployments", "--out", out)
    assert (" Gone " in gone.out, price in gone.out, gone.lines) == (True, False, [])
    assert run("undeploy", job, "--out", out).code == 0  # gone stays gone


def test_what_is_served_stays_unless_it_is_forced(hosted, out):
    job = hosted.job.name
    run("deploy", job, "--no-wait", "--out", out)
    change = Change(job, Endpoint(url="https://x"), DONE_AT, "tanaka", PRODUCT_PROMPTS)
    promote(LocalStore(out), change)
    refused = run("undeploy", job, "--out", out)
    assert (refused.code, "is served now" in refused.err) == (2, True)
    assert run("undeploy", "--unserved", "--out", out).code == 0
    assert hosted.azure.state.standing() != []
    assert run("undeploy", job, "--force", "--out", out).code == 0
    assert hosted.azure.state.standing() == []
    assert run("deploy", job, "--service", "--out", out).code == 0
    tier = next(iter(hosted.azure.state.hosted.values())).body.get("sku", {}).get("name")
    assert tier == {"managed": None, "foundry": "Standard"}[hosted.kind]


def test_what_nobody_is_served_by_is_taken_down_without_a_name(hosted, out):
    run("deploy", hosted.job.name, "--out", out)
    (name,) = hosted.azure.state.standing()
    assert run("undeploy", "--unserved", "--out", out)[:2] == (0, f"{name}\n")
    assert hosted.azure.state.standing() == []


def test_what_stands_without_a_record_is_taken_down_by_its_kind(hosted, out, tmp_path):
    run("deploy", hosted.job.name, "--out", out)
    (name,) = hosted.azure.state.standing()
    (tmp_path / "deployments" / f"{hosted.job.name}.json").unlink()
    assert run("undeploy", name, "--out", out).code == 2
    assert run("undeploy", "another", "--kind", hosted.kind, "--out", out).code == 2
    (told,) = [line for line in doctor(out) if line.status != "ok"]
    assert (told.status, name in told.detail) == ("warn", True)
    assert told.remedy.startswith(f"wearable-coach undeploy {name} --kind {hosted.kind}")
    assert run("undeploy", name, "--kind", hosted.kind, "--out", out).code == 0
    hosted.until(name, "Gone")
    assert {line.status for line in doctor(out)} == {"ok"}


def doctor(out):
    here = Examined(dict(os.environ), now=DONE_AT, place=str(out), sign_in=True)
    return list(hosting.at_azure(here))


def test_one_that_nobody_has_is_told_and_all_are_listed(tmp_path):
    ran = run("undeploy", "coach-azure-0123456789ab", "--out", tmp_path)
    assert (ran.code, "`wearable-coach deployments` lists them" in ran.err) == (2, True)
    listed = run("deployments", "--out", tmp_path)
    assert (listed.code, listed.out.startswith("no model deployments")) == (0, True)


def test_a_model_that_lies_in_the_store_is_not_deployed(tmp_path):
    job = completed_job(backend="local", settings={})
    put_job(LocalStore(tmp_path), job)
    ran = run("deploy", job.name, "--out", tmp_path)
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert f"wearable-coach evaluate {job.name}" in ran.err
