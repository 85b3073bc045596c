"""Deliveries in the store: each kept once, before anything is started, and found again until it is.

    webhooks/<first 2 of sha256(id)>/<sha256(id)>.json    the delivery, create-only, then its run
    webhooks/waiting/<sha256(id)>.json                    the same, while it has no run

The second is written first and removed last, so whatever dies in between, what waits is found by
listing that folder alone; and it is whole, so a delivery that only stands there is kept from it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field

from deployments.receiver.requests import RetrainData
from wearable_coach.errors import BadInput
from wearable_coach.records import Record
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.layout import is_ours
from wearable_coach.store.parsing import Unparsed, record_of

_FOLDER, _WAITING = "webhooks/", "webhooks/waiting/"
_TRIAL = "trial"


class Delivery(Record):
    """A webhook that was taken, and the run that it started."""

    schema_version: Literal[1] = 1
    id: str = Field(description="The message's id, as its sender chose it")
    received_at: datetime
    body_sha256: str
    data: RetrainData
    run: str | None = Field(None, description="The flow run; None until it is started")
    started_at: datetime | None = None

    @property
    def name(self) -> str:
        """The name that it is kept under."""
        return name_of(self.id)

    @property
    def idempotency_key(self) -> str:
        """The key under which Prefect holds one run of it, whoever asks how often."""
        return f"webhook:{self.id}"

    @property
    def event_id(self) -> UUID:
        """The id of its event: told twice is told once."""
        return uuid5(NAMESPACE_URL, self.idempotency_key)


def name_of(delivery: str) -> str:
    """Return the name that a message's id is kept under."""
    return sha256(delivery.encode()).hexdigest()


class Deliveries:
    """All deliveries of a store; several receivers may share it."""

    def __init__(self, store: Store) -> None:
        """Keep deliveries in `store`."""
        self._store = store

    def keep(self, delivery: Delivery) -> Delivery:
        """Write a delivery down, or return the one that came under this id before.

        Raises:
            BadInput: the one before cannot be read.
            StoreConflict: the place cannot be written.
        """
        known = self.find(delivery.name)
        if known is not None and known.run is not None:
            return known
        kept = known or delivery
        with suppress(Exists):
            self._store.create(_waiting_key(kept.name), _bytes(kept))
        return known or self._created(delivery)

    def find(self, name: str) -> Delivery | None:
        """Return a delivery, or None where there is none of that name.

        Raises:
            BadInput: it cannot be read.
        """
        try:
            return _delivery(_key(name), self._store.read(_key(name)).data)
        except Missing:
            return None

    def started(self, name: str, *, run: str, at: datetime) -> Delivery:
        """Write down the run of a delivery; one that has its run already stays as it is.

        Raises:
            BadInput: there is no such delivery, or it cannot be read.
        """
        while True:
            stored = self._store.read(_key(name))
            delivery = _delivery(_key(name), stored.data)
            if delivery.run is not None:
                return delivery
            begun = delivery.model_copy(update={"run": run, "started_at": at})
            try:
                self._store.replace(_key(name), _bytes(begun), etag=stored.etag)
            except Stale:
                continue
            return begun

    def settled(self, name: str) -> None:
        """Take a delivery that has its run out of those that wait."""
        self._store.remove(_waiting_key(name))

    def waiting(self) -> list[str]:
        """Return the names of those that wait for a run; files of somebody else's are none."""
        keys = filter(is_ours, self._store.keys(_WAITING))
        names = (key.removeprefix(_WAITING).removesuffix(".json") for key in keys)
        return [name for name in names if name != _TRIAL]

    def check_keepable(self) -> None:
        """Write where deliveries are written first, and take it away again.

        Raises:
            StoreConflict: the place cannot be written.
        """
        key = f"{_WAITING}{_TRIAL}"
        self._store.remove(key)  # a killed receiver may have left it
        self._store.create(key, b"{}")
        self._store.remove(key)

    def take_up(self, name: str) -> Delivery | None:
        """Return a delivery that waits, kept now if its receiver died before it was.

        Returns:
            None where another receiver has settled it meanwhile.

        Raises:
            BadInput: it cannot be read.
        """
        known = self.find(name)
        if known is not None:
            return known
        try:
            waiting = _delivery(_waiting_key(name), self._store.read(_waiting_key(name)).data)
        except Missing:
            return self.find(name)
        return self._created(waiting)

    def _created(self, delivery: Delivery) -> Delivery:
        try:
            self._store.create(_key(delivery.name), _bytes(delivery))
        except Exists:  # another request came first
            return _delivery(_key(delivery.name), self._store.read(_key(delivery.name)).data)
        return delivery


def _key(name: str) -> str:
    return f"{_FOLDER}{name[:2]}/{name}.json"


def _waiting_key(name: str) -> str:
    return f"{_WAITING}{name}.json"


def _bytes(delivery: Delivery) -> bytes:
    return json_bytes(delivery.model_dump(mode="json"))


def _delivery(key: str, data: bytes) -> Delivery:
    try:
        return record_of(data, Delivery)
    except Unparsed as why:
        message = f"delivery: {key} cannot be read ({why}); restore it from a backup"
        raise BadInput(message) from None
