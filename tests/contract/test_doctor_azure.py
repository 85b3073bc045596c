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
