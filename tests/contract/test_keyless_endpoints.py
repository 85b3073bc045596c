"""Endpoints that take Entra's tokens, with the real azure-identity against the local Azure."""

import json
import os
from datetime import UTC, datetime

import pytest
from azure.identity import DefaultAzureCredential

from flows.openers.chat_models import open_chat_model
from tests.support.chat_models import asked
from tests.support.local_azure import LocalAzure
from tests.support.local_azure.state import CLIENT_SECRET, Hosted, workspace_path
from wearable_coach.chat.served import Endpoint
from wearable_coach.cli.coach_opening import open_coach
from wearable_coach.client import Coach
from wearable_coach.client.credential_tokens import CredentialTokens
from wearable_coach.client.opening import open_with
from wearable_coach.errors import BadInput
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

NAME = "coach"
TOLD = {"resting_heart_rate": 62, "sleep_hr": 7.5}


@pytest.fixture
def azure(monkeypatch):
    with LocalAzure() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        path = f"{workspace_path()}/serverlessEndpoints/{NAME}"
        body = {"properties": {"authMode": "AAD", "model": {"name": "tuned"}}}
        made.state.hosted[path] = Hosted(path, body, ("Succeeded",))
        yield made


@pytest.fixture
def endpoint(azure):
    url = f"https://{NAME}.{azure.state.region}.models.ai.azure.com/v1"
    return Endpoint(url=url, model="tuned", auth="entra")


@pytest.fixture
def store(tmp_path, endpoint):
    """A store whose pointer names the endpoint."""
    store = LocalStore(tmp_path)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    promote(store, Change("tuned", endpoint, at, DEFAULT_FORMULA, PRODUCT_PROMPTS))
    return store


def audiences(azure):
    return sorted(set(azure.state.tokens.values()))


def test_a_model_without_a_key_is_asked_and_a_token_that_was_taken_back_is_replaced(
    azure, endpoint, store
):
    model = open_chat_model(endpoint, store=store, environment=os.environ)
    first = model.answer([asked("네?")])[0].text
    assert audiences(azure) == ["https://ml.azure.com"]
    azure.state.tokens.clear()
    assert model.answer([asked("네?")])[0].text == first
    assert azure.calls("POST", "/oauth2/v2.0/token") == 2
    assert [status for r, status in azure.requests if "/chat/completions" in r.url] == [
        200, 401, 200,
    ]  # fmt: skip
    model.close()


def test_nobody_signed_in_ends_the_question_with_what_to_do(endpoint, store, monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "hunter2")
    model = open_chat_model(endpoint, store=store, environment=os.environ)
    with pytest.raises(BadInput, match="sign in with `az login`") as caught:
        model.answer([asked("네?")])
    assert "hunter2" not in str(caught.value)
    model.close()
    monkeypatch.setenv("AZURE_CLIENT_SECRET", CLIENT_SECRET)
    model = open_chat_model(endpoint, store=store, environment=os.environ)
    assert model.answer([asked("네?")])
    model.close()


def test_a_promoted_model_without_a_key_is_asked_by_the_commands_and_by_the_library(azure, store):
    """`ask` and `serve` open their coach so; a backend hands the tokens in."""
    in_library = Coach(store, open_with(CredentialTokens(DefaultAzureCredential)))
    with open_coach(store.folder, None) as of_commands, in_library:
        for coach in (of_commands, in_library):
            before = azure.calls("POST", "/chat/completions")
            coach.interpret(TOLD)
            assert coach.fallbacks() == ()
            assert azure.calls("POST", "/chat/completions") == before + 1
    pointer = store.read("models/promoted.json").data.decode()
    written = json.dumps([pointer, *(store.read(k).data.decode() for k in store.keys(""))])
    assert not any(token in written for token in azure.state.tokens)
