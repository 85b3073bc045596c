"""Why the rules answer although a model is promoted is told once a cause, in log and metric."""

import logging
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from tests.support.adapters import put_model
from tests.support.chat_server import ChatServer, Fault
from tests.support.serving_days import ScriptedModel, unreachable
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.client import Coach
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.fallbacks import MOST_CAUSES, Fallbacks
from wearable_coach.client.following import Limits
from wearable_coach.client.service import create_app
from wearable_coach.errors import BadInput
from wearable_coach.promotion.pointer import Change, promote, roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS

from .conftest import NOW, put_into_service

DAY = {"resting_heart_rate": 62}
MISSING = "adapter: weights in models/m/adapter is missing; restore it from a backup"
NEVER_OPEN = Limits(breaker_failures=10**9)


def broken(_serving, _store):
    raise BadInput(MISSING)


def told(caplog):
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]


def test_a_model_that_does_not_open_is_told_once_with_file_and_remedy(coach_of, caplog):
    coach = coach_of(broken)
    for _ in range(5):
        assert coach.chat("어때요?", DAY).why == ("model_not_opened",)
        coach.follow()
    assert told(caplog) == [f"model_not_opened: {MISSING}"]
    assert coach.fallbacks() == (("model_not_opened", MISSING, 5),)


@pytest.mark.parametrize(
    ("say", "code", "named"),
    [
        (lambda _c: broken(None, None), "error:BadInput", "weights"),
        (unreachable, "unreachable", ""),
        (lambda _c: 1 / 0, "error:ZeroDivisionError", "doctor --deep"),
    ],
)
def test_a_model_that_fails_at_answering_is_told_once(coach_of, caplog, say, code, named):
    coach = coach_of(ScriptedModel(say), limits=NEVER_OPEN)
    for _ in range(5):
        assert coach.chat("어때요?", DAY).why == (code,)
    (line,) = told(caplog)
    assert line.startswith(f"{code}: ")
    assert named in line
    (found,) = coach.fallbacks()
    assert (found.code, found.answers) == (code, 5)


def test_a_cause_that_comes_back_after_another_model_is_told_again(store, caplog):
    whole = [False]

    def open_model(serving, _store):
        return ScriptedModel(lambda _c: "") if whole[0] else broken(serving, _store)

    put_into_service(store, "first")
    with Coach(store, open_model, follow_every_s=999) as coach:
        coach.chat("어때요?", DAY)
        whole[0] = True
        coach.follow()
        whole[0] = False
        put_into_service(store, "second")
        coach.follow()
    assert told(caplog) == [f"model_not_opened: {MISSING}"] * 2


def test_what_is_as_it_should_be_is_no_fallback(coach_of, store, caplog):
    coach = coach_of(ScriptedModel(lambda _c: "거짓말"))
    coach.chat("가슴이 아파요", DAY)  # a red flag waits for no model
    coach.chat("어때요?", DAY)  # refused by the guard, for what it says
    roll_back(store, at=NOW)
    coach.follow()
    coach.chat("어때요?", DAY)  # no model is promoted
    assert (coach.fallbacks(), told(caplog)) == ((), [])


def test_the_words_of_a_person_are_in_neither_log_nor_metric(store, caplog):
    words = "비밀스러운 질문이에요"
    with ChatServer() as server:
        body = f'{{"error": {{"message": "cannot take {words}"}}}}'.encode()
        server.faults.append(Fault(status=422, body=body, always=True))
        promote(
            store,
            Change(
                "m", Endpoint(url=server.url, model="m", retries=0), NOW, "tanaka", PRODUCT_PROMPTS
            ),
        )
        with Coach(store) as coach:
            assert coach.chat(words, DAY).why == ("error:SettingsRefused",)
            assert server.url in coach.fallbacks()[0].cause
    assert words not in f"{coach.fallbacks()}{told(caplog)}"


def test_causes_whose_words_always_change_are_counted_as_one():
    causes = Fallbacks()
    for number in range(3 * MOST_CAUSES):
        causes.count("error:X", f"cause {number}")
    assert len(causes.all()) == MOST_CAUSES + 1
    assert sum(c.answers for c in causes.all()) == 3 * MOST_CAUSES


def test_the_service_counts_the_cause_and_says_that_it_is_degraded(coach_of):
    app = create_app(coach_of(broken), api_keys=ApiKeys(()))
    with TestClient(app, base_url="http://127.0.0.1:8040") as client:
        client.post("/v1/chat", json={"question": "어때요?", "vitals": DAY})
        text = client.get("/metrics").text
        assert "coach_degraded 1.0" in text
        assert f'coach_fallback_answers{{cause="{MISSING}",code="model_not_opened"}} 1.0' in text
        health = client.get("/healthz")
        assert "weights" not in health.text  # open to anyone
        assert (health.json()["status"], health.json()["error"]) == ("degraded", "model_not_opened")


def test_ask_says_which_file_and_what_to_do_and_once(store):
    put_model(store, "m", {"weights": b"w"})
    store.remove("models/m/model.json")
    promote(
        store, Change("m", LocalAdapter(adapter="models/m/adapter"), NOW, "tanaka", PRODUCT_PROMPTS)
    )
    command = [sys.executable, "-m", "wearable_coach", "ask", "어때요?"]
    done = subprocess.run(
        [*command, "--store", str(store.folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    lines = [line for line in done.stderr.splitlines() if "the rules answered" in line]
    assert len(lines) == 1
    assert "model.json" in lines[0] or "packages" in lines[0]
    assert "`" in lines[0]  # a command to run
