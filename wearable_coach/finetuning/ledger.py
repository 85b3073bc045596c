"""The job ledger: ``jobs/<name>.json`` in the store, create-only, then compare-and-swap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wearable_coach.errors import BadInput, CoachError
from wearable_coach.finetuning.contract import Estimate
from wearable_coach.finetuning.job import Job, new_job
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.layout import foreign, is_ours
from wearable_coach.store.parsing import Unparsed, record_of

_FOLDER = "jobs/"
LATEST = "latest"
"""How the model of the job that completed last is named."""


class JobLedger:
    """All jobs of a store. Two writers at once lose nothing: the later one reads again."""

    def __init__(self, store: Store) -> None:
        """Keep the jobs in `store`."""
        self._store = store

    def open(
        self, order: JobOrder, *, tuner: str, estimate: Estimate | None, at: datetime
    ) -> tuple[Job, bool]:
        """Write a job down before it is submitted.

        Returns:
            The job, and whether this call wrote it; one that is there already is returned as it is.
        """
        job = new_job(order, tuner=tuner, estimate=estimate, at=at)
        try:
            self._store.create(_key(order.name), _bytes(job))
        except Exists:
            return self.read(order.name), False
        return job, True

    def read(self, name: str) -> Job:
        """Return a job.

        Raises:
            BadInput: there is none of that name, or it cannot be read.
        """
        try:
            return self._job(self._store.read(_key(name)).data, name)
        except Missing:
            message = f"job: there is no {name!r} in the store; `wearable-coach jobs` lists them"
            raise BadInput(message) from None

    def find(self, name: str) -> Job | None:
        """Return a job, or None where there is none of that name."""
        try:
            return self._job(self._store.read(_key(name)).data, name)
        except Missing:
            return None

    def update(self, name: str, change: Callable[[Job], Job]) -> Job:
        """Change a job by a pure function, run again when another writer came first.

        Raises:
            BadInput: there is none of that name.
        """
        while True:
            try:
                stored = self._store.read(_key(name))
            except Missing:
                return self.read(name)
            job = self._job(stored.data, name)
            changed = change(job)
            if changed == job:
                return job
            try:
                self._store.replace(_key(name), _bytes(changed), etag=stored.etag)
            except Stale:
                continue
            return changed

    def names(self) -> list[str]:
        """Return the names of all jobs, sorted; files of somebody else's are none."""
        keys = filter(is_ours, self._store.keys(_FOLDER))
        return [key.removeprefix(_FOLDER).removesuffix(".json") for key in keys]

    def foreign(self) -> list[str]:
        """Return what lies among the jobs and is somebody else's, by its key."""
        return foreign(self._store.keys(_FOLDER))

    def jobs(self, unreadable: Callable[[str, CoachError], None] | None = None) -> list[Job]:
        """Return all jobs, the one opened last first.

        Args:
            unreadable: Told the name of a job that cannot be read, and why; without it such a job
                raises.

        Raises:
            BadInput: a job cannot be read.
        """
        found = []
        for name in self.names():
            try:
                found.append(self.read(name))
            except CoachError as error:
                if unreadable is None:
                    raise
                unreadable(name, error)
        return sorted(found, key=lambda job: (job.states[0].at, job.name), reverse=True)

    def _job(self, data: bytes, name: str) -> Job:
        where = self._store.where(_key(name))
        try:
            job = record_of(data, Job)
        except Unparsed as why:
            message = f"job: {where} cannot be read ({why}); restore it from a backup"
            raise BadInput(message) from None
        if job.name != name:
            message = f"job: {where} holds the job {job.name}; restore it from a backup"
            raise BadInput(message)
        return job


def latest_model(store: Store) -> str:
    """Return the name of the model of the job that completed last.

    Raises:
        BadInput: no job has completed.
    """
    done = [job for job in JobLedger(store).jobs() if job.state == "Completed"]
    if not done:
        message = "model: no fine-tuning job has completed in this store; run `wearable-coach finetune --wait` first, or name a model"
        raise BadInput(message)
    return max(done, key=lambda job: (job.states[-1].at, job.name)).name


def _key(name: str) -> str:
    if not name or "/" in name:
        message = f"job: {name!r} is no job's name; `wearable-coach jobs` lists them"
        raise BadInput(message)
    return f"{_FOLDER}{name}.json"


def _bytes(job: Job) -> bytes:
    return json_bytes(job.model_dump(mode="json"))
