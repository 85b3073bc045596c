"""A Dask cluster: one of this machine, begun and ended with the run, or one that runs at an address."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from wearable_coach.errors import BadInput

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

WORKER_MEMORY_BYTES = 1_000_000_000
"""Above it a worker of this machine is ended, and its shard done by another; one of 8,333 rows took 607 MB."""
CONNECT_S = 15
"""How long a scheduler may take to answer [s]."""
_ADDRESS = re.compile(r"(tcp|tls)://[^/\s@]+:\d+")
_LOOPBACK = "127.0.0.1"
_NEEDED = ("distributed", "prefect_dask", "cryptography")
_MEMORY = "distributed.worker.memory"
GONE = (OSError, TimeoutError, RuntimeError, ValueError)
"""What a client meets that speaks to a scheduler which is no more."""
_NO_TALK = logging.CRITICAL + 1


def checked_address(address: str) -> str:
    """Return a scheduler's address; empty: a cluster of this machine.

    Raises:
        BadInput: it is none.
    """
    if address and not _ADDRESS.fullmatch(address):
        message = f"dask-address: got {address!r}; need tcp://HOST:PORT or tls://HOST:PORT, as the scheduler tells it when it starts, or nothing for a cluster of this machine"
        raise BadInput(message)
    return address


def need_packages() -> None:
    """Stop where Dask is not installed.

    Raises:
        BadInput: and the command that installs it is named.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        message = f"engine: dask needs {', '.join(missing)}, which the group cluster installs: run `python3 -m uv sync --inexact --group cluster` in the checkout, or take --engine pool"
        raise BadInput(message)


@contextmanager
def local_cluster(workers: int) -> Iterator[LocalCluster]:
    """Have a cluster of this machine: `workers` processes of one thread each, which end with the block.

    It listens on the loopback alone, with keys that are made for it: who reaches a scheduler runs code
    as its owner, and others may use the same machine. No dashboard.
    """
    import dask  # noqa: PLC0415 - of the group cluster
    from distributed import LocalCluster  # noqa: PLC0415

    nothing_is_spilled = {f"{_MEMORY}.{what}": False for what in ("target", "spill", "pause")}
    with (
        dask.config.set(nothing_is_spilled | {f"{_MEMORY}.terminate": 1.0}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host=_LOOPBACK,
            security=True,
            memory_limit=WORKER_MEMORY_BYTES,
            dashboard_address=f"{_LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=_NO_TALK,
        ) as cluster,
    ):
        yield cluster


def connected(place: str | LocalCluster, *, within_s: float = CONNECT_S) -> Client:
    """Return a client of a cluster.

    Args:
        place: The scheduler's address, or a cluster of this process.
        within_s: How long it may take [s].

    Raises:
        BadInput: nobody answers there, or no Dask scheduler.
    """
    from distributed import Client  # noqa: PLC0415 - of the group cluster

    try:
        if isinstance(place, str):
            with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever runs in this thread
                thread.submit(asyncio.run, _greeted(place, within_s)).result()
        return Client(place, timeout=within_s, set_as_default=False)
    except Exception as error:  # noqa: BLE001 - whatever Dask finds there, or misses to get there
        why = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
        message = f"dask-address: no Dask scheduler answers at {place} within {within_s:.0f} s ({why}); start one with `dask scheduler`, or leave --dask-address out for a cluster of this machine"
        raise BadInput(message) from None


async def _greeted(address: str, within_s: float) -> None:
    """See that a scheduler greets: the client would wait without end for one that listens and says nothing."""
    from distributed import Security  # noqa: PLC0415 - of the group cluster
    from distributed.comm.core import connect  # noqa: PLC0415

    signed = Security().get_connection_args("client")
    async with asyncio.timeout(within_s):
        (await connect(address, timeout=within_s, **signed)).abort()


@contextmanager
def without_its_talk() -> Iterator[None]:
    """Leave out what Dask logs by itself: what matters of it is told, or raised, in a line."""
    import distributed  # noqa: F401, PLC0415 - sets its own levels when it is imported

    names = [n for n in logging.root.manager.loggerDict if n.partition(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    try:
        for name in names:
            logging.getLogger(name).setLevel(_NO_TALK)
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def slots(client: Client) -> dict[str, int]:
    """Return the workers that a scheduler has now: address → threads."""
    told: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    return {address: int(worker["nthreads"]) for address, worker in told.items()}
