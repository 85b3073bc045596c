"""The whole loop in one run, by Prefect and directly."""

import os
from datetime import UTC, datetime

import pytest
import yaml

from flows.compositions.pipeline import PipelineRequest, compose_pipeline
from flows.compositions.refresh import compose_refresh
from flows.compositions.refresh_request import refresh_request
from flows.openers.contestants import Names
from flows.openers.finetuners import open_finetuner
from tasks.finetuning import RetrainRequest, order_of
from tests.support.azure_tuners import running_azure
from tests.support.chat_server import ChatServer
from tests.support.evaluating import truthful
from tests.support.steps import NotedSteps, names_run
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.polling import StoreSink
from wearable_coach.promotion.rule import read_rule
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
RECIPE = checked_recipe(Recipe().scaled_to(60).model_dump() | {"seed": 7})
CASES = Wanted(sets=("valid",), limit=8)


def now():
    return datetime.now(UTC)


def refreshing(store):
    return refresh_request(RECIPE, rows=None, store=store, workers=1, due_at=now())


def job_name(store):
    """The job that the loop will order: its model is reached by that name."""
    compose_refresh(NotedSteps(), refreshing(store))
    tuner = open_finetuner("azure", store=store, environment=os.environ, today=now().date())
    return order_of(RetrainRequest(store, tuner, "azure")).name


def directly(store, steps):
    request = PipelineRequest(
        refresh=refreshing(store),
        backend="azure",
        hyperparameters=Hyperparameters(),
        wanted=CASES,
        names=Names(),
        rule=read_rule(),
        environment=os.environ,
        clock=now,
        sinks=(StoreSink(store),),
    )
    return compose_pipeline(steps, request)


@pytest.mark.slow("whole")
def test_the_loop_runs_the_same_steps_by_prefect_and_directly(tmp_path, monkeypatch):
    from flows.pipeline import pipeline

    here, through = LocalStore(tmp_path / "direct"), LocalStore(tmp_path / "prefect")
    path, steps = tmp_path / "endpoints.yaml", NotedSteps()
    monkeypatch.setenv("WEARABLE_COACH_ENDPOINTS", str(path))
    with ChatServer(truthful) as server, running_azure(monkeypatch, script=("Completed",)):
        named = {job_name(store): {"url": server.url} for store in (here, through)}
        path.write_text(yaml.safe_dump({"endpoints": named}))
        direct = directly(here, steps)
        state = pipeline(
            recipe=RECIPE,
            backend="azure",
            cases=CASES,
            store=str(through.folder),
            return_state=True,
        )
    assert state.is_completed(), state.message
    assert state.result().job.name == direct.job.name
    assert state.result().evaluated.evaluation.id == direct.evaluated.evaluation.id
    assert steps.names == names_run(state.state_details.flow_run_id, len(steps.names))
    assert steps.names[:5] == [
        "need-writable", "look-at-cases", "look-at-models", "open-backend", "look-ahead",
    ]  # fmt: skip
    assert steps.names[-14:] == [
        "order-of", "submit-order", "wait-for-job", "note-model", "look-at-deployment", "open-models", "collect-cases",
        "see-contender", "find-evaluation", "ask-contender", "judge-contender", "evaluate", "publish", "note-evaluated",
    ]  # fmt: skip


def test_a_training_that_failed_ends_the_loop_with_its_reason(tmp_path, monkeypatch):
    from tasks.finetuning import JobFailed

    store, steps = LocalStore(tmp_path), NotedSteps()
    with (
        running_azure(monkeypatch, script=("Failed",), reason="no quota"),
        pytest.raises(JobFailed, match="no quota"),
    ):
        directly(store, steps)
    assert steps.names[-3:] == ["order-of", "submit-order", "wait-for-job"]
