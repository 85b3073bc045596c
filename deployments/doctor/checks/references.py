"""Which dataset versions something in the store refers to, and the records that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.evaluation.shelf import RECORD
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.models import DESCRIPTION
from wearable_coach.retention.references import is_open
from wearable_coach.retention.shelf import Description, Glance
from wearable_coach.store import Missing, Store
from wearable_coach.store.budget import Budget
from wearable_coach.store.layout import is_ours
from wearable_coach.store.parsing import Unparsed, record_of

_KINDS = (RECORD, DESCRIPTION)


class Reference(NamedTuple):
    """A version, and what refers to it."""

    version: str
    why: str
    firm: bool
    """Whether something stops without it."""


class Broken(NamedTuple):
    """A record that cannot be read."""

    key: str
    why: str


class Records(NamedTuple):
    """What the records of a store say."""

    references: tuple[Reference, ...]
    broken: tuple[Broken, ...]
    read: int
    left: int
    """Records that there was no time for [count]."""


def read_records(store: Store, budget: Budget) -> Records:
    """Read every job, then the records of models and evaluations while there is time."""
    found = list(_of_jobs(store))
    broken, read = [], 0
    keys = [k for k in store.keys("models/") if is_ours(k) and k.rpartition("/")[2] in _KINDS]
    for key in keys:
        if not budget.has_time:
            break
        read += 1
        try:
            record = _parsed(store, key)
        except (Unparsed, BadInput) as error:
            broken.append(Broken(key, str(error)))
            continue
        if record is not None and record.dataset_version:
            found.append(Reference(record.dataset_version, key, firm=False))
    return Records(tuple(found), tuple(broken), read, len(keys) - read)


def _of_jobs(store: Store) -> Iterator[Reference]:
    """Open jobs first; one that cannot be read is told by the check of the jobs."""
    known = JobLedger(store).jobs(lambda _name, _error: None)
    for job in sorted(known, key=lambda job: not is_open(job)):
        yield Reference(job.order.dataset_version, _named(job), firm=is_open(job))


def _named(job: Job) -> str:
    return f"the {'open' if is_open(job) else 'ended'} job {job.name}"


def _parsed(store: Store, key: str) -> Glance | Description | None:
    try:
        data = store.read(key).data
    except Missing:
        return None
    return record_of(data, Glance) if key.endswith(RECORD) else record_of(data, Description)
