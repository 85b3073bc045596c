"""A person approves days later: the run is suspended meanwhile, and acts on what is served then."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import yaml

from flows.compositions.refresh import compose_refresh
from flows.compositions.refresh_request import refresh_request
from flows.openers.finetuners import open_finetuner
from tasks.finetuning import RetrainRequest, order_of
from tests.support.azure_tuners import running_azure
from tests.support.evaluating import ROWS, WANTED, two_models
from tests.support.generated import SEED, generated_dataset
from tests.support.small_rule import small_rule_file
from tests.support.steps import NotedSteps
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.dataset.recipe import Recipe, checked_recipe
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote, read_promoted
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
WEEK = timedelta(days=7)


class Desk:
    """A deployment whose runs are taken up here, as a worker does, and what people do in the UI."""

    def __init__(self, client, store, good, endpoints):
        from flows.evaluate_model import evaluate_model

        self.client, self.store, self.good, self.endpoints = client, store, good, endpoints
        self.of(evaluate_model)

    def of(self, flow):
        self.flow, self.deployment = flow, flow.to_deployment(name="asking").apply()

    def start(self, **parameters):
        return self.asked(candidate="good", **parameters)

    def asked(self, **parameters):
        asked = {
            "base": "bad", "cases": WANTED.model_dump(mode="json"),
            "store": str(self.store.folder), "promotion": "ask_when_better",
            "rule": str(small_rule_file(self.store.folder.parent)),
        } | parameters  # fmt: skip
        made = self.client.request(
            "POST", f"/deployments/{self.deployment}/create_flow_run", json={"parameters": asked}
        )
        return made.json()["id"]

    def work(self, run):
        """Run it until it ends or its process does; return its state."""
        from prefect.exceptions import Pause
        from prefect.flow_engine import run_flow

        found = self.client.read_flow_run(run)
        try:
            run_flow(self.flow, flow_run=found, return_type="state")
        except Pause:
            assert self.state(run).name == "Suspended"
        return self.state(run)

    def state(self, run):
        return self.client.read_flow_run(run).state

    def shown(self, run):
        keys = self.state(run).state_details.run_input_keyset
        found = self.client.request("GET", f"/flow_runs/{run}/input/{keys['description']}")
        return found.json()

    def answer(self, run, **said):
        body = {"run_input": {"approve": True, "by": "김 선생님", "reason": "읽어 봤어요"} | said}
        return self.client.request("POST", f"/flow_runs/{run}/resume", json=body).json()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    from prefect.client.orchestration import get_client

    store = LocalStore(tmp_path / "store")
    generated_dataset(store, ROWS)
    with two_models(tmp_path) as models:
        monkeypatch.setenv("WEARABLE_COACH_ENDPOINTS", str(models.endpoints))
        with get_client(sync_client=True) as client:
            yield Desk(client, store, models.good, models.endpoints)


def a_week_ago(monkeypatch):
    """Let the evaluation be a week old."""
    import flows.evaluate_model as module

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - WEEK

    monkeypatch.setattr(module, "datetime", Clock)


def serve(store, name, serving=LocalAdapter(adapter="models/b/adapter")):  # noqa: B008 - frozen
    """Somebody promotes another model meanwhile."""
    now = datetime.now(UTC)
    return promote(store, Change(name, serving, now, DEFAULT_FORMULA, PRODUCT_PROMPTS, "another"))


@pytest.mark.slow("whole")
def test_a_week_old_approval_serves_what_was_shown_and_asks_no_model_twice(desk, monkeypatch):
    with monkeypatch.context() as patch:
        a_week_ago(patch)
        run = desk.start()
        assert desk.work(run).name == "Suspended"
    assert read_promoted(desk.store).promoted.current is None
    then = datetime.now(UTC) - WEEK
    shown = desk.shown(run)
    assert "**rules → good**" in shown
    assert f"Evaluated {then:%Y-%m-%d}" in shown
    asked = len(desk.good.requests)
    assert desk.answer(run)["status"] == "ACCEPT"
    assert desk.state(run).name == "Resuming"
    assert desk.work(run).is_completed(), desk.state(run).message
    entry = read_promoted(desk.store).promoted.current
    assert (entry.model, entry.by, entry.reason) == ("good", "김 선생님", "읽어 봤어요")
    assert len(desk.good.requests) == asked


@pytest.mark.slow("services")
def test_a_decline_and_a_question_that_nobody_answers_change_nothing(desk):
    declined, unanswered = desk.start(), desk.start()
    for run in (declined, unanswered):
        assert desk.work(run).name == "Suspended"
    assert desk.answer(declined, approve=False)["status"] == "ACCEPT"
    assert desk.work(declined).is_completed()
    expire(desk, unanswered)
    refused = desk.answer(unanswered)
    assert refused["status"] == "REJECT"
    assert "timed out" in refused["details"]["reason"]
    assert desk.state(unanswered).is_failed()
    assert read_promoted(desk.store).promoted.current is None


@pytest.mark.slow("services")
def test_an_approval_of_what_was_overtaken_is_refused_with_the_remedy_that_asks_anew(desk):
    run = desk.start()
    desk.work(run)
    serve(desk.store, "b")
    desk.answer(run)
    state = desk.work(run)
    assert state.is_failed()
    assert "good was compared with the rules, and b answers by now" in state.message
    assert "`wearable-coach evaluate good`" in state.message
    assert read_promoted(desk.store).promoted.current.model == "b"


@pytest.mark.slow("services")
def test_where_the_rule_says_so_what_was_overtaken_is_compared_with_what_is_served_and_asked_anew(
    desk, tmp_path
):
    rule = small_rule_file(tmp_path / "store", overtaken="evaluate_again")
    run = desk.start(rule=str(rule))
    desk.work(run)
    bad = yaml.safe_load(desk.endpoints.read_text())["endpoints"]["bad"]["url"]
    serve(desk.store, "b", Endpoint(url=bad, model="b"))
    desk.answer(run)
    assert desk.work(run).name == "Suspended", desk.state(run).message
    assert "**b → good**" in desk.shown(run)
    assert read_promoted(desk.store).promoted.current.model == "b"
    desk.answer(run, reason="다시 봤어요")
    assert desk.work(run).is_completed(), desk.state(run).message
    entry = read_promoted(desk.store).promoted.current
    assert (entry.model, entry.reason) == ("good", "다시 봤어요")
    served = latest_evaluation(desk.store, "good").model("served")
    assert served.name == "b"


def test_a_run_of_no_deployment_asks_nobody_and_says_who_may_promote(desk, caplog):
    from flows.evaluate_model import evaluate_model

    state = evaluate_model(
        candidate="good", base="bad", cases=WANTED, store=str(desk.store.folder),
        rule=str(small_rule_file(desk.store.folder.parent)), promotion="ask_when_better",
        return_state=True,
    )  # fmt: skip
    assert state.is_completed(), state.message
    assert state.result()["served"] is None
    assert "`wearable-coach promote good` puts it into service" in caplog.text


@pytest.mark.slow("services")
def test_a_pipeline_that_asked_goes_on_with_the_answer_and_makes_nothing_anew(desk, monkeypatch):
    from flows.pipeline import pipeline

    recipe = checked_recipe(Recipe().scaled_to(ROWS).model_dump() | {"seed": SEED})
    desk.of(pipeline)
    with running_azure(monkeypatch, script=("Completed",)):
        name = job_name(desk.store, recipe)
        known = yaml.safe_load(desk.endpoints.read_text())["endpoints"]
        desk.endpoints.write_text(yaml.safe_dump({"endpoints": known | {name: known["good"]}}))
        run = desk.asked(recipe=recipe.model_dump(mode="json"), backend="azure", workers=1)
        assert desk.work(run).name == "Suspended", desk.state(run).message
    assert f"**rules → {name}**" in desk.shown(run)
    desk.answer(run)
    assert desk.work(run).is_completed(), desk.state(run).message
    assert read_promoted(desk.store).promoted.current.model == name


def job_name(store, recipe):
    """The job that the loop will order: its model is reached by that name."""
    asked = refresh_request(recipe, rows=None, store=store, workers=1, due_at=datetime.now(UTC))
    compose_refresh(NotedSteps(), asked)
    today = datetime.now(UTC).date()
    tuner = open_finetuner("azure", store=store, environment=os.environ, today=today)
    return order_of(RetrainRequest(store, tuner, "azure")).name


def expire(desk, run):
    """Let the time to answer be over, as it is after a month."""
    from prefect.states import Suspended

    was = desk.state(run)
    over = Suspended(
        pause_expiration_time=datetime.now(UTC) - timedelta(seconds=1),
        pause_key=was.state_details.pause_key,
    )
    over.state_details.run_input_keyset = was.state_details.run_input_keyset
    desk.client.set_flow_run_state(run, over, force=True)
