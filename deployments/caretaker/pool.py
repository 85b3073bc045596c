"""The work pool and its workers: who could take a run, and why nobody does. Imports no Prefect."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from deployments.caretaker.patience import Patience
from deployments.pool_kinds import work_pool_of

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

_MISSED = 3
"""Heartbeats in a row after which a worker counts as gone."""
_HEARTBEAT_S = 30


class Pool(NamedTuple):
    """What can be said of those who could take a run."""

    paused: bool
    online: int
    last_sign: datetime | None
    """Of any worker."""

    @property
    def words(self) -> str:
        """Say who is there."""
        if self.online:
            return f"{self.online} worker(s) of the pool {work_pool_of(os.environ)} are online"
        if self.last_sign is None:
            return f"no worker of the pool {work_pool_of(os.environ)} was ever there"
        return f"no worker of the pool {work_pool_of(os.environ)} is online, the last sign of life was {self.last_sign:%Y-%m-%d %H:%M:%S} UTC"


def read_pool(client: SyncPrefectClient, now: datetime) -> Pool:
    """Ask the server for the work pool and its workers."""
    name = work_pool_of(os.environ)
    paused = client.read_work_pool(name).is_paused
    where = {"work_pool_name": name}
    asked = client.request(
        "POST", "/work_pools/{work_pool_name}/workers/filter", path_params=where, json={}
    )
    return pool_of(asked.json(), now, paused=paused)


def pool_of(workers: list[dict[str, Any]], now: datetime, *, paused: bool) -> Pool:
    """Return what the workers, as the API shows them, come to."""
    signs = [datetime.fromisoformat(w["last_heartbeat_time"]) for w in workers if w["last_heartbeat_time"]]  # fmt: skip
    return Pool(paused, sum(is_alive(w, now) for w in workers), max(signs, default=None))


def why_untaken(waits: timedelta, pool: Pool, patience: Patience, *, busy: bool) -> str:
    """Say why a run that is due for so long is not taken; empty where it only waits its turn."""
    if pool.paused:
        return "The work pool is paused" if waits > patience.late else ""
    if not pool.online:
        return f"No worker takes it: {pool.words}" if waits > patience.late else ""
    if waits <= (patience.stuck if busy else patience.untaken):
        return ""
    minutes = round(waits.total_seconds() / 60)
    return f"Nobody took it for {minutes} min, though {pool.words}; see the worker's log"


def is_alive(worker: dict[str, Any], now: datetime) -> bool:
    """Say whether a worker, as the API shows it, has given a sign of life of late."""
    beat, interval = worker["last_heartbeat_time"], worker["heartbeat_interval_seconds"]
    if worker["status"] != "ONLINE" or not beat:
        return False
    silent_s = (now - datetime.fromisoformat(beat)).total_seconds()
    return silent_s <= _MISSED * float(interval or _HEARTBEAT_S)
