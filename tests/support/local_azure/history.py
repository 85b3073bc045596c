"""<region>.api.azureml.ms: discovery of the workspace's addresses, and run history."""

from __future__ import annotations

import re

from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.resource_manager import allowed
from tests.support.local_azure.state import LocalJob, State


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the workspace's own addresses; None where it has no such address."""
    if request.path == "/discovery":
        base = f"https://{request.host}"
        return answer({"api": base, "history": base, "studio": "https://ml.azure.com"})
    if found := re.fullmatch(r"/logs/([^/]+)", request.path):
        return Reply(200, state.jobs[found[1]].log.encode(), {"Content-Type": "text/plain"})
    if not allowed(state, request):
        return refusal(401, "InvalidAuthenticationToken", "The access token is invalid or expired.")
    if found := re.search(r"/history/v1.0/.*/runs/([^/]+)/(details|children)$", request.path):
        return _run(state, request, *found.groups())
    return None


def _run(state: State, request: Request, name: str, what: str) -> Reply:
    job = state.jobs.get(name)
    if not job:
        return refusal(404, "UserError", f"Run {name} was not found")
    return answer({"value": []}) if what == "children" else answer(_details(request, job))


def _details(request: Request, job: LocalJob) -> dict[str, object]:
    failed = job.state == "Failed"
    error = {"error": {"code": "UserError", "message": job.reason}} if failed else None
    log = f"https://{request.host}/logs/{job.name}?sig=a-signature-that-nobody-may-see"
    return {
        "runId": job.name,
        "status": job.state,
        "error": error,
        "logFiles": {"user_logs/std_log.txt": log} if job.log else {},
    }
