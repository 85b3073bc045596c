"""Where model deployments answer: chat requests, by whatever function plays the model."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from tests.support.chat_replies import body_of
from tests.support.local_azure.messages import Reply, Request, refusal
from tests.support.local_azure.state import Hosted, State, account_path, workspace_path

if TYPE_CHECKING:
    from tests.support.local_azure.server import LocalAzure

MANAGED, SERVERLESS, OPENAI = (
    ".inference.ml.azure.com",
    ".models.ai.azure.com",
    ".openai.azure.com",
)
_ML, _COGNITIVE = "https://ml.azure.com", "https://cognitiveservices.azure.com"
_V1, _DEPLOYMENT = "/openai/v1/chat/completions", r"/openai/deployments/([^/]+)/chat/completions"


def serve(azure: LocalAzure, request: Request) -> Reply | None:
    """Answer a chat request; None where nothing has this address."""
    state = azure.state
    one = _hosted(state, request)
    if one is None or request.method != "POST":
        return None
    if not _may_ask(state, request, one):
        return refusal(
            401, "Unauthorized", "key or token is missing, wrong or for another audience"
        )
    if one.state != "Succeeded" or one.deleting is not None:
        return refusal(404, "DeploymentNotFound", f"{one.name} does not answer")
    with azure.lock:
        if one.asked_at_once >= one.takes_at_once:
            return refusal(429, "TooManyRequests", "too many requests at once", Retry_After="1")
        one.asked_at_once += 1
    try:
        time.sleep(state.answer_s)
        return _answered(state, request, one)
    finally:
        with azure.lock:
            one.asked_at_once -= 1


def _hosted(state: State, request: Request) -> Hosted | None:
    name = request.host.partition(".")[0]
    if request.host.endswith(MANAGED) and request.path == "/score":
        return _below(state, name)
    if request.host.endswith(SERVERLESS) and request.path.endswith("/chat/completions"):
        return state.hosted.get(f"{workspace_path()}/serverlessEndpoints/{name}")
    if request.path == _V1:
        return state.hosted.get(f"{account_path()}/deployments/{request.json().get('model')}")
    if found := re.fullmatch(_DEPLOYMENT, request.path):
        return state.hosted.get(f"{account_path()}/deployments/{found[1]}")
    return None


def _below(state: State, endpoint: str) -> Hosted | None:
    """Return the deployment that the endpoint's traffic goes to."""
    above = state.hosted.get(f"{workspace_path()}/onlineEndpoints/{endpoint}")
    traffic = (above.body["properties"].get("traffic") or {}) if above else {}
    name = next((name for name, share in traffic.items() if share), None)
    return state.hosted.get(f"{above.path}/deployments/{name}") if above and name else None


def _may_ask(state: State, request: Request, one: Hosted) -> bool:
    headers = {name.lower(): value for name, value in request.headers.items()}
    given = headers.get("authorization", "").removeprefix("Bearer ")
    foundry = one.path.startswith(account_path())
    if state.tokens.get(given) == (_COGNITIVE if foundry else _ML):
        return True
    if foundry:
        return headers.get("api-key") == "key-of-the-account"
    above = state.hosted.get(one.path.partition("/deployments/")[0]) or one
    mode = str(above.body["properties"].get("authMode") or "Key").lower()
    return "key" in mode and given == above.key


def _answered(state: State, request: Request, one: Hosted) -> Reply:
    body = request.json()
    managed = request.host.endswith(MANAGED)
    messages = body["input_data"]["input_string"] if managed else body["messages"]
    text = state.answer(state.swapped.get(one.owner, one.model), messages)
    return Reply(
        200, body_of(messages, text, managed=managed), {"Content-Type": "application/json"}
    )
