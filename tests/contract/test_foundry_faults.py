"""What goes wrong between here and Foundry is told in the project's terms, and tells no secret."""

import re

import pytest

from tests.support.azure_tuners import foundry_tuner, order_for, running_azure, training_data
from tests.support.local_azure.state import CLIENT_SECRET
from wearable_coach.errors import BadInput, TransientError

DATA = training_data(12)
ALL_TRIES = 9
"""More than the client tries by itself."""
JOBS = "/fine_tuning/jobs"


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    monkeypatch.setattr("backends.azure.foundry.connection.TRIES_AGAIN", 1)
    with running_azure(monkeypatch, script=("Queued",)) as azure:
        yield azure
        assert azure.refused == []


def submitted():
    tuner = foundry_tuner()
    order = order_for(tuner, DATA)
    tuner.submit(order, DATA)
    return tuner, order.name


def test_one_fault_in_looking_is_looked_past(azure):
    tuner, name = submitted()
    azure.fault("GET", JOBS, status=503)
    assert tuner.status(name).state == "Queued"


@pytest.mark.parametrize("status", [429, 500, 0], ids=["429", "500", "dropped"])
def test_faults_that_stay_are_transient(azure, status):
    tuner, name = submitted()
    azure.fault("GET", JOBS, status=status, times=ALL_TRIES)
    with pytest.raises(TransientError):
        tuner.status(name)


def test_answers_that_never_come_are_transient(azure):
    azure.fault("GET", JOBS, slow_only=True, delay_s=1, times=ALL_TRIES)
    with pytest.raises(TransientError, match="no answer from Foundry"):
        foundry_tuner(timeout_s=0.2).list()


def test_a_token_refused_after_it_worked_is_transient_and_at_once_is_for_a_person(azure):
    azure.fault("GET", JOBS, status=401, times=ALL_TRIES, skip=1)
    tuner = foundry_tuner()
    tuner.list()
    with pytest.raises(TransientError, match="did not take the token"):
        tuner.list()
    with pytest.raises(BadInput, match="az login"):
        foundry_tuner().list()


def test_a_refused_role_is_for_a_person(azure):
    azure.fault("GET", JOBS, status=403, times=ALL_TRIES)
    with pytest.raises(BadInput, match="Foundry User"):
        foundry_tuner().list()


def test_a_wrong_secret_is_for_a_person_and_is_not_told(monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "not-it")
    with pytest.raises(BadInput, match="Invalid client secret") as error:
        foundry_tuner().list()
    assert "not-it" not in str(error.value)


def test_a_token_service_that_is_down_is_transient(azure):
    azure.fault("POST", "/token", status=503, times=ALL_TRIES)
    with pytest.raises(TransientError):
        foundry_tuner().list()


def test_an_authority_that_is_not_trusted_is_for_a_person(monkeypatch):
    monkeypatch.setattr("backends.azure.foundry.connection._CA_FILES", ())
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(BadInput, match="name your CA in REQUESTS_CA_BUNDLE"):
        foundry_tuner().list()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418, 500])
def test_every_refusal_is_one_line_without_a_secret(azure, status):
    told = f"first\nsecond client_secret={CLIENT_SECRET} Bearer eyJhbGciOi.eyJhdWQi.sig\n" * 9
    azure.fault("GET", JOBS, status=status, message=told, times=ALL_TRIES)
    with pytest.raises((BadInput, TransientError)) as error:
        foundry_tuner().list()
    assert re.fullmatch(r"[^\n]{1,500}", str(error.value))
    assert CLIENT_SECRET not in str(error.value)
    assert "eyJ" not in str(error.value)
