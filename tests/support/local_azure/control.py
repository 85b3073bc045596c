"""Calls to the server itself, over plain HTTP: to move a job by hand, and to see what was asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import LocalJob

if TYPE_CHECKING:
    from tests.support.local_azure.server import LocalAzure


def _job(azure: LocalAzure, name: str) -> LocalJob | None:
    """Return the job of a name, be it of the workspace or of the Foundry account."""
    of_foundry = {job.name: job for job in reversed(azure.state.tunings.values())}
    return azure.state.jobs.get(name) or of_foundry.get(name)


def serve(azure: LocalAzure, request: Request) -> Reply:
    """Answer `POST /jobs/NAME?state=…`, `POST /fault`, `POST /swap?name=…&model=…`, `GET /hosted` and `/requests`."""
    with azure.lock:
        if request.path == "/requests":
            told = [f"{r.method} {r.url} {status}" for r, status in azure.requests]
            return answer({"requests": told, "refused": azure.refused})
        if request.path == "/fault" and request.method == "POST":
            azure.fault(**request.json())
            return answer({"faults": len(azure.faults)})
        if request.path == "/hosted":
            told = {one.path: one.state for one in azure.state.hosted.values()}
            return answer({"standing": told, "ever": azure.state.hosted_ever})
        if request.path == "/swap" and request.method == "POST":
            azure.state.swapped[request.query["name"]] = request.query["model"]
            return answer({"swapped": azure.state.swapped})
        found = re.fullmatch(r"/jobs/([^/]+)", request.path)
        job = _job(azure, found[1]) if found else None
        if job is None:
            return refusal(404, "NotFound", "POST /jobs/NAME?state=…, POST /fault or GET /requests")
        job.forced = request.query.get("state", job.forced)
        job.reason = request.query.get("reason", job.reason)
        job.log = request.query.get("log", job.log)
        return answer({"name": job.name, "state": job.state})
