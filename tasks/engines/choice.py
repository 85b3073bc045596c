"""Which engine does the work of shards, as a person names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, get_args

from tasks.engines.contract import Engine
from tasks.engines.dask import dask_engine
from tasks.engines.dask_cluster import checked_address, need_packages
from tasks.engines.here import Here
from tasks.engines.pool import pool_engine
from wearable_coach.errors import BadInput
from wearable_coach.process_pool import Tell
from wearable_coach.store import Store

EngineName = Literal["auto", "here", "pool", "dask"]
"""*auto* is *pool*."""


def checked_choice(name: str, *, workers: int, dask_address: str) -> None:
    """Stop where what is asked of an engine does not go together, or it is not installed.

    Args:
        name: The engine.
        workers: Processes; 0 for what pays off.
        dask_address: Of a Dask scheduler; empty: none.

    Raises:
        BadInput: and what does go together is said.
    """
    if name not in get_args(EngineName):
        message = f"engine: got {name!r}; take auto, here, pool or dask"
        raise BadInput(message)
    if dask_address and name != "dask":
        message = f"dask-address: is for --engine dask, got --engine {name}; take one or the other"
        raise BadInput(message)
    if name == "here" and workers > 1:
        message = f"workers: got {workers}, --engine here is this one process; take --engine pool"
        raise BadInput(message)
    if dask_address and workers:
        message = f"workers: got {workers}, the cluster at {dask_address} has its own; leave --workers or --dask-address out"
        raise BadInput(message)
    checked_address(dask_address)
    if name == "dask":
        need_packages()


@contextmanager
def open_engine(
    name: str, *, workers: int, dask_address: str, store: Store, tell: Tell
) -> Iterator[Engine]:
    """Open an engine; what was begun for it ends with the block.

    Args:
        name: Which.
        workers: Processes of this machine [count].
        dask_address: Of a Dask scheduler; empty: a cluster of this machine.
        store: Where the work writes.
        tell: Told in one line when somebody who does the work is lost.

    Raises:
        BadInput: it cannot be had.
    """
    if name == "dask":
        with dask_engine(dask_address, workers, store, tell=tell) as engine:
            yield engine
        return
    if name == "here":
        yield Here()
        return
    with pool_engine(workers, tell=tell) as pool:
        yield pool
