"""The model registries, behind their discovery addresses."""

from __future__ import annotations

import re

from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import State

HOST = "eastus.api.azureml.ms"


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the registry; None where it has no such address."""
    if found := re.search(r"/registrymanagement/v1.0/registries/([^/]+)/discovery$", request.path):
        return _discovery(state, found[1])
    if found := re.search(r"/registries/([^/]+)/models/([^/]+)/versions/([^/]+)$", request.path):
        return _version(state, *found.groups())
    if found := re.search(r"/registries/([^/]+)/models/([^/]+)/versions/?$", request.path):
        return _versions(state, *found.groups())
    if found := re.search(r"/registries/([^/]+)/models/([^/]+)$", request.path):
        return _container(state, *found.groups())
    return None


def _discovery(state: State, name: str) -> Reply:
    if name not in state.registries:
        return refusal(404, "RegistryNotFound", f"Registry {name} was not found")
    return answer(
        {
            "registryName": name,
            "subscriptionId": "00000000-0000-0000-0000-0000000000aa",
            "resourceGroup": "registries",
            "primaryRegionResourceProviderUri": f"https://{HOST}/",
            "location": "eastus",
            "discovery": [],
        }
    )


def _found(state: State, registry: str, model: str) -> tuple[str, ...]:
    return state.registries.get(registry, {}).get(model, ())


def _resource(registry: str, model: str, version: str) -> dict[str, object]:
    asset = f"azureml://registries/{registry}/models/{model}/versions/{version}"
    return {
        "id": asset,
        "name": version,
        "properties": {
            "modelType": "mlflow_model",
            "modelUri": f"{asset}/mlflow",
            "flavors": {},
            "tags": {},
        },
    }


def _version(state: State, registry: str, model: str, version: str) -> Reply:
    if version not in _found(state, registry, model):
        return refusal(404, "ModelNotFound", f"{model} has no version {version}")
    return answer(_resource(registry, model, version))


def _versions(state: State, registry: str, model: str) -> Reply:
    found = _found(state, registry, model)
    if not found:
        return refusal(404, "ModelNotFound", f"{model} was not found")
    return answer({"value": [_resource(registry, model, v) for v in reversed(found)]})


def _container(state: State, registry: str, model: str) -> Reply:
    found = _found(state, registry, model)
    if not found:
        return refusal(404, "ModelNotFound", f"{model} was not found")
    properties = {"latestVersion": found[-1], "nextVersion": str(int(found[-1]) + 1)}
    return answer({"name": model, "properties": properties})
