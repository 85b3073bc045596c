"""Model deployments at Azure: they answer, without a key where that can be, and no fault makes two of them."""

from contextlib import suppress

import pytest

from backends.azure.tokens import azure_tokens
from tests.support.completed_jobs import DONE_AT
from tests.support.hoster_benches import JOBS, HosterBench
from tests.support.local_azure.state import workspace_path
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.hosting.making import bring_up, take_down
from wearable_coach.records import Message
from wearable_coach.store import LocalStore

QUESTION = (Message(role="user", content="오늘 걸음 수를 봐 주세요"),)


@pytest.fixture(params=JOBS)
def hosted(request, monkeypatch):
    made = HosterBench(request.param, monkeypatch)
    made.azure.state.answer = lambda model, messages: f"{model}: {messages[-1]['content']}"
    yield made
    made.close()


def ready(hosted, **settings):
    hoster = hosted.hoster(**settings)
    order = hoster.order_for(hosted.job)
    hoster.deploy(order)
    for _ in range(8):
        if (seen := hoster.status(order.name)).state == "Ready":
            break
        if seen.unfinished:
            hoster.deploy(order)
    return hoster, order, hoster.serving(order)


def answer_of(endpoint, **how):
    model = EndpointModel(endpoint.model_copy(update={"retries": 0}), **how)
    try:
        (said,) = model.answer([QUESTION])
    finally:
        model.close()
    return said.text


def test_it_answers_whoever_signs_in_and_says_which_model_it_is(hosted):
    _, order, endpoint = ready(hosted)
    assert (endpoint.auth, endpoint.key_variable) == ("entra", "")
    said = answer_of(endpoint, tokens=azure_tokens(hosted.azure.environment))
    assert said.endswith(QUESTION[0].content)
    model = order.model.split("/")[-3] if "/" in order.model else order.model
    assert endpoint.identity == ServedIdentity(
        job=hosted.job.name, model=model, version="1", deployment=order.name, base="base"
    )
    assert endpoint.max_tokens >= 2304


def test_with_a_key_it_is_read_when_asked_and_stands_in_nothing_that_is_written(hosted):
    hoster, order, endpoint = ready(hosted, auth="key")
    key = hoster.key(order)
    assert (endpoint.auth, endpoint.key_variable) == ("key", "WEARABLE_COACH_HOSTED_KEY")
    assert answer_of(endpoint, environment={endpoint.key_variable: key})
    assert key not in endpoint.model_dump_json() + order.model_dump_json()
    with pytest.raises(BadInput):
        answer_of(endpoint, environment={endpoint.key_variable: "another"})


def test_another_model_may_answer_behind_the_same_name(hosted):
    _, order, endpoint = ready(hosted)
    tokens = azure_tokens(hosted.azure.environment)
    before = answer_of(endpoint, tokens=tokens)
    hosted.azure.state.swapped[order.name] = "an impostor"
    assert answer_of(endpoint, tokens=tokens).startswith("an impostor") != before.startswith(
        "an impostor"
    )


@pytest.mark.parametrize("status", [0, 409], ids=["dropped", "409"])
def test_an_answer_lost_after_it_was_made_is_one(hosted, status, tmp_path):
    puts = "/(onlineEndpoints|serverlessEndpoints|deployments)/"
    hosted.azure.fault("PUT", puts, status=status, commit=True)
    for _ in range(12):
        with suppress(TransientError):
            if (record := step(hosted, tmp_path)).ready:
                break
    assert hosted.hoster().list() == hosted.azure.state.standing() == [record.name]
    assert len(set(hosted.azure.state.hosted_ever)) == len(hosted.azure.state.hosted_ever)
    for _ in range(4):
        gone = take_down(
            store(tmp_path), hosted.hoster(), hosted.job.name, why="rejected", clock=now
        )
    assert (gone.state, hosted.azure.state.standing()) == ("Gone", [])


def store(folder):
    return LocalStore(folder / "store")


def now():
    return DONE_AT


def step(hosted, folder):
    return bring_up(store(folder), hosted.hoster(), hosted.job, clock=now)


@pytest.fixture
def managed(monkeypatch):
    made = HosterBench("managed", monkeypatch)
    yield made
    made.close()


def test_a_managed_endpoint_is_made_for_chat(managed):
    _, order, endpoint = ready(managed)
    path = f"{workspace_path()}/onlineEndpoints/{order.name}"
    made = managed.azure.state.hosted[f"{path}/deployments/tuned"].body
    assert made["sku"]["capacity"] == 1
    assert made["properties"]["requestSettings"] == {
        "maxConcurrentRequestsPerInstance": 4,
        "maxQueueWait": "PT1M",
        "requestTimeout": "PT3M",
    }
    for probe in ("livenessProbe", "readinessProbe"):
        assert made["properties"][probe]["initialDelay"] == "PT15M"
    assert managed.azure.state.hosted[path].body["properties"]["authMode"] == "AADToken"
    assert endpoint.at_once == 4


def test_one_that_takes_tokens_has_no_key(managed):
    hoster, order, _ = ready(managed)
    with pytest.raises(BadInput, match="has no key"):
        hoster.key(order)


def test_why_a_managed_deployment_failed_stands_in_its_logs(managed):
    hoster = managed.hoster()
    order = hoster.order_for(managed.job)
    hoster.deploy(order)
    managed.until(order.name, "Creating")
    managed.azure.state.hosting_script = ("Failed",)
    hoster.deploy(order)
    seen = managed.until(order.name, "Failed")
    assert seen.reason == "the container did not start: out of memory"


def test_what_is_not_ours_is_not_taken_down(managed):
    hoster = managed.hoster()
    order = hoster.order_for(managed.job)
    hoster.deploy(order)
    managed.azure.state.hosted[f"{workspace_path()}/onlineEndpoints/{order.name}"].body["tags"] = {}
    with pytest.raises(BadInput, match="not ours"):
        hoster.undeploy(order.name)


def test_the_sdk_tells_nothing_on_its_own(managed, capfd):
    hoster, order, _ = ready(managed)
    hoster.undeploy(order.name)
    managed.until(order.name, "Gone")
    assert capfd.readouterr() == ("", "")
