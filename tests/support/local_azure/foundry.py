"""A Foundry resource's fine-tuning: files, jobs, events, checkpoints and results, and no more than that.

It refuses what the service's documents forbid: a file without a byte-order mark, fewer than ten rows, a
suffix that is long or has dots, a parameter or tier that they do not name.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

from tests.support.local_azure.messages import Reply, Request, answer, refusal
from tests.support.local_azure.state import FOUNDRY_ACCOUNT, TERMINAL, LocalFile, LocalJob, State

HOST = f"{FOUNDRY_ACCOUNT}.openai.azure.com"
AUDIENCE = "https://cognitiveservices.azure.com"
_ROOT = "/openai/v1"
_OURS = re.compile(rf"{_ROOT}/(files|fine_tuning|models)(/|$)")
_WORDS = {
    "NotStarted": "pending",
    "Preparing": "validating_files",
    "Queued": "queued",
    "Running": "running",
    "Paused": "paused",
    "CancelRequested": "cancelling",
    "Completed": "succeeded",
    "Failed": "failed",
    "Canceled": "cancelled",
}
_TAKEN = {
    "model", "training_file", "validation_file", "suffix", "seed", "method", "metadata", "trainingType"
}  # fmt: skip
_HYPERPARAMETERS = {"n_epochs", "batch_size", "learning_rate_multiplier"}
_TIERS = {"Standard", "GlobalStandard", "Developer"}
_FEWEST_ROWS, _LONGEST_SUFFIX = 10, 18
_STEPS = 30
_Page = Callable[[str], dict[str, Any]]


def is_ours(path: str) -> bool:
    """Say whether an address is of fine-tuning, and not of asking a model."""
    return _OURS.match(path) is not None


def serve(state: State, request: Request) -> Reply | None:
    """Answer a call to the resource; None where it has no such address."""
    token = _header(request, "authorization").removeprefix("Bearer ")
    if state.tokens.get(token) != AUDIENCE:
        return refusal(401, "Unauthorized", "Access denied due to invalid or expired token.")
    path = request.path.removeprefix(_ROOT)
    if path == "/models":
        return answer({"object": "list", "data": [*map(_model, state.tunable)]})
    if path.startswith("/files"):
        return _files(state, request, path)
    if path.startswith("/fine_tuning/jobs"):
        return _jobs(state, request, path.removeprefix("/fine_tuning/jobs"))
    return None


def _header(request: Request, name: str) -> str:
    """Return a header, however a client writes its name."""
    return {key.lower(): value for key, value in request.headers.items()}.get(name, "")


def _model(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "object": "model",
        "created": 0,
        "owned_by": "local",
        "capabilities": {"fine_tune": not name.startswith("gpt-5"), "inference": True},
        "deprecation": {"fine_tune": 1_791_936_000 if name.startswith("gpt-4o") else None},
    }


def _files(state: State, request: Request, path: str) -> Reply | None:
    if path == "/files":
        return _upload(state, request) if request.method == "POST" else _list_files(state, request)
    found = re.fullmatch(r"/files/([^/]+)(/content)?", path)
    file = state.files.get(found[1]) if found else None
    if found is None or file is None:
        return refusal(404, "NotFound", "No such file")
    if found[2]:
        return Reply(200, file.content, {"Content-Type": "application/octet-stream"})
    if request.method == "DELETE":
        del state.files[file.id]
        return answer({"id": file.id, "object": "file", "deleted": True})
    file.looks += 1
    return answer(_file(state, file))


def _upload(state: State, request: Request) -> Reply:
    kind = _header(request, "content-type").encode()
    form = message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + request.body)
    parts = {
        part.get_param("name", header="content-disposition"): part for part in form.get_payload()
    }
    content = parts["file"].get_payload(decode=True)
    if parts["purpose"].get_payload() != "fine-tune":
        return refusal(400, "invalidPayload", "purpose must be fine-tune")
    if not content.startswith(BOM_UTF8):
        return refusal(400, "invalidPayload", "The file must be UTF-8 with a byte-order mark (BOM)")
    number = len(state.files) + len(state.tunings) + 1
    file = LocalFile(f"file-{number:04}", parts["file"].get_filename(), content, number)
    state.files[file.id] = file
    return answer(_file(state, file), 201)


def _file(state: State, file: LocalFile) -> dict[str, Any]:
    read = file.looks >= state.slow_files
    return {
        "id": file.id,
        "object": "file",
        "bytes": len(file.content),
        "created_at": file.created_at,
        "filename": file.filename,
        "purpose": "fine-tune",
        "status": file.broken or ("processed" if read else "pending"),
        "status_details": "a row is no conversation" if file.broken else None,
    }


def _list_files(state: State, request: Request) -> Reply:
    return _paged(state, request, [*state.files], lambda i: _file(state, state.files[i]))


def _paged(state: State, request: Request, ids: list[str], shown: _Page) -> Reply:
    """Answer a page, smaller than any client asks for."""
    after = request.query.get("after")
    rest = ids[ids.index(after) + 1 :] if after in ids else ids
    size = min(state.page_size, int(request.query.get("limit", state.page_size)))
    page = [shown(i) for i in rest[:size]]
    return answer({"object": "list", "data": page, "has_more": len(rest) > size})


def _jobs(state: State, request: Request, path: str) -> Reply | None:
    if not path:
        return _create(state, request) if request.method == "POST" else _list_jobs(state, request)
    found = re.fullmatch(r"/([^/]+)(/cancel|/events|/checkpoints)?", path)
    job = state.tunings.get(found[1]) if found else None
    if found is None or job is None:
        return refusal(404, "NotFound", "No such job")
    if found[2] == "/cancel":
        return _cancel(found[1], job, state)
    if found[2] == "/events":
        return answer({"object": "list", "data": _events(job)[::-1], "has_more": False})
    if found[2] == "/checkpoints":
        return answer({"object": "list", "data": _checkpoints(found[1], job), "has_more": False})
    return answer(_job(state, found[1], job))


def _create(state: State, request: Request) -> Reply:
    body = request.json()
    if wrong := _wrong(state, body):
        return refusal(400, "invalidPayload", wrong)
    number = len(state.files) + len(state.tunings) + 1
    name = body.get("metadata", {}).get("wearable-coach-job", "")
    job = LocalJob(name, body | {"created_at": number}, state.script, reason=state.reason)
    state.tunings[f"ftjob-{number:04}"] = job
    return answer(_job(state, f"ftjob-{number:04}", job), 201)


def _wrong(state: State, body: dict[str, Any]) -> str:
    """Say what a job has wrong; nothing where it is right."""
    values = body.get("method", {}).get("supervised", {}).get("hyperparameters", {})
    if unknown := sorted({*body} - _TAKEN | {*values} - _HYPERPARAMETERS):
        return f"unknown: {', '.join(unknown)}"
    if body["model"] not in state.tunable:
        return f"The model {body['model']} cannot be fine-tuned"
    if body.get("trainingType", "Standard") not in _TIERS:
        return f"trainingType must be one of {', '.join(sorted(_TIERS))}"
    suffix = body.get("suffix", "")
    if len(suffix) > _LONGEST_SUFFIX or "." in suffix:
        return f"suffix must have at most {_LONGEST_SUFFIX} characters and no dots"
    for part in ("training_file", "validation_file"):
        file = state.files.get(body[part])
        if file is None or _file(state, file)["status"] != "processed":
            return f"{part} {body[part]} is not there, or not read yet"
    rows = state.files[body["training_file"]].content.count(b"\n")
    return "" if rows >= _FEWEST_ROWS else f"{rows} examples, at least {_FEWEST_ROWS} are needed"


def _list_jobs(state: State, request: Request) -> Reply:
    """Answer the jobs, the newest first; each is one poll further then."""

    def shown(number: str) -> dict[str, Any]:
        job = state.tunings[number]
        told = _job(state, number, job)
        job.poll()
        return told

    return _paged(state, request, [*state.tunings][::-1], shown)


def _job(state: State, number: str, job: LocalJob) -> dict[str, Any]:
    body, done = job.body, job.state == "Completed"
    if done and not any(f.filename == f"{number}-results.csv" for f in state.files.values()):
        _leave_results(state, number)
    results = [f.id for f in state.files.values() if f.filename == f"{number}-results.csv"]
    values = body["method"]["supervised"]["hyperparameters"]
    return {
        "id": number,
        "object": "fine_tuning.job",
        "created_at": body["created_at"],
        "model": body["model"],
        "status": _WORDS.get(job.state, job.state),
        "error": {"code": "serverError", "message": job.reason} if job.state == "Failed" else None,
        "fine_tuned_model": _tuned(state, number) if done else None,
        "trained_tokens": 4_400_000 if done else None,
        "result_files": results if done else [],
        "organization_id": "",
        "seed": body["seed"],
        "training_file": body["training_file"],
        "validation_file": body["validation_file"],
        "hyperparameters": values,
        "method": body["method"],
        "metadata": body["metadata"] if state.keeps_metadata else None,
    }


def _leave_results(state: State, number: str) -> None:
    table = (
        "step,train_loss,train_mean_token_accuracy,full_valid_loss,full_valid_mean_token_accuracy\n"
        "1,2.0,0.5,,\n30,0.5,0.9,0.6,0.85\n"
    )
    file = LocalFile(f"file-of-{number}", f"{number}-results.csv", table.encode(), 0)
    state.files[file.id] = file
    state.fine_tuned.add(_tuned(state, number))


def _tuned(state: State, number: str) -> str:
    """Return what the model of a job is called."""
    body = state.tunings[number].body
    return f"{body['model']}.{number}-{body['suffix']}"


def _cancel(number: str, job: LocalJob, state: State) -> Reply:
    if job.state in TERMINAL:
        return refusal(400, "invalidOperation", "Job has already ended")
    job.forced = "CancelRequested"
    return answer(_job(state, number, job))


def _events(job: LocalJob) -> list[dict[str, Any]]:
    """Return what a job told so far: a step with data, as the API has it, and one in words alone."""
    said: list[tuple[str, dict[str, Any] | None]] = [
        ("Job enqueued. Waiting for jobs ahead.", None)
    ]
    if job.state in {"Running", "Completed"}:
        said += [
            ("Training started.", None),
            (f"Step 1/{_STEPS}: training loss=2.00", None),
            ("", {"step": 10, "train_loss": 1.25, "total_steps": _STEPS}),
        ]
    if job.state == "Completed":
        said += [
            ("", {"step": _STEPS, "train_loss": 0.5, "total_steps": _STEPS}),
            ("Job succeeded.", None),
        ]
    return [
        {
            "id": f"ftevent-{i}",
            "object": "fine_tuning.job.event",
            "created_at": i,
            "level": "info",
            "message": message or json.dumps(data),
            "data": data,
            "type": "metrics" if data else "message",
        }
        for i, (message, data) in enumerate(said)
    ]


def _checkpoints(number: str, job: LocalJob) -> list[dict[str, Any]]:
    if job.state != "Completed":
        return []
    return [
        {
            "id": f"ftckpt-{step}",
            "object": "fine_tuning.job.checkpoint",
            "created_at": step,
            "fine_tuned_model_checkpoint": f"{job.body['model']}.{number}:ckpt-step-{step}",
            "fine_tuning_job_id": number,
            "step_number": step,
            "metrics": {"step": step, "train_loss": 0.5, "full_valid_loss": loss},
        }
        for step, loss in ((30, 0.6), (20, 0.55), (10, 0.9))
    ]
