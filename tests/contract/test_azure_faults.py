"""What goes wrong between here and Azure costs nobody twice, and is told in the project's terms."""

import logging
import re

import pytest

from tests.support.azure_tuners import azure_tuner, order_for, running_azure, training_data
from tests.support.local_azure.state import CLIENT_SECRET
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.contract import UnknownJob

DATA = training_data()
ALL_TRIES = 9
"""More than the SDK tries by itself."""


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    with running_azure(monkeypatch, script=("Queued", "Running")) as azure:
        yield azure
        assert azure.refused == []


def submitted():
    tuner = azure_tuner()
    order = order_for(tuner, DATA)
    tuner.submit(order, DATA)
    return tuner, order


@pytest.mark.parametrize("status", [503, 0, 409], ids=["503", "dropped", "409"])
def test_an_answer_lost_after_the_job_was_made_is_one_job(azure, status):
    azure.fault("PUT", "/jobs/", status=status, commit=True)
    _, order = submitted()
    assert list(azure.state.jobs) == [order.name]


@pytest.mark.parametrize("status", [503, 0], ids=["503", "dropped"])
def test_answers_that_stay_lost_are_transient_and_the_next_submit_finds_the_job(azure, status):
    fault = azure.fault("PUT", "/jobs/", status=status, commit=True, times=ALL_TRIES)
    tuner = azure_tuner()
    order = order_for(tuner, DATA)
    with pytest.raises(TransientError, match="submitting job"):
        tuner.submit(order, DATA)
    asked = azure.calls("PUT", "/jobs/")
    fault.times = 0
    tuner.submit(order, DATA)
    assert azure.calls("PUT", "/jobs/") == asked
    assert list(azure.state.jobs) == [order.name]


def test_a_job_that_never_was_made_is_made_by_the_next_submit(azure):
    fault = azure.fault("PUT", "/jobs/", status=500, times=ALL_TRIES)
    tuner = azure_tuner()
    order = order_for(tuner, DATA)
    with pytest.raises(TransientError, match="500"):
        tuner.submit(order, DATA)
    assert azure.state.jobs == {}
    fault.times = 0
    tuner.submit(order, DATA)
    assert list(azure.state.jobs) == [order.name]


def test_a_name_that_is_refused_as_taken_but_not_there_is_transient(azure):
    azure.fault("PUT", "/jobs/", status=409)
    with pytest.raises(TransientError, match="submit again"):
        submitted()


def test_an_upload_that_breaks_off_is_taken_up_again(azure):
    azure.fault("PUT", "blob.core.windows.net", status=0)
    _, order = submitted()
    assert list(azure.state.jobs) == [order.name]
    assert sorted(azure.state.blobs.values()) == sorted(map(b"".join, DATA))


def test_retry_after_is_honoured(azure):
    tuner, order = submitted()
    azure.fault("GET", "/jobs/", status=429, headers={"Retry-After": "2"})
    assert tuner.status(order.name).state == "Queued"
    refused, answered = azure.moments("GET", "/jobs/")[-2:]
    assert answered - refused >= 2


def test_too_many_requests_for_long_is_transient(azure):
    tuner, order = submitted()
    azure.fault("GET", "/jobs/", status=429, headers={"Retry-After": "0"}, times=ALL_TRIES)
    with pytest.raises(TransientError, match="429"):
        tuner.status(order.name)


def test_a_token_refused_after_it_worked_is_transient(azure):
    tuner, order = submitted()
    azure.state.revoke()
    with pytest.raises(TransientError, match="token"):
        tuner.status(order.name)


def test_a_token_refused_at_once_is_for_a_person(azure):
    azure.fault("GET", "/jobs/", status=401, times=ALL_TRIES)
    with pytest.raises(BadInput, match="az login"):
        azure_tuner().status("coach-azure-000000000000")


def test_a_refused_role_is_for_a_person(azure):
    tuner, order = submitted()
    azure.fault("GET", "/jobs/", status=403, times=ALL_TRIES)
    with pytest.raises(BadInput, match="AzureML Data Scientist"):
        tuner.status(order.name)


def test_a_late_answer_is_waited_for_again(azure):
    _, order = submitted()
    tuner = azure_tuner(timeout_s=0.5)
    azure.fault("GET", "/jobs/", slow_only=True, delay_s=1.5)
    assert tuner.status(order.name).state in {"Queued", "Running"}


def test_answers_that_never_come_are_transient(azure):
    _, order = submitted()
    azure.fault("GET", "/jobs/", slow_only=True, delay_s=1, times=ALL_TRIES)
    with pytest.raises(TransientError, match="no answer from Azure"):
        azure_tuner(timeout_s=0.2).status(order.name)


def test_a_token_service_that_is_down_is_transient(azure):
    azure.fault("POST", "/token", status=503, times=ALL_TRIES)
    with pytest.raises(TransientError):
        azure_tuner().status("coach-azure-000000000000")


def test_a_missing_workspace_is_not_taken_for_a_missing_job():
    with pytest.raises(BadInput, match="AZUREML_WORKSPACE_NAME") as error:
        azure_tuner(workspace="elsewhere").status("coach-azure-000000000000")
    assert not isinstance(error.value, UnknownJob)


def test_a_reason_that_may_not_be_read_hides_no_state(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].forced = "Failed"
    azure.fault("GET", "/history/", status=403, times=ALL_TRIES)
    seen = tuner.status(order.name)
    assert seen.state == "Failed"
    assert seen.reason.startswith("not told")


def test_a_reason_that_cannot_be_read_now_is_asked_for_again(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].forced = "Failed"
    azure.fault("GET", "/history/", status=503, times=99)
    with pytest.raises(TransientError):
        tuner.status(order.name)


def test_no_secret_is_ever_told(azure, caplog):
    caplog.set_level(logging.DEBUG)
    tuner, order = submitted()
    tokens = [r.headers.get("Authorization", "") for r, _ in azure.requests]
    told = f"AccountKey=c2VjcmV0; {tokens[-1]} at https://x/?sig=abc%2Bdef client_secret={CLIENT_SECRET}"
    azure.fault("GET", "/jobs/", status=400, message=told)
    with pytest.raises(BadInput) as error:
        tuner.status(order.name)
    # The SDK's telemetry logger ends in a NullHandler: only pytest's capture listens to it.
    logged = [r.getMessage() for r in caplog.records if "_telemetry" not in r.name]
    for text in (str(error.value), *logged):
        for secret in ("c2VjcmV0", tokens[-1].removeprefix("Bearer "), "abc%2Bdef", CLIENT_SECRET):
            assert secret not in text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 500])
def test_every_refusal_is_one_line(azure, status):
    azure.fault("GET", "/jobs/", status=status, message="first\nsecond\n" * 99, times=ALL_TRIES)
    with pytest.raises((BadInput, TransientError, UnknownJob)) as error:
        azure_tuner().status("coach-azure-000000000000")
    assert re.fullmatch(r"[^\n]{1,500}", str(error.value))
