"""Model deployments: online and serverless endpoints of the workspace, deployments of a Foundry account.

Each is made once under the client's name and moved by a script of states, one a look at it; it stands
until it is deleted and was looked at a few times more.
"""

from __future__ import annotations

import re
from typing import Any

from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import (
    FOUNDRY_ACCOUNT,
    Hosted,
    State,
    account_path,
    workspace_path,
)

MANAGER = "https://management.azure.com"
_LEGAL = {
    "onlineEndpoints": r"[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]",
    "serverlessEndpoints": r"[a-zA-Z0-9][a-zA-Z0-9-]{0,51}",
    "deployments": r"[a-zA-Z0-9][a-zA-Z0-9._-]{1,63}",
}
_LONGEST_REQUEST_S = 180
_ENDPOINT = r"/(onlineEndpoints|serverlessEndpoints)(?:/([^/]+))?(?:/(listKeys|token))?"
_BELOW = r"/onlineEndpoints/([^/]+)/deployments(?:/([^/]+))?(?:/(getLogs))?"


def serve_workspace(state: State, request: Request, path: str) -> Reply | None:
    """Answer a call about endpoints of the workspace."""
    if found := re.fullmatch(r"/operations/(.+)", path):
        return _operation(state, found[1])
    if found := re.fullmatch(_ENDPOINT, path):
        kind, name, action = found.groups()
        return _resource(state, request, f"{workspace_path()}/{kind}", name, action)
    if found := re.fullmatch(_BELOW, path):
        endpoint, name, action = found.groups()
        above = f"{workspace_path()}/onlineEndpoints/{endpoint}"
        if above not in state.hosted:
            return _missing(above)
        return _resource(state, request, f"{above}/deployments", name, action)
    return None


def serve_account(state: State, request: Request, path: str) -> Reply | None:
    """Answer a call about the Foundry account."""
    if not path:
        return answer(_account(state))
    if path == "/listKeys" and request.method == "POST":
        return answer({"key1": "key-of-the-account", "key2": "another"})
    if path == "/models":
        return answer({"value": [{"model": _listed(name)} for name in sorted(state.fine_tuned)]})
    if found := re.fullmatch(r"/deployments(?:/([^/]+))?", path):
        return _resource(state, request, f"{account_path()}/deployments", found[1], None)
    return None


def _listed(name: str) -> dict[str, str]:
    """Return a tuned model as the account lists it; whose it is decides the format."""
    is_openai = name.startswith("gpt")
    return {"name": name, "format": "OpenAI" if is_openai else "Mistral AI", "version": "1"}


def _resource(
    state: State, request: Request, folder: str, name: str | None, action: str | None
) -> Reply | None:
    if name is None:
        return _page(state, folder) if request.method == "GET" else None
    key = f"{folder}/{name}"
    if request.method == "PUT":
        return _put(state, request, folder, name)
    if key not in state.hosted:
        return _missing(key) if request.method != "DELETE" else Reply(204)
    if request.method == "DELETE":
        return _delete(state, key)
    if request.method == "POST":
        return _act(state.hosted[key], action)
    return _look(state, key)


def _put(state: State, request: Request, folder: str, name: str) -> Reply:
    body, key = request.json(), f"{folder}/{name}"
    kind = folder.rpartition("/")[2]
    if not re.fullmatch(_LEGAL[kind], name):
        return refusal(400, "BadRequest", f"The name {name} is not legal for {kind}")
    if wrong := _wrong(state, folder, body):
        return refusal(400, "BadRequest", wrong)
    known = state.hosted.get(key)
    if known and known.deleting is not None:
        return refusal(409, "Conflict", f"{name} is being deleted")
    if known and known.body == body:
        return _accepted(state, key, 200)
    if known:
        known.body, known.script, known.polls = body, ("Updating", "Succeeded"), 0
        return _accepted(state, key, 200)
    state.hosted[key] = Hosted(key, body, state.hosting_script, reason=state.hosting_reason)
    state.hosted_ever.append(key)
    return _accepted(state, key, 201)


def _wrong(state: State, folder: str, body: dict[str, Any]) -> str:
    """Say what the real service would refuse."""
    properties = body["properties"]
    if folder.endswith("/serverlessEndpoints"):
        model = properties["modelSettings"]["modelId"]
        return "" if _is_registered(state, model) else f"Model {model} was not found"
    if folder.startswith(account_path()):
        model = properties["model"]
        known = model["name"] in state.fine_tuned and _listed(model["name"]) == model
        return "" if known else f"The fine-tuned model {model} was not found"
    if folder.endswith("/deployments"):
        return _wrong_deployment(state, folder, properties)
    traffic = properties.get("traffic") or {}
    known = {key.rpartition("/")[2] for key in state.hosted if key.startswith(f"{folder}/")}
    lacking = [name for name in traffic if name not in known]
    return f"traffic names {', '.join(lacking)}, which is no deployment" if lacking else ""


def _wrong_deployment(state: State, folder: str, properties: dict[str, Any]) -> str:
    above = state.hosted[folder.removesuffix("/deployments")]
    if above.state != "Succeeded":
        return "The endpoint is not ready for a deployment"
    if not _is_registered(state, properties["model"]):
        return f"Model {properties['model']} was not found"
    settings = properties.get("requestSettings") or {}
    if _seconds(settings.get("requestTimeout") or "PT5S") > _LONGEST_REQUEST_S:
        return "requestTimeout may be 180 seconds at most"
    return ""


def _is_registered(state: State, model: str) -> bool:
    found = re.search(r"/models/([^/]+)/versions/([^/]+)$", model)
    return bool(found) and (found[1], found[2]) in state.models


def _seconds(duration: str) -> float:
    found = re.fullmatch(r"PT(?:(\d+)M)?(?:([\d.]+)S)?", duration)
    assert found, duration
    return 60 * int(found[1] or 0) + float(found[2] or 0)


def _accepted(state: State, key: str, status: int) -> Reply:
    told = _told(state, state.hosted[key])
    return answer(told, status, Azure_AsyncOperation=_operation_url(key))


def _delete(state: State, key: str) -> Reply:
    one = state.hosted[key]
    if one.deleting is None:
        one.deleting = state.hosting_deleting
    return Reply(202, b"", {"Azure-AsyncOperation": _operation_url(key), "Retry-After": "1"})


def _operation_url(key: str) -> str:
    return f"{MANAGER}{workspace_path()}/operations{key}?api-version=2025-12-01"


def _operation(state: State, key: str) -> Reply:
    one = state.hosted.get(f"/{key}")
    over = one is None or one.state in {"Succeeded", "Failed"}
    status = (
        "InProgress" if not over else "Failed" if one and one.state == "Failed" else "Succeeded"
    )
    return answer({"id": key, "status": status})


def _look(state: State, key: str) -> Reply:
    one = state.hosted[key]
    if one.deleting is not None:
        one.deleting -= 1
        if one.deleting < 0:
            state.remove_hosted(key)
            return _missing(key)
    told = _told(state, one)
    one.polls += 1
    return answer(told)


def _act(one: Hosted, action: str | None) -> Reply | None:
    if action == "listKeys":
        return answer({"primaryKey": one.key, "secondaryKey": "another"})
    if action == "token":
        return answer({"accessToken": "a token", "expiryTimeUtc": 0, "refreshAfterTimeUtc": 0})
    return answer({"content": f"loading the model\n{one.reason}\n"}) if action else None


def _page(state: State, folder: str) -> Reply:
    found = [k for k in sorted(state.hosted) if k.rpartition("/")[0] == folder]
    return answer({"value": [_told(state, state.hosted[key]) for key in found]})


def _told(state: State, one: Hosted) -> dict[str, Any]:
    name, kind = one.name, one.path.split("/")[-2]
    own: dict[str, Any] = {"provisioningState": one.state}
    if kind == "onlineEndpoints":
        own["scoringUri"] = f"https://{name}.{state.region}.inference.ml.azure.com/score"
    if "/onlineEndpoints/" in one.path and kind == "deployments":
        own |= {"scaleSettings": {"scaleType": "Default"}, "environmentVariables": {}}
    if kind == "serverlessEndpoints":
        uri = f"https://{name}.{state.region}.models.ai.azure.com"
        own |= {"inferenceEndpoint": {"uri": uri, "headers": {}}, "endpointState": "Online"}
    return {
        "id": one.path,
        "name": name,
        "type": one.path.partition("/providers/")[2].rpartition("/")[0],
        "location": state.region,
        **{part: one.body[part] for part in ("tags", "sku", "identity") if part in one.body},
        "properties": {**one.body["properties"], **own},
    }


def _account(state: State) -> dict[str, Any]:
    host = f"https://{FOUNDRY_ACCOUNT}"
    return {
        "id": account_path(),
        "name": FOUNDRY_ACCOUNT,
        "kind": "AIServices",
        "location": state.region,
        "sku": {"name": "S0"},
        "properties": {
            "provisioningState": "Succeeded",
            "endpoint": f"{host}.cognitiveservices.azure.com/",
            "endpoints": {"OpenAI Language Model Instance API": f"{host}.openai.azure.com/"},
        },
    }


def _missing(key: str) -> Reply:
    what = key.partition("/providers/")[2]
    return refusal(404, "NotFound", f"The Resource '{what}' was not found.")
