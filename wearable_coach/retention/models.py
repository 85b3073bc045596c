"""Models and their evaluations: which stay, and which datasets those need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from wearable_coach.evaluation.shelf import RECORD
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.models import DESCRIPTION
from wearable_coach.retention.groups import (
    SETTLED,
    RemovalGroup,
    RetentionPolicy,
    by_folder,
    last_written,
)
from wearable_coach.retention.references import Needed, folder_of
from wearable_coach.retention.shelf import Description, Glance, Shelf, ShelfReader
from wearable_coach.store import Listed

LATEST_EVALUATION = "the latest evaluation of a kept model"
RESTED = "a promotion rests on it"
_EVALUATIONS = "evaluations/"


class Models(NamedTuple):
    """What becomes of models and evaluations."""

    groups: list[RemovalGroup]
    datasets: frozenset[str]
    """Versions that kept models were trained or evaluated on."""


class KnownModels(NamedTuple):
    """A model folder as it is read."""

    prefix: str
    objects: tuple[Listed, ...]
    job: Job | None
    description: Description | None
    latest: Glance | None
    evaluations: dict[str, Glance | None]
    """By prefix; None for one that was never finished."""

    @property
    def at(self) -> datetime:
        """When something became of it last: trained, evaluated; else when it was written."""
        glances = [g for g in (self.latest, *self.evaluations.values()) if g is not None]
        times = [g.at for g in glances]
        if self.job is not None:
            times.append(self.job.states[-1].at)
        return max(times, default=None) or last_written(self.objects)

    @property
    def last(self) -> Glance | None:
        """Its latest evaluation; a killed run may have left the record of that unwritten."""
        finished = [g for g in self.evaluations.values() if g is not None]
        return self.latest or max(finished, key=lambda g: g.at, default=None)


def judge_models(
    reader: ShelfReader, shelf: Shelf, needed: Needed, policy: RetentionPolicy, now: datetime
) -> Models:
    """Return what becomes of every model and evaluation.

    Raises:
        BadInput: a record cannot be read.
    """
    jobs = {folder_of(job): job for job in shelf.jobs}
    groups: list[RemovalGroup] = []
    datasets: set[str] = set()
    for prefix, objects in by_folder(shelf.models, 2).items():
        known = _known(reader, prefix, objects, jobs)
        group = _group(known).judged(now, policy.limit, needed.models.get(prefix, ""))
        if group.goes:
            groups.append(group)
            continue
        judged = list(_evaluations(known, needed, policy, now))
        inside = {o.key for e in judged for o in e.objects}
        own = tuple(o for o in objects if o.key not in inside)
        groups += [group._replace(objects=own), *judged] if own else judged
        datasets |= _datasets(known, needed)
    return Models(groups, frozenset(datasets))


def _known(
    reader: ShelfReader, prefix: str, objects: tuple[Listed, ...], jobs: Mapping[str, Job]
) -> KnownModels:
    by_key = {o.key: o for o in objects}

    def glance(key: str) -> Glance | None:
        return reader.read(by_key[key], Glance) if key in by_key else None

    description = by_key.get(f"{prefix}{DESCRIPTION}")
    inside = (o for o in objects if o.key.startswith(f"{prefix}{_EVALUATIONS}"))
    return KnownModels(
        prefix,
        objects,
        jobs.get(prefix),
        reader.read(description, Description) if description else None,
        glance(f"{prefix}{RECORD}"),
        {folder: glance(f"{folder}{RECORD}") for folder in by_folder(inside, 4)},
    )


def _group(known: KnownModels) -> RemovalGroup:
    """A model is there by its record, which lets it be promoted, and by its description."""
    markers = tuple(f"{known.prefix}{name}" for name in (RECORD, DESCRIPTION))
    return RemovalGroup("model", known.prefix, known.objects, known.at, markers=markers)


def _evaluations(
    known: KnownModels, needed: Needed, policy: RetentionPolicy, now: datetime
) -> list[RemovalGroup]:
    inside = by_folder(known.objects, 4)
    found = []
    for prefix, glance in known.evaluations.items():
        markers = (f"{prefix}{RECORD}",)
        if glance is None:
            at = last_written(inside[prefix])
            group = RemovalGroup(
                "unfinished evaluation", prefix, inside[prefix], at, markers=markers
            )
            found.append(group.judged(now, SETTLED))
            continue
        need = RESTED if prefix in needed.evaluations else ""
        if known.last is not None and glance.id == known.last.id:
            need = LATEST_EVALUATION
        group = RemovalGroup("evaluation", prefix, inside[prefix], glance.at, markers=markers)
        found.append(group.judged(now, policy.limit, need))
    return found


def _datasets(known: KnownModels, needed: Needed) -> set[str]:
    """Return the versions that a kept model was trained on, and evaluated on where that counts."""
    rested = [g for prefix, g in known.evaluations.items() if prefix in needed.evaluations]
    found = {g.dataset_version for g in (known.last, *rested) if g is not None}
    if known.job is not None:
        found.add(known.job.order.dataset_version)
    if known.description is not None:
        found.add(known.description.dataset_version)
    return found - {""}
