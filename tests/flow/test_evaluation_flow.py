import json
import re
from datetime import UTC, datetime

import pytest
import typer
import yaml

from tests.support.chat_models import KEY, asked
from tests.support.chat_server import ChatServer
from tests.support.evaluating import ROWS, WANTED, truthful, two_models
from tests.support.generated import generated_dataset
from tests.support.small_rule import small_rule, small_rule_file
from tests.support.steps import NotedSteps, names_run
from wearable_coach.client.opening import open_served
from wearable_coach.errors import BadInput
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.promotion.deciding import promote_evaluated
from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.promotion.rule import read_rule
from wearable_coach.store import LocalStore
from wearable_coach.store.naming import store_slug

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


EVALUATED_AND_PROMOTED = [
    "open-models", "collect-cases", "see-contender", "see-contender", "find-evaluation",
    "ask-contender", "judge-contender", "ask-contender", "judge-contender",
    "evaluate", "publish", "promote",
]  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store with a dataset, and two models in the endpoints file."""
    found = LocalStore(tmp_path / "store")
    generated_dataset(found, ROWS)
    with two_models(tmp_path) as models:
        monkeypatch.setenv("WEARABLE_COACH_ENDPOINTS", str(models.endpoints))
        yield found


def run(store, candidate, **parameters):
    from flows.evaluate_model import evaluate_model

    return evaluate_model(
        candidate=candidate,
        cases=WANTED,
        rule=str(small_rule_file(store.folder.parent)),
        store=str(store.folder),
        return_state=True,
        **parameters,
    )


def artifacts(key, store):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/filter", json={"sort": "CREATED_DESC"}).json()
    return [a for a in found if a["key"] == f"{key}-{store_slug(store)}"]


def named(state):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.read_flow_run(state.state_details.flow_run_id).name


def test_a_better_model_is_served_and_a_worse_one_is_not(store):
    better = run(store, "good", base="bad")
    assert better.is_completed(), better.message
    assert better.result()["verdict"] == "promote"
    entry = read_promoted(store).promoted.current
    assert (entry.model, entry.serial) == ("good", better.result()["served"])
    assert entry.evaluation == better.result()["evaluation"]
    began = [
        "need-writable",
        "look-at-cases",
        "look-at-deployment",
        *EVALUATED_AND_PROMOTED,
    ]  # a command looks at its store itself
    assert names_run(better.state_details.flow_run_id, len(began)) == began
    assert entry.serving.url.startswith("http://127.0.0.1")

    worse = run(store, "bad")
    assert worse.is_completed(), worse.message
    assert (worse.result()["verdict"], worse.result()["served"]) == ("reject", None)
    assert latest_evaluation(store, "bad").decision.rival == "good", "the served model is the rival"
    assert read_promoted(store).promoted.current == entry

    assert (named(better), named(worse)) == ("evaluate-good", "evaluate-bad")
    assert (better.name, worse.name) == ("Promoted", "Rejected")
    assert re.fullmatch(
        r"good: promote, number_fidelity \S+% against \S+% of bad; served from now on \(entry 1\)",
        better.message,
    )
    assert re.fullmatch(r"bad: reject, number_fidelity \S+% against \S+% of good", worse.message)
    verdict = artifacts("evaluation-verdict", store)[0]["data"]
    assert "거절: bad" in verdict
    assert f"`{store.folder}/models/bad/evaluations/" in verdict, (
        "where it lies, as no page is served"
    )
    assert artifacts("evaluation-report", store) == []
    headline = json.loads(artifacts("evaluation-headline", store)[0]["data"])
    assert headline[0]["지표"] == "근거 있는 주장"


def test_a_model_is_evaluated_and_promoted_by_the_same_steps_directly(store):
    import os

    from flows.compositions.evaluation import EvaluationRequest, compose_evaluation
    from flows.compositions.promotion import PromotionRequest, compose_promotion
    from flows.openers.contestants import Names, open_contenders

    steps, now = NotedSteps(), datetime.now(UTC)
    contenders = steps.call(open_contenders, store, Names("good", "bad"), environment=os.environ)
    request = EvaluationRequest(store, contenders, WANTED, small_rule(), now)
    done = compose_evaluation(steps, request)
    for contender in contenders:
        contender.model.close()
    promotion = PromotionRequest(store, done, "when_better", "direct", lambda: now)
    compose_promotion(steps, promotion)
    assert read_promoted(store).promoted.current.model == "good"
    assert steps.names == EVALUATED_AND_PROMOTED


def test_the_command_says_the_same_through_prefect_as_directly_and_promotes_nothing(
    store, capsys, tmp_path
):
    from wearable_coach.cli.evaluate import evaluate

    cases, folder = tmp_path / "cases.jsonl", store.folder
    day = {"resting_heart_rate": 61, "sleep_hr": 5.1, "steps": 4000}
    cases.write_text(json.dumps(day | {"question": "오늘 운동해도 되나요?"}) + "\n")
    rule = tmp_path / "rule.yaml"
    rule.write_text(yaml.safe_dump(read_rule().model_dump(mode="json") | {"source": "mine"}))

    def said(**way):
        with pytest.raises(typer.Exit):  # one case is too few to promote on
            evaluate("good", base="none", cases=[cases], rule=rule, out=folder, **way)
        told = capsys.readouterr()
        return json.loads(told.out), "known already, nothing was asked" in told.err

    through, known = said(prefect=True)
    assert not known
    assert said(direct=True) == (through, True), "the same evaluation"
    assert through["cases"] == {"file": 1}
    assert latest_evaluation(store, "good").rule.source == "mine"
    assert "good" in artifacts("evaluation-verdict", store)[0]["data"]
    assert read_promoted(store).promoted.current is None


@pytest.mark.slow("whole")
def test_a_model_whose_key_a_server_cannot_read_is_told_before_it_is_asked(store, monkeypatch):
    from blocks import ChatEndpoint
    from flows.openers.chat_models import reached_by_server

    with ChatServer(truthful, key=KEY) as server:
        block = ChatEndpoint(url=server.url, model="tuned", key=KEY, at_once=8)
        block.save("tuned", overwrite=True)
        state = run(store, "block:tuned", base="bad")
        assert state.is_failed()
        assert "key_variable: empty on block:tuned" in state.message
        assert server.requests == []
        assert run(store, "block:tuned", base="bad", promotion="never").is_completed()

        def promoted():
            return promote_evaluated(
                store, "block:tuned", at=datetime.now(UTC), by="", reached=reached_by_server
            )

        with pytest.raises(BadInput, match="promote again"):
            promoted()
        assert read_promoted(store).promoted.current is None
        block.key_variable = "TUNED_KEY"
        block.save("tuned", overwrite=True)
        entry, _ = promoted()
        assert entry.serving.key_variable == "TUNED_KEY"
        monkeypatch.setenv("TUNED_KEY", KEY)
        model = open_served(entry.serving, store)
        assert model.answer([asked("네?")])[0].text
        model.close()


def test_bad_input_ends_the_run_failed_with_one_line(store):
    state = run(store, "nobody")
    assert state.is_failed()
    assert "there is no 'nobody'" in state.message
    assert "\n" not in state.message


@pytest.mark.slow("whole")
def test_a_success_seen_many_times_starts_one_evaluation(store, monkeypatch):
    from prefect.client.orchestration import get_client

    from flows.evaluate_model import evaluate_model
    from flows.starters.evaluation import EvaluationStarter, is_deployed
    from tests.support.azure_tuners import running_azure
    from wearable_coach.finetuning.ledger import JobLedger
    from wearable_coach.finetuning.polling import StillUnderWay

    with get_client(sync_client=True) as client:  # what another test deployed
        for one in client.request("POST", "/deployments/filter", json={}).json():
            if one["name"] == "evaluate":
                client.request("DELETE", f"/deployments/{one['id']}")
    assert not is_deployed()
    with running_azure(monkeypatch):
        from flows.retrain import retrain
        from flows.watch_finetuning import watch_finetuning

        ended = retrain(backend="azure", store=str(store.folder), return_state=True)
        assert ended.is_completed(), ended.message
        [name] = [job.name for job in JobLedger(store).jobs(lambda *_: None)]
        evaluate_model.to_deployment(name="evaluate").apply()
        assert is_deployed()
        for _ in range(8):
            watch_finetuning(store=str(store.folder))
    job = JobLedger(store).read(name)
    assert job.state == "Completed"
    assert "evaluation" not in job.event.told_at, "there is no verdict yet"
    for _ in range(3):  # after a lost answer, a kill, a restart
        with pytest.raises(StillUnderWay, match="is Scheduled"):
            EvaluationStarter(store, str(store.folder)).emit(job.event, job)
    wanted = {"flow_runs": {"tags": {"all_": ["evaluation"]}}}
    with get_client(sync_client=True) as client:
        runs = client.request("POST", "/flow_runs/filter", json=wanted).json()
    (started,) = [run for run in runs if run["parameters"].get("candidate") == name]
    assert started["idempotency_key"] == f"evaluate:{name}"
