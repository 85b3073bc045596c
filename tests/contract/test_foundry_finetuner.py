"""The fine-tuner at Foundry keeps the promises of the contract, through the real client."""

import os
import signal
import subprocess
import sys
from codecs import BOM_UTF8
from threading import Event

import pytest

from tests.support.azure_tuners import foundry_tuner, order_for, running_azure, training_data
from tests.support.cases import some
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.contract import TrainingProgress, UnknownJob
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.states import canonical

DATA = training_data(12)
NAMELESS = "coach-foundry-000000000000"
SUBMITTER = (
    "import sys; from tests.support.azure_tuners import *; "
    "foundry_tuner(timeout_s=60).submit(JobOrder.model_validate_json(sys.argv[1]), training_data(12))"
)


@pytest.fixture(autouse=True)
def azure(monkeypatch):
    with running_azure(monkeypatch, script=("Queued",)) as azure:
        yield azure
        assert azure.refused == []


def submitted(**values):
    tuner = foundry_tuner()
    order = order_for(tuner, DATA, **values)
    tuner.submit(order, DATA)
    return tuner, order


def the_tuning(azure):
    (job,) = azure.state.tunings.values()
    return job


def alive(azure):
    stopped = {"CancelRequested", "Canceled"}
    return [n for n, job in azure.state.tunings.items() if job.state not in stopped]


def submitting(order):
    return subprocess.Popen(
        [sys.executable, "-c", SUBMITTER, order.model_dump_json()], env=os.environ
    )


def test_files_go_with_a_byte_order_mark_under_the_jobs_name(azure):
    _, order = submitted()
    sent = {file.filename: file.content for file in azure.state.files.values()}
    assert sent == {
        f"{order.name}-train.jsonl": BOM_UTF8 + b"".join(DATA.train),
        f"{order.name}-valid.jsonl": BOM_UTF8 + b"".join(DATA.valid),
    }


def test_the_job_has_what_the_service_takes_and_no_more(azure):
    _, order = submitted(epochs=2, batch_size=8)
    body = the_tuning(azure).body
    assert body["method"] == {
        "type": "supervised",
        "supervised": {"hyperparameters": {"n_epochs": 2, "batch_size": 8}},
    }
    assert (body["model"], body["trainingType"]) == ("Ministral-3B", "GlobalStandard")
    assert body["seed"] == order.settings["seed"]
    assert body["suffix"] == "coach-" + order.name.rpartition("-")[2]
    assert body["metadata"]["wearable-coach-job"] == order.name


def test_a_multiplier_is_handed_on_and_decides_the_job(azure):
    tuner = foundry_tuner(learning_rate_multiplier=0.1)
    order = order_for(tuner, DATA)
    tuner.submit(order, DATA)
    values = the_tuning(azure).body["method"]["supervised"]["hyperparameters"]
    assert values["learning_rate_multiplier"] == 0.1
    assert order.name != order_for(foundry_tuner(), DATA).name


@pytest.mark.parametrize("tier", ["Standard", "Developer"])
def test_the_tier_is_handed_on(azure, tier):
    tuner = foundry_tuner(training_type=tier, base_model="gpt-4.1-mini")
    tuner.submit(order_for(tuner, DATA), DATA)
    body = the_tuning(azure).body
    assert (body["trainingType"], body["model"]) == (tier, "gpt-4.1-mini-2025-04-14")


def test_what_the_service_does_not_honour_is_refused_or_told():
    with pytest.raises(BadInput) as error:
        foundry_tuner(on_unhonoured="refuse").settle(Hyperparameters())
    for name, asked in (("learning_rate", "0.0002"), ("lora_rank", "16"), ("lora_alpha", "32")):
        assert f"{name}: asked {asked}, Foundry fine-tuning takes its own" in str(error.value)
    found = foundry_tuner().settle(Hyperparameters(epochs=2, batch_size=8))
    assert (found.effective["epochs"], found.effective["batch_size"]) == (2, 8)
    assert found.effective["kept"] == "last epoch"
    assert len(found.notes) == 3


@pytest.mark.parametrize("keeps", [True, False], ids=["metadata kept", "metadata dropped"])
def test_submitting_twice_is_one_job(azure, keeps):
    azure.state.keeps_metadata = keeps
    tuner, order = submitted()
    foundry_tuner().submit(order, DATA)
    assert len(azure.state.tunings) == 1
    assert len(azure.state.files) == 2
    assert tuner.status(order.name).state == "Queued"


@pytest.mark.slow("kills")
@pytest.mark.parametrize(
    ("after", "files", "jobs"),
    [("/files", 1, 0), ("/fine_tuning/jobs", 2, 1)],
    ids=["between the uploads", "after the job was made"],
)
def test_a_submit_that_is_killed_is_taken_up_and_made_once(azure, after, files, jobs):
    order = order_for(foundry_tuner(), DATA)
    arrived, may_go = Event(), Event()

    def hold():
        arrived.set()
        may_go.wait(60)

    fault = azure.fault("POST", f"{after}$", slow_only=True, hold=hold)
    killed = submitting(order)
    assert arrived.wait(60)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    may_go.set()
    fault.times = 0
    assert (len(azure.state.files), len(azure.state.tunings)) == (files, jobs)
    foundry_tuner().submit(order, DATA)
    assert (len(azure.state.files), len(azure.state.tunings)) == (2, 1)
    assert foundry_tuner().list() == [order.name]


@pytest.mark.slow("kills")
def test_two_that_submit_at_once_leave_one_job_that_trains(azure):
    order = order_for(foundry_tuner(), DATA)
    seen = []
    both_have_looked = Event()

    def hold():
        seen.append(1)
        if len(seen) == 2:
            both_have_looked.set()
        both_have_looked.wait(60)

    azure.fault("GET", "/fine_tuning/jobs$", slow_only=True, hold=hold, times=2)
    both = [submitting(order) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len(azure.state.tunings) == 2
    assert alive(azure) == [min(azure.state.tunings)]
    assert foundry_tuner().status(order.name).state == "Queued"


@pytest.mark.parametrize("status", [503, 0, 429], ids=["503", "dropped", "429"])
def test_an_answer_lost_after_the_job_was_made_is_never_asked_for_twice(azure, status):
    azure.fault("POST", "/fine_tuning/jobs$", status=status, commit=True)
    tuner = foundry_tuner()
    order = order_for(tuner, DATA)
    with pytest.raises(TransientError, match="submitting job"):
        tuner.submit(order, DATA)
    assert len(azure.state.tunings) == 1
    tuner.submit(order, DATA)
    assert len(azure.state.tunings) == 1


def test_a_file_that_is_still_read_is_waited_for_by_the_next_submit(azure, monkeypatch):
    monkeypatch.setattr("backends.azure.foundry.files._BETWEEN_S", 0)
    azure.state.slow_files = 15
    tuner = foundry_tuner()
    order = order_for(tuner, DATA)
    with pytest.raises(TransientError, match="Foundry still reads it"):
        tuner.submit(order, DATA)
    assert azure.state.tunings == {}
    for _ in range(3):
        try:
            tuner.submit(order, DATA)
        except TransientError:
            continue
    assert len(azure.state.tunings) == 1
    assert azure.calls("POST", "/files") == 2


def test_a_file_that_cannot_be_used_is_told_and_sent_anew(azure):
    tuner = foundry_tuner()
    order = order_for(tuner, DATA)
    azure.state.slow_files = 1

    def broken():
        for file in azure.state.files.values():
            file.broken = "error"

    azure.fault("POST", "/files$", slow_only=True, hold=broken)
    with pytest.raises(BadInput, match="Foundry cannot use it"):
        tuner.submit(order, DATA)
    azure.state.slow_files = 0
    for file in azure.state.files.values():
        file.broken = "error"
    tuner.submit(order, DATA)
    assert len(azure.state.tunings) == 1


def test_another_configuration_under_the_name_is_refused(azure):
    tuner, order = submitted()
    the_tuning(azure).body["metadata"]["wearable-coach-configuration"] = "other"
    with pytest.raises(StoreConflict, match=order.name):
        tuner.submit(order, DATA)


@pytest.mark.parametrize("ask", ["status", "cancel", "logs", "result"])
def test_an_unknown_job_is_told_so(ask):
    with pytest.raises(UnknownJob, match=NAMELESS):
        getattr(foundry_tuner(), ask)(NAMELESS)


def test_states_are_told_in_our_words(azure):
    tuner, order = submitted()
    told = {}
    words = "pending validating_files queued running paused cancelling succeeded failed cancelled"
    for word in some(words.split()):
        the_tuning(azure).forced = word
        told[word] = tuner.status(order.name).state
    assert [*told.values()] == [
        "NotStarted", "Preparing", "Queued", "Running", "Paused", "CancelRequested", "Completed",
        "Failed", "Canceled",
    ]  # fmt: skip


def test_a_word_that_nobody_knows_passes(azure):
    tuner, order = submitted()
    the_tuning(azure).forced = "hibernating"
    seen = tuner.status(order.name)
    assert (seen.state, canonical(seen.state)) == ("hibernating", "Unknown")


def test_progress_is_read_from_events_with_data_and_from_those_in_words(azure):
    tuner, order = submitted()
    assert tuner.status(order.name).progress == TrainingProgress()
    the_tuning(azure).forced = "Running"
    told = tuner.status(order.name).progress
    assert (told.step, told.steps, told.loss) == (10, 30, 1.25)
    assert told.losses == ((1, 2.0), (10, 1.25))


def test_a_failed_job_carries_its_reason(azure):
    tuner, order = submitted()
    job = the_tuning(azure)
    job.forced, job.reason = "Failed", "the data\nis unsafe"
    seen = tuner.status(order.name)
    assert (seen.state, seen.reason) == ("Failed", "serverError: the data is unsafe")


def test_a_completed_job_leaves_model_figures_and_logs(azure):
    tuner, order = submitted()
    with pytest.raises(BadInput, match=f"{order.name}: is Queued"):
        tuner.result(order.name)
    the_tuning(azure).forced = "Completed"
    result = tuner.result(order.name)
    assert result.model.startswith("Ministral-3B.ftjob-")
    assert result.model.endswith(order.name.rpartition("-")[2])
    assert result.model in azure.state.fine_tuned
    assert result.effective == order.effective
    assert result.metrics == {
        "trained_tokens": 4_400_000.0,
        "full_valid_loss_at_step_10": 0.9,
        "full_valid_loss_at_step_20": 0.55,
        "full_valid_loss_at_step_30": 0.6,
        "train_loss": 0.5,
        "train_mean_token_accuracy": 0.9,
        "full_valid_loss": 0.6,
        "full_valid_mean_token_accuracy": 0.85,
    }
    logs = tuner.logs(order.name).splitlines()
    assert logs[0].endswith("Job enqueued. Waiting for jobs ahead.")
    assert [line for line in logs if line.startswith("checkpoint")][-1].startswith(
        "checkpoint at step 30: Ministral-3B.ftjob-"
    )


def test_cancelling_is_asked_once_and_what_ended_stays(azure):
    tuner, order = submitted()
    tuner.cancel(order.name)
    tuner.cancel(order.name)
    assert tuner.status(order.name).state in {"CancelRequested", "Canceled"}
    tuner.cancel(order.name)
    assert azure.calls("POST", "/cancel") == 1


def test_a_job_that_ends_while_it_is_cancelled_is_no_error(azure):
    tuner, order = submitted()
    job = the_tuning(azure)
    job.script, job.polls, job.forced = ("Running", "Completed"), 0, None
    tuner.cancel(order.name)
    assert tuner.status(order.name).state == "Completed"


def test_jobs_are_listed_over_all_pages_and_nobody_elses(azure):
    names = sorted(submitted(epochs=epochs)[1].name for epochs in (1, 2, 3))
    first = next(iter(azure.state.tunings.values()))
    first.body["metadata"] = {"of": "somebody else"}
    assert foundry_tuner().list() == [n for n in names if n != first.name]
