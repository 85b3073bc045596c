"""What a model was trained on: the dataset of its job, and whose days of another dataset it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wearable_coach.dataset.records_file import Recorded
from wearable_coach.evaluation.sets.held_out import measured
from wearable_coach.evaluation.sets.recorded import SAMPLED, TRAIN, VALID, read_rows
from wearable_coach.evaluation.sets.recorded_rows import KnownHashes, RecordedRows
from wearable_coach.finetuning.datasets import LATEST, manifest_of, training_file
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import Store
from wearable_coach.store.datasets import versions

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LEAST_READINGS = 2
"""Readings by which a day is known again; one alone is shared by many."""
OWN = "own"
"""The dataset that the candidate was trained on; the latest one for a model of no job."""


class AskedDataset(NamedTuple):
    """The dataset that a model is asked about, by what it knows of it."""

    version: str
    unknown: Sequence[Recorded]
    """Its valid rows without those of people, and of days, that the model was trained on."""
    trained: Iterable[Recorded]
    """The rows that the model was trained on; the version's own where nobody knows better."""


def trained_by(store: Store, model: str) -> Job | None:
    """Return the job that made a model; None for one that no job of this store made.

    Raises:
        BadInput: the job's record cannot be read.
    """
    return JobLedger(store).find(model) if _NAME.fullmatch(model) else None


def dataset_for(asked: str, job: Job | None) -> str:
    """Return the version that a model is asked about.

    Args:
        asked: ``own``, ``latest`` or a version.
        job: What made the model.
    """
    if asked != OWN:
        return asked
    return LATEST if job is None else job.order.dataset_version


def read_asked(store: Store, asked: str, job: Job | None) -> AskedDataset:
    """Read the version that a model is asked about.

    Where the model was trained on another version, people are known again by their pseudonyms, which
    the same exports give again, and by their days. Where that version is gone, any real person could
    have been in it, and none is asked about.

    Raises:
        BadInput: the version is not there, or one of both cannot be read.
    """
    version, rows = read_rows(store, asked)
    if job is None or _is_own(store, job, version):
        return AskedDataset(version, rows.of(VALID).chosen(lambda _: True), rows.of(TRAIN))
    if job.order.dataset_version not in versions(store):
        sampled = rows.of(VALID).chosen(lambda row: row.source == SAMPLED)
        return AskedDataset(version, sampled, rows.of(TRAIN))
    trained = read_rows(store, job.order.dataset_version)[1].of(TRAIN)
    return AskedDataset(version, _unknown(rows, trained), trained)


def _unknown(rows: RecordedRows, trained: RecordedRows) -> Sequence[Recorded]:
    days = KnownHashes(day for row in trained if (day := _day(row)))
    people = {row.person_id for row in trained if row.source != SAMPLED}
    people |= {row.person_id for row in rows if row.source != SAMPLED and _day(row) in days}
    return rows.of(VALID).chosen(
        lambda row: _day(row) not in days and (row.source == SAMPLED or row.person_id not in people)
    )


def _is_own(store: Store, job: Job, version: str) -> bool:
    """Say whether a version is the job's own, by name or by the bytes that it trained on."""
    if version == job.order.dataset_version:
        return True
    files = manifest_of(store, version)["files"]
    return job.order.train.sha256 == training_file(version, files, TRAIN).sha256


def _day(row: Recorded) -> str:
    """Return what a row tells of its day, by which it is known again; empty where that is too little.

    Of a real day it is what was measured: the rest is drawn anew for each dataset.
    """
    told = measured(row)
    if len(told) < _LEAST_READINGS:
        return ""
    return f"{'' if row.source != SAMPLED else row.profile.model_dump_json()} {sorted(told)}"
