"""management.azure.com: the workspace, its datastore, data assets and models."""

from __future__ import annotations

import base64
import re

from tests.support.local_azure import hosting, jobs
from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import (
    ACCOUNT,
    CONTAINER,
    SUBSCRIPTION,
    WORKSPACE,
    State,
    account_path,
    workspace_path,
)

HOST = "management.azure.com"
AUDIENCE = f"https://{HOST}"
_USAGES = (
    rf"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices"
    r"/locations/([^/]+)/usages"
)


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the resource manager; None where it has no such address."""
    if not allowed(state, request):
        challenge = (
            f'Bearer authorization_uri="https://login.microsoftonline.com", resource="{AUDIENCE}"'
        )
        message = "The access token is invalid or expired."
        return refusal(401, "InvalidAuthenticationToken", message, WWW_Authenticate=challenge)
    if request.path.startswith(account_path()):
        return hosting.serve_account(state, request, request.path[len(account_path()) :])
    if found := re.fullmatch(_USAGES, request.path):
        return _usages(state, found[1])
    if not request.path.lower().startswith(workspace_path().lower()):
        asked = request.path.partition("/providers/")[2]
        return refusal(404, "ResourceNotFound", f"The Resource '{asked}' was not found.")
    return _below(state, request, request.path[len(workspace_path()) :])


def _usages(state: State, location: str) -> Reply:
    """Answer how much of the quota of machines is in use."""
    value = [
        {
            "name": {"value": family, "localizedValue": f"{family} Cluster Dedicated vCPUs"},
            "unit": "Count",
            "currentValue": used if location == state.region else 0,
            "limit": limit if location == state.region else 0,
        }
        for family, (used, limit) in state.quotas.items()
    ]
    return answer({"value": value})


def allowed(state: State, request: Request) -> bool:
    """Say whether the call carries a token that was issued for the resource manager."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return state.tokens.get(token) == AUDIENCE


def _below(state: State, request: Request, path: str) -> Reply | None:
    if path.startswith("/jobs"):
        return jobs.serve(state, request, path)
    if path.startswith(("/onlineEndpoints", "/serverlessEndpoints", "/operations")):
        return hosting.serve_workspace(state, request, path)
    if path.startswith("/datastores"):
        return _datastore(request, path)
    if found := re.fullmatch(r"/(data|models)/([^/]+)/versions/([^/]+)", path):
        kind, name, version = found.groups()
        held = state.data if kind == "data" else state.models
        return _asset(held, request, kind, name, version)
    if found := re.fullmatch(r"/models/([^/]+)/versions/?", path):
        return answer({"value": [v for (name, _), v in state.models.items() if name == found[1]]})
    return _workspace(state) if not path else None


def _workspace(state: State) -> Reply:
    return answer(
        {
            "id": workspace_path(),
            "name": WORKSPACE,
            "type": "Microsoft.MachineLearningServices/workspaces",
            "location": state.region,
            "kind": "Default",
            "properties": {
                "workspaceId": "00000000-0000-0000-0000-0000000000ff",
                "discoveryUrl": f"https://{state.region}.api.azureml.ms/discovery",
                "friendlyName": WORKSPACE,
            },
        }
    )


def _datastore(request: Request, path: str) -> Reply | None:
    if request.method == "POST" and path.endswith("/listSecrets"):
        return answer({"secretsType": "AccountKey", "key": base64.b64encode(b"key").decode()})
    properties = {
        "datastoreType": "AzureBlob",
        "isDefault": True,
        "accountName": ACCOUNT,
        "containerName": CONTAINER,
        "endpoint": "core.windows.net",
        "protocol": "https",
        "credentials": {"credentialsType": "AccountKey"},
    }
    name = "workspaceblobstore"
    return answer(
        {"id": f"{workspace_path()}/datastores/{name}", "name": name, "properties": properties}
    )


def _asset(
    held: dict[tuple[str, str], dict[str, object]],
    request: Request,
    kind: str,
    name: str,
    version: str,
) -> Reply | None:
    key = (name, version)
    if request.method == "PUT":
        return _create(held, request, kind, key)
    if key not in held:
        return refusal(404, "NotFound", f"{kind} {name}:{version} was not found")
    return answer(held[key])


def _create(
    held: dict[tuple[str, str], dict[str, object]],
    request: Request,
    kind: str,
    key: tuple[str, str],
) -> Reply:
    name, version = key
    wanted = {
        "id": f"{workspace_path()}/{kind}/{name}/versions/{version}",
        "name": version,
        "type": f"Microsoft.MachineLearningServices/workspaces/{kind}/versions",
        "properties": request.json()["properties"],
    }
    if key in held and held[key] != wanted:
        return refusal(409, "Conflict", f"{kind} {name}:{version} exists and is immutable")
    held[key] = wanted
    return answer(wanted, 201)
