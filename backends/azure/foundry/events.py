"""What a job tells of itself: events as progress and as lines, checkpoints, and the file of results."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from backends.azure.foundry.connection import FoundryConnection
from wearable_coach.finetuning.contract import TrainingProgress, UnknownJob

_NEWEST = 100
_MOST_CHARACTERS = 64_000
_STEP = re.compile(r"Step (?P<step>\d+)(?:/(?P<steps>\d+))?: training loss=(?P<loss>[\d.]+)")
"""As the service words it where an event has no data of its own."""
_FIGURES = (
    "train_loss",
    "train_mean_token_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy",
)


def progress(connection: FoundryConnection, job: Any) -> TrainingProgress:
    """Return how far a job is, by its newest events; nothing where it tells nothing."""
    with connection.calling("reading the events of a job", missing=UnknownJob):
        page = connection.client.fine_tuning.jobs.list_events(job.id, limit=_NEWEST)
    found = [step for event in page.data if (step := _step(event)) is not None]
    if not found:
        return TrainingProgress()
    losses = tuple(sorted({step: loss for step, loss, _ in found}.items()))
    steps = max((of for _, _, of in found if of is not None), default=None)
    return TrainingProgress(step=losses[-1][0], steps=steps, loss=losses[-1][1], losses=losses)


def _step(event: Any) -> tuple[int, float, int | None] | None:
    """Return step, loss and steps in all of an event; None where it is about something else."""
    data = event.data if isinstance(event.data, Mapping) else {}
    if isinstance(data.get("step"), int) and isinstance(data.get("train_loss"), (int, float)):
        return data["step"], float(data["train_loss"]), data.get("total_steps")
    said = _STEP.match(event.message)
    if said is None:
        return None
    return int(said["step"]), float(said["loss"]), int(said["steps"]) if said["steps"] else None


def lines(connection: FoundryConnection, job: Any) -> str:
    """Return what a job told, a line an event, and its checkpoints; the last part when it is long."""
    with connection.calling("reading the events of a job", missing=UnknownJob):
        events = [*connection.client.fine_tuning.jobs.list_events(job.id, limit=_NEWEST)]
    told = [f"{_when(e.created_at)} {e.level} {e.message}" for e in reversed(events)]
    told += [
        f"checkpoint at step {c.step_number}: {c.fine_tuned_model_checkpoint}"
        for c in reversed(checkpoints(connection, job))
    ]
    text = "".join(f"{line}\n" for line in told)
    return text[-_MOST_CHARACTERS:]


def checkpoints(connection: FoundryConnection, job: Any) -> list[Any]:
    """Return the checkpoints of a job, the newest first."""
    with connection.calling("reading the checkpoints of a job", missing=UnknownJob):
        found = [*connection.client.fine_tuning.jobs.checkpoints.list(job.id)]
    return sorted(found, key=lambda c: c.step_number, reverse=True)


def metrics(connection: FoundryConnection, job: Any) -> dict[str, float]:
    """Return the last figures of a job, and the validation loss at each checkpoint."""
    found: dict[str, float] = {}
    if job.trained_tokens is not None:
        found["trained_tokens"] = float(job.trained_tokens)
    for c in checkpoints(connection, job):
        if c.metrics.full_valid_loss is not None:
            found[f"full_valid_loss_at_step_{c.step_number}"] = c.metrics.full_valid_loss
    for file in job.result_files or ():
        found |= _last_figures(_content(connection, file))
    return found


def _content(connection: FoundryConnection, file: str) -> str:
    with connection.calling(f"reading result file {file}"):
        content: bytes = connection.client.files.content(file).read()
    return content.decode("utf-8-sig", errors="replace")


def _last_figures(text: str) -> dict[str, float]:
    """Return the last value of each figure of a table of results; of a file that is none, nothing."""
    found: dict[str, float] = {}
    for row in csv.DictReader(StringIO(text)):
        for name in _FIGURES:
            if value := _number(row.get(name)):
                found[name] = value
    return found


def _number(text: str | None) -> float | None:
    """Return a figure; the service writes nothing, or -1, where a step has none."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if value >= 0 else None


def _when(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}"
