"""What of models and datasets is needed, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wearable_coach.chat.served import LocalAdapter
from wearable_coach.evaluation.shelf import model_folder
from wearable_coach.finetuning.job import Job
from wearable_coach.promotion.pointer import RULES, Entry, Promoted

SERVED = "served now or before: a rollback needs it"
OPEN = "needed by an open job"
NEWEST_MODEL = "the newest model"


class Needed(NamedTuple):
    """Why a model stays, by its folder, and the evaluations that promotions rest on, by prefix."""

    models: dict[str, str]
    evaluations: frozenset[str]


def is_open(job: Job) -> bool:
    """Say whether a job still is to do something: run, or have its end told anywhere."""
    return not job.ended or (job.event is not None and not job.event.told_at)


def needed_models(jobs: Sequence[Job], promoted: Promoted) -> Needed:
    """Return what the promotion history and the jobs need; the newest completed model stays too."""
    served = [entry for entry in promoted.entries if entry.model != RULES]
    why = {folder: SERVED for entry in served for folder in _folders(entry)}
    for job in jobs:
        if is_open(job):
            why.setdefault(folder_of(job), OPEN)
    done = [job for job in jobs if job.state == "Completed"]
    if done:
        newest = max(done, key=lambda job: (job.states[-1].at, job.name))
        why.setdefault(folder_of(newest), NEWEST_MODEL)
    rested = {
        f"{folder}evaluations/{entry.evaluation}/"
        for entry in served
        if entry.evaluation
        for folder in _folders(entry)
    }
    return Needed(why, frozenset(rested))


def datasets_of_open_jobs(jobs: Iterable[Job]) -> dict[str, str]:
    """Return the versions that open jobs train on."""
    return {job.order.dataset_version: OPEN for job in jobs if is_open(job)}


def folder_of(job: Job) -> str:
    """Return where the model of a job lies."""
    return f"{model_folder(job.name)}/"


def _folders(entry: Entry) -> set[str]:
    """Return the folders of a served model: its evaluations', and its adapter's if that has another."""
    found = {f"{model_folder(entry.model)}/"}
    if isinstance(entry.serving, LocalAdapter) and entry.serving.adapter.startswith("models/"):
        found.add("/".join(entry.serving.adapter.split("/")[:2]) + "/")
    return found
