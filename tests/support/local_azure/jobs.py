"""The jobs of the workspace: created once under the client's name, moved by a script of states."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

from tests.support.local_azure.components import wrong_inputs
from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import TERMINAL, LocalJob, State, workspace_path
from tests.support.local_azure.tokens import audience_of

_AML_AUDIENCE = "https://ml.azure.com"
_COUNTED_VERSION = {"Pipeline": "2024-01-01-preview", "FineTuning": "2024-10-01-preview"}
"""The SDK reads a fine-tuning job twice, with two API versions; a poll is counted once."""


def serve(state: State, request: Request, path: str) -> Reply | None:
    """Answer a call about jobs."""
    if path == "/jobs":
        return _page(state, request)
    if found := re.fullmatch(r"/jobs/([^/]+)/cancel", path):
        return _cancel(state, found[1])
    if found := re.fullmatch(r"/jobs/([^/]+)", path):
        name = unquote(found[1])
        return _put(state, request, name) if request.method == "PUT" else _get(state, request, name)
    return None


def _put(state: State, request: Request, name: str) -> Reply:
    body = request.json()
    if problem := _problem(state, request, body["properties"]):
        return problem
    if (known := state.jobs.get(name)) and known.body != body:
        message = f"A job with this name ({name}) already exists. Its properties are Immutable."
        return refusal(400, "UserError", message)
    if not known:
        state.jobs[name] = LocalJob(name, body, state.script, reason=state.reason)
    return answer(_resource(state.jobs[name]), 200 if known else 201)


def _problem(state: State, request: Request, properties: dict[str, Any]) -> Reply | None:
    if properties["jobType"] == "Pipeline":
        token = request.headers.get("x-azureml-token", "")
        if not token or audience_of(token) != _AML_AUDIENCE:
            return refusal(401, "Unauthorized", "x-azureml-token must be issued for ml.azure.com")
    text = str(properties)
    for name, version in re.findall(r"/data/([\w-]+)/versions/([\w-]+)", text):
        if (name, version) not in state.data:
            return refusal(400, "UserError", f"Data asset {name}:{version} was not found")
    named = r"registries/([\w-]+)/models/([\w.-]+)/versions/([\w-]+)"
    for registry, name, version in re.findall(named, text):
        if version not in state.registries.get(registry, {}).get(name, ()):
            return refusal(400, "UserError", f"Model {name}:{version} was not found")
    for component in re.findall(r"registries/azureml/components/([\w./-]+)", text):
        if component not in state.components:
            return refusal(400, "UserError", f"Component {component} was not found")
    if wrong := wrong_inputs(properties):
        return refusal(400, "UserError", wrong)
    return None


def _get(state: State, request: Request, name: str) -> Reply:
    job = state.jobs.get(name)
    if not job:
        return refusal(404, "UserError", f"Run {name} was not found")
    reply = answer(_resource(job))
    if request.query.get("api-version") == _COUNTED_VERSION[job.body["properties"]["jobType"]]:
        job.poll()
        _leave_model(state, job)
    return reply


def _leave_model(state: State, job: LocalJob) -> None:
    """Register what a completed job was told to register."""
    if job.state != "Completed":
        return
    for output in job.body["properties"].get("outputs", {}).values():
        if name := output.get("assetName"):
            version = output.get("assetVersion") or "1"
            state.models[name, version] = {
                "id": f"{workspace_path()}/models/{name}/versions/{version}",
                "name": version,
                "properties": {
                    "modelType": "mlflow_model",
                    "modelUri": "azureml://jobs/output",
                    "flavors": {},
                },
            }


def _cancel(state: State, name: str) -> Reply:
    job = state.jobs.get(name)
    if not job:
        return refusal(404, "UserError", f"Run {name} was not found")
    if job.state in TERMINAL:
        return refusal(409, "Conflict", f"Run {name} has ended")
    job.forced = "CancelRequested"
    return Reply(
        202, b"", {"Location": f"https://management.azure.com{workspace_path()}/jobs/{name}"}
    )


def _page(state: State, request: Request) -> Reply:
    start = int(request.query.get("$skip", "0"))
    names = sorted(state.jobs)
    page = names[start : start + state.page_size]
    found: dict[str, Any] = {"value": [_resource(state.jobs[n]) for n in page]}
    if start + state.page_size < len(names):
        query = f"api-version={quote(request.query['api-version'])}&$skip={start + state.page_size}"
        found["nextLink"] = f"https://management.azure.com{workspace_path()}/jobs?{query}"
    return answer(found)


def _resource(job: LocalJob) -> dict[str, Any]:
    return {
        "id": f"{workspace_path()}/jobs/{job.name}",
        "name": job.name,
        "type": "Microsoft.MachineLearningServices/workspaces/jobs",
        "properties": {**job.body["properties"], "status": job.state},
        "systemData": {"createdBy": "coach", "createdAt": "2026-01-01T00:00:00Z"},
    }
