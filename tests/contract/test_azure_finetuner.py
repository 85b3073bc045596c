"""The fine-tuner at Azure keeps the promises of the contract, through the real SDK."""

import os
import subprocess
import sys
from threading import Barrier

import pytest

from tests.support.azure_tuners import (
    azure_tuner,
    order_for,
    running_azure,
    training_data,
)
from tests.support.local_azure.components import values_in_use
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.finetuning.contract import UnknownJob
from wearable_coach.finetuning.states import canonical

DATA = training_data()
NAMELESS = "coach-azure-000000000000"
ROUTES = pytest.mark.parametrize("route", ["pipeline", "serverless"])


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    with running_azure(monkeypatch, script=("Queued", "Running", "Completed")) as azure:
        yield azure
        assert azure.refused == []


def tuner_for(route="pipeline", **settings):
    return azure_tuner(route=route, on_unhonoured="warn", **settings)


def submitted(route="pipeline"):
    tuner = tuner_for(route)
    order = order_for(tuner, DATA)
    tuner.submit(order, DATA)
    return tuner, order


def until(tuner, name, state, polls=6):
    for _ in range(polls):
        if tuner.status(name).state == state:
            return
    pytest.fail(f"{name} is not {state} after {polls} polls")


@ROUTES
def test_submitting_twice_is_one_job(azure, route):
    tuner, order = submitted(route)
    tuner.submit(order, DATA)
    assert azure.calls("PUT", "/jobs/") == 1
    assert list(azure.state.jobs) == [order.name]


@ROUTES
def test_submitting_from_another_commit_is_the_same_body(azure, route, monkeypatch, tmp_path):
    _, order = submitted(route)
    body = azure.state.jobs.pop(order.name).body
    subprocess.run(["git", "init", "-q", "-b", "elsewhere", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    tuner_for(route).submit(order, DATA)
    assert azure.state.jobs[order.name].body == body


@pytest.mark.parametrize(("method", "look"), [("GET", "/jobs/"), ("HEAD", "blob")])
def test_two_processes_that_submit_at_once_make_one_job(azure, method, look):
    order = order_for(tuner_for(), DATA)
    both_have_looked = Barrier(2, timeout=60).wait
    azure.fault(method, look, slow_only=True, hold=both_have_looked, times=2)
    program = (
        "import sys; from tests.support.azure_tuners import *; "
        "azure_tuner(timeout_s=60).submit(JobOrder.model_validate_json(sys.argv[1]), training_data())"
    )
    command = [sys.executable, "-c", program, order.model_dump_json()]
    both = [subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in both] == [(b"", 0)] * 2
    assert list(azure.state.jobs) == [order.name]


def test_training_files_are_uploaded_once_for_all_jobs(azure):
    tuner, _ = submitted()
    tuner.submit(order_for(tuner, DATA, lora_rank=8), DATA)
    assert len(azure.state.jobs) == 2
    assert azure.calls("PUT", "/data/") == 2
    assert sorted(azure.state.blobs.values()) == sorted(map(b"".join, DATA))


def test_another_configuration_under_the_name_is_refused(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].body["properties"]["tags"] = {}
    with pytest.raises(StoreConflict, match=order.name):
        tuner.submit(order, DATA)


def test_all_five_values_reach_the_pipeline_component(azure):
    tuner = tuner_for()
    values = {"epochs": 5, "batch_size": 2, "learning_rate": 3e-5, "lora_rank": 4, "lora_alpha": 9}
    order = order_for(tuner, DATA, **values)
    tuner.submit(order, DATA)
    used = values_in_use(azure.state.jobs[order.name].body["properties"])
    asked = {
        "num_train_epochs": "5",
        "per_device_train_batch_size": "1",
        "gradient_accumulation_steps": "2",
        "learning_rate": "3e-05",
        "lora_r": "4",
        "lora_alpha": "9",
        "apply_lora": "true",
        "number_of_gpu_to_use_finetuning": "1",
        "auto_find_batch_size": "false",
    }
    assert used | asked == used


def test_an_order_of_the_version_before_is_the_body_that_it_was(azure):
    order = order_for(tuner_for(), DATA)
    five = order.requested.model_dump()
    before = {**order.settings, "gradient_accumulation_steps": 1}
    order = order.model_copy(update={"effective": five, "settings": before})
    tuner_for().submit(order, DATA)
    used = values_in_use(azure.state.jobs[order.name].body["properties"])
    assert used["per_device_train_batch_size"] == "4"
    assert used["gradient_accumulation_steps"] == "1"
    until(tuner_for(), order.name, "Completed")
    result = tuner_for().result(order.name)
    assert order.requested.differences(result.effective) == {}
    assert result.effective["gradient_accumulation_steps"] == 1


def test_serverless_is_asked_for_nothing_that_it_would_not_do(azure):
    _, order = submitted("serverless")
    details = azure.state.jobs[order.name].body["properties"]["fineTuningDetails"]
    assert details["hyperParameters"] == {
        "num_train_epochs": "3",
        "per_device_train_batch_size": "4",
        "learning_rate": "0.0002",
    }


@ROUTES
def test_the_result_has_the_values_of_the_terms(route):
    tuner, order = submitted(route)
    until(tuner, order.name, "Completed")
    result = tuner.result(order.name)
    assert result.effective == order.effective
    assert result.model.endswith(f"/models/{order.name}/versions/1")


def test_the_result_tells_what_the_job_has_not_what_was_asked(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].body["properties"]["inputs"]["lora_r"]["value"] = "64"
    until(tuner, order.name, "Completed")
    assert tuner.result(order.name).effective["lora_rank"] == 64


def test_a_job_that_has_not_completed_has_no_result():
    tuner, order = submitted()
    with pytest.raises(BadInput, match=f"{order.name}: is Queued"):
        tuner.result(order.name)


@pytest.mark.parametrize("ask", ["status", "cancel", "logs", "result"])
def test_an_unknown_job_is_told_so(ask):
    with pytest.raises(UnknownJob, match=NAMELESS):
        getattr(azure_tuner(), ask)(NAMELESS)


@ROUTES
def test_states_are_azures_own_words_in_order(route):
    tuner, order = submitted(route)
    seen = [tuner.status(order.name).state for _ in range(3)]
    assert seen == ["Queued", "Running", "Completed"]


def test_a_terminal_state_stays(azure):
    tuner, order = submitted()
    until(tuner, order.name, "Completed")
    tuner.cancel(order.name)
    tuner.submit(order, DATA)
    assert tuner.status(order.name).state == "Completed"
    assert azure.calls("POST", "/cancel") == 0


def test_cancelling_twice_is_cancelling_once(azure):
    tuner, order = submitted()
    tuner.cancel(order.name)
    tuner.cancel(order.name)
    until(tuner, order.name, "Canceled")
    tuner.cancel(order.name)
    assert azure.calls("POST", "/cancel") == 1


def test_a_job_that_ends_while_it_is_cancelled_is_no_error(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].script = ("Running", "Completed")
    tuner.cancel(order.name)
    assert tuner.status(order.name).state == "Completed"


def test_a_failed_job_carries_its_reason(azure):
    tuner, order = submitted()
    job = azure.state.jobs[order.name]
    job.forced, job.reason = "Failed", "CUDA out of memory\n  at step 3"
    seen = tuner.status(order.name)
    assert (seen.state, seen.reason) == ("Failed", "UserError: CUDA out of memory at step 3")


def test_a_word_that_the_sdk_does_not_know_passes(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].forced = "Hibernating"
    seen = tuner.status(order.name)
    assert (seen.state, canonical(seen.state)) == ("Hibernating", "Unknown")


def test_a_job_stuck_in_queued_is_told_as_queued(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].script = ("Queued",)
    assert {tuner.status(order.name).state for _ in range(5)} == {"Queued"}


def test_all_our_jobs_are_listed_over_all_pages_and_nobody_elses(azure):
    tuner = tuner_for()
    names = []
    for rank in (1, 2, 3, 4):
        order = order_for(tuner, DATA, lora_rank=rank)
        tuner.submit(order, DATA)
        names.append(order.name)
    stranger = azure.state.jobs[names[0]]
    stranger.body["properties"]["tags"] = {}
    assert azure_tuner().list() == sorted(names[1:])


def test_logs_are_what_the_job_wrote(azure):
    tuner, order = submitted()
    assert tuner.logs(order.name) == ""
    azure.state.jobs[order.name].log = "step 1 loss 2.0\nstep 2 loss 1.5\n"
    assert "step 2 loss 1.5" in tuner.logs(order.name)


def test_long_logs_keep_their_end(azure):
    tuner, order = submitted()
    azure.state.jobs[order.name].log = "x" * 200_000 + "the end"
    told = tuner.logs(order.name)
    assert told.endswith("the end")
    assert len(told) <= 64_000


def test_a_label_is_resolved_once_and_pinned():
    tuner = azure_tuner(
        base_model="azureml://registries/azureml-meta/models/Meta-Llama-3.1-8B-Instruct/labels/latest"
    )
    order = order_for(tuner, DATA)
    assert order.base_model.endswith("/Meta-Llama-3.1-8B-Instruct/versions/4")


def test_a_pinned_model_is_settled_without_a_call(azure):
    order_for(azure_tuner(), DATA)
    assert azure.requests == []
