import json

import pytest

from tests.support.azure_tuners import running_azure
from tests.support.published import small_dataset
from wearable_coach.finetuning.job import FAILED, SUCCEEDED
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def store(tmp_path):
    found = LocalStore(tmp_path / "store")
    small_dataset(found)
    return found


def ordered(store, **parameters):
    from flows.retrain import retrain

    return retrain(backend="azure", store=str(store.folder), return_state=True, **parameters)


def watched(store, **how):
    from flows.watch_finetuning import watch_finetuning

    return watch_finetuning(store=str(store.folder), **how)


def test_a_job_is_ordered_and_looked_at_by_the_same_steps_directly(store, monkeypatch):
    import os
    from datetime import UTC, datetime

    from flows.compositions.retrain import compose_retrain
    from flows.compositions.standing import compose_standing
    from flows.compositions.watching import compose_round
    from flows.openers.finetuners import open_finetuner, opener
    from flows.watch_finetuning import watch_finetuning
    from tasks.finetuning import RetrainRequest
    from tests.support.steps import NotedSteps, names_run
    from wearable_coach.finetuning.polling import StoreSink, Watcher

    def clock():
        return datetime.now(UTC)

    steps = NotedSteps()
    with running_azure(monkeypatch):
        state = ordered(store)
        looked = watch_finetuning(store=str(store.folder), return_state=True)
        today = clock().date()
        tuner = steps.call(
            open_finetuner, "azure", store=store, environment=os.environ, today=today
        )
        request = RetrainRequest(store, tuner, "azure")
        assert compose_retrain(steps, request, clock).job.name == state.result()
        tuners = opener(store, os.environ, today=today)
        compose_round(steps, Watcher(store, tuners, (StoreSink(store),), clock))
        compose_standing(steps, store, environment=os.environ, clock=clock)
    assert state.name == "Ordered"
    assert state.message.startswith(f"{state.result()} is ")
    assert looked.message.startswith(f"{state.result()} ")
    through = [(state.state_details.flow_run_id, 4), (looked.state_details.flow_run_id, 3)]
    seen = [name for run, count in through for name in names_run(run, count)]
    assert [name for name in steps.names if name != "note-model"] == seen
    assert steps.names == [
        "open-backend",
        "order-of",
        "gate-version",
        "submit-order",
        "read-ledger",
        "look-at-job",
        "note-model",
        "read-deployments",
    ], "the second look sees its end"


def events_of(job, kind):
    from prefect.client.orchestration import get_client

    wanted = {"event": {"name": [kind]}}
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/events/filter", json={"filter": wanted}).json()
    return [e for e in found["events"] if e["payload"]["job"] == job]


def soon(look, count, seconds=20):
    """The server writes events down in the background: look until they are there."""
    import time

    until = time.monotonic() + seconds
    while len(look()) < count and time.monotonic() < until:
        time.sleep(0.5)
    return look()


@pytest.mark.slow("whole")
def test_a_job_ordered_by_the_flow_is_watched_to_its_end_and_told_once(store, monkeypatch):
    with running_azure(monkeypatch):
        first, second = ordered(store, reason="by hand"), ordered(store)
        assert first.is_completed(), first.message
        name = first.result()
        assert second.result() == name
        ended = [watched(store) for _ in range(6)]
    assert [n for names in ended for n in names] == [name]
    job = JobLedger(store).read(name)
    assert (job.state, job.order.reason) == ("Completed", "by hand")
    (event,) = soon(lambda: events_of(name, SUCCEEDED), 1)
    assert event["id"] == job.event.id
    assert event["resource"]["prefect.resource.id"] == f"wearable-coach.job.{name}"
    assert json.loads(store.read(f"models/{name}/model.json").data)["job"] == name


def test_an_event_posted_again_after_a_lost_answer_is_one_event(store, monkeypatch):
    from flows.starters.events import PrefectSink

    with running_azure(monkeypatch, script=("Failed",), reason="no quota"):
        name = ordered(store).result()
        alarm = watched(store, return_state=True)
    assert (alarm.name, alarm.message) == ("Alarm", f"{name} Failed: UserError: no quota")
    job = JobLedger(store).read(name)
    assert job.reason
    for _ in range(3):
        PrefectSink().emit(job.event, job)
    assert len(soon(lambda: events_of(name, FAILED), 1, seconds=60)) == 1
    assert len(soon(lambda: events_of(name, FAILED), 2, seconds=4)) == 1, "no second one follows"


def test_what_forbids_a_job_ends_the_run_failed_with_its_reason(store, monkeypatch):
    with running_azure(monkeypatch):
        monkeypatch.setenv("WEARABLE_COACH_AZURE_MAX_COST", "0.001")
        state = ordered(store)
    assert state.is_failed()
    assert "cost" in state.message
    assert JobLedger(store).names() == []


def test_the_hyperparameters_are_a_form_with_the_plan_as_default():
    from flows.retrain import retrain

    schema = retrain.parameters.model_dump()
    fields = schema["definitions"]["Hyperparameters"]["properties"]
    assert {name: f["default"] for name, f in fields.items()} == {
        "epochs": 3, "batch_size": 4, "learning_rate": 2e-4, "lora_rank": 16, "lora_alpha": 32,
    }  # fmt: skip
    assert all(f["description"] for f in fields.values())
