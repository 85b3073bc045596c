"""The hosting ledger: ``deployments/<job>.json`` in the store, create-only, then compare-and-swap."""

from __future__ import annotations

from collections.abc import Callable

from wearable_coach.errors import BadInput, CoachError
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.layout import foreign, is_ours
from wearable_coach.store.parsing import Unparsed, record_of

_FOLDER = "deployments/"


class HostingLedger:
    """All model deployments of a store, one a job. Two writers at once lose nothing."""

    def __init__(self, store: Store) -> None:
        """Keep the model deployments in `store`."""
        self._store = store

    def open(self, wanted: ModelDeployment) -> ModelDeployment:
        """Write a model deployment down before it is made; one that is there is returned as it is."""
        try:
            self._store.create(_key(wanted.job), _bytes(wanted))
        except Exists:
            return self.read(wanted.job)
        return wanted

    def read(self, job: str) -> ModelDeployment:
        """Return the model deployment of a job.

        Raises:
            BadInput: it has none, or that cannot be read.
        """
        found = self.find(job)
        if found is None:
            message = f"deployment: there is none of {job!r} in the store; `wearable-coach deployments` lists them"
            raise BadInput(message)
        return found

    def find(self, job: str) -> ModelDeployment | None:
        """Return the model deployment of a job, or None where it has none.

        Raises:
            BadInput: it cannot be read.
        """
        try:
            return self._record(self._store.read(_key(job)).data, job)
        except Missing:
            return None

    def named(self, name: str) -> ModelDeployment:
        """Return a model deployment by its job, or by its own name at Azure.

        Raises:
            BadInput: there is none of that name, or it cannot be read.
        """
        jobs = self.names()
        job = next((job for job in jobs if job == name), None)
        return self.read(job or next((j for j in jobs if name.startswith(f"{j}-")), name))

    def update(
        self, job: str, change: Callable[[ModelDeployment], ModelDeployment]
    ) -> ModelDeployment:
        """Change a model deployment by a pure function, run again when another writer came first.

        Raises:
            BadInput: there is none of that job.
        """
        while True:
            try:
                stored = self._store.read(_key(job))
            except Missing:
                return self.read(job)
            record = self._record(stored.data, job)
            changed = change(record)
            if changed == record:
                return record
            try:
                self._store.replace(_key(job), _bytes(changed), etag=stored.etag)
            except Stale:
                continue
            return changed

    def names(self) -> list[str]:
        """Return the jobs that have a model deployment, sorted; files of somebody else's are none."""
        keys = filter(is_ours, self._store.keys(_FOLDER))
        return [key.removeprefix(_FOLDER).removesuffix(".json") for key in keys]

    def foreign(self) -> list[str]:
        """Return what lies among the model deployments and is somebody else's, by its key."""
        return foreign(self._store.keys(_FOLDER))

    def deployments(
        self, unreadable: Callable[[str, CoachError], None] | None = None
    ) -> list[ModelDeployment]:
        """Return all model deployments, the one ordered last first.

        Args:
            unreadable: Told the job of one that cannot be read, and why; without it that raises.

        Raises:
            BadInput: one cannot be read.
        """
        found = []
        for job in self.names():
            try:
                found.append(self.read(job))
            except CoachError as error:
                if unreadable is None:
                    raise
                unreadable(job, error)
        return sorted(found, key=lambda record: (record.states[0].at, record.job), reverse=True)

    def _record(self, data: bytes, job: str) -> ModelDeployment:
        where = self._store.where(_key(job))
        try:
            record = record_of(data, ModelDeployment)
        except Unparsed as why:
            message = f"deployment: {where} cannot be read ({why}); restore it from a backup"
            raise BadInput(message) from None
        if record.job != job:
            message = f"deployment: {where} holds that of {record.job}; restore it from a backup"
            raise BadInput(message)
        return record


def _key(job: str) -> str:
    if not job or "/" in job:
        message = f"deployment: {job!r} is no job's name; `wearable-coach deployments` lists them"
        raise BadInput(message)
    return f"{_FOLDER}{job}.json"


def _bytes(record: ModelDeployment) -> bytes:
    return json_bytes(record.model_dump(mode="json"))
