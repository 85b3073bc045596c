"""`doctor --azure` against the local Azure: signs in, reads the workspace, and tells no secret."""

import os

import pytest

from deployments.doctor.checks import credentials
from deployments.doctor.installation import Examined
from tests.support.azure_tuners import PINNED, running_azure
from tests.support.installations import NOW
from tests.support.local_azure.state import CLIENT_SECRET


def signing_in(**changes):
    environment = {**os.environ, "WEARABLE_COACH_AZURE_BASE_MODEL": PINNED, **changes}
    return list(credentials.signing_in(Examined(environment, now=NOW, sign_in=True)))


def test_a_workspace_that_opens_is_well(monkeypatch):
    with running_azure(monkeypatch):
        found = signing_in()
    assert {f.name: f.status for f in found} == {
        "credentials": "ok", "workspace": "ok", "region": "ok", "quota": "ok", "model": "ok"
    }  # fmt: skip


def at_foundry(**changes):
    environment = {**os.environ, **changes}
    return list(credentials.foundry(Examined(environment, now=NOW, sign_in=True)))


def test_a_foundry_resource_that_answers_is_well(monkeypatch):
    with running_azure(monkeypatch):
        found = at_foundry()
    assert {f.name: f.status for f in found} == {
        "foundry": "ok", "foundry credentials": "ok", "foundry resource": "ok", "foundry model": "ok"
    }  # fmt: skip


def test_what_foundry_refuses_is_red_and_a_setting_of_the_wrong_form_is_named(monkeypatch):
    with running_azure(monkeypatch) as azure:
        azure.fault("GET", "/openai/v1/models", status=403, times=9)
        red = [f for f in at_foundry() if f.status == "fail"]
    assert [f.name for f in red] == ["foundry resource"]
    (wrong,) = at_foundry(AZURE_OPENAI_ENDPOINT="planted-no-address")
    assert (wrong.status, "AZURE_OPENAI_ENDPOINT" in wrong.remedy) == ("fail", True)
    assert "planted" not in str(wrong)


@pytest.mark.parametrize(
    ("variable", "line"),
    [("AZURE_CLIENT_SECRET", "credentials"), ("AZUREML_WORKSPACE_NAME", "workspace")],
)
def test_what_azure_refuses_is_red_and_holds_no_secret(monkeypatch, variable, line):
    with running_azure(monkeypatch):
        monkeypatch.setenv(variable, "planted-wrong")
        found = signing_in()
    assert [f.name for f in found if f.status == "fail"] == [line]
    assert CLIENT_SECRET not in str(found)
    if variable == "AZURE_CLIENT_SECRET":
        assert "planted-wrong" not in str(found)
