"""Work done by a Dask cluster: of this machine, or at an address.

A worker that is lost is no loss: Dask gives what it was at to another. A scheduler that is lost takes all
that was under way with it: it is connected to anew, and what has given nothing yet is asked for again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar

from tasks.engines.dask_cluster import (
    CONNECT_S,
    GONE,
    checked_address,
    connected,
    local_cluster,
    need_packages,
    slots,
    without_its_talk,
)
from tasks.engines.dask_workers import WORKERS_S, look_at_store, look_at_workers
from tasks.engines.same_code import SameCode, WorkersDiffer, running_here
from wearable_coach.errors import BadInput
from wearable_coach.process_pool import Tell, WorkEnded, WorkersLost
from wearable_coach.store import Store

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

_Result = TypeVar("_Result")
_LOOK_EVERY_S = 0.5
_TRY_S = 3
"""How long one try to connect anew may take; between two it is seen whether the engine was closed [s]."""
_CONNECT_ANEW_S = 120
"""How long a lost scheduler is waited for [s]."""
_MOST_AT_ONCE = 256
"""So many wait in threads here, whatever the cluster takes."""
_IN_LINE = 2
"""Pieces of work for each thread of the cluster that are handed over, so that none waits for us."""


class Lost(Exception):
    """What was asked of the cluster went with its scheduler."""


class DaskEngine:
    """Does the work in the workers of a Dask cluster."""

    def __init__(
        self, place: str | LocalCluster, *, tell: Tell, connect_anew_s: float = _CONNECT_ANEW_S
    ) -> None:
        """Connect, and look at the workers.

        Args:
            place: The scheduler's address, or a cluster of this process.
            tell: Told in one line when something is lost.
            connect_anew_s: How long a lost scheduler is waited for [s].

        Raises:
            BadInput: there is no scheduler, no worker, or one that runs other code.
        """
        self.place, self.there = place, SameCode(running_here())
        self._tell, self._anew_s = tell, connect_anew_s
        self._lock, self._closed, self.build = Lock(), False, 0
        self.client = self._joined(CONNECT_S, WORKERS_S)
        self.at_once = min(_MOST_AT_ONCE, _IN_LINE * max(1, sum(slots(self.client).values())))

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        return self.place if isinstance(self.place, str) else str(self.place.scheduler_address)

    def run(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any function's
        """Do one piece of work in a worker.

        Raises:
            BadInput: the scheduler is lost and does not come back.
            WorkersLost: this work ends every worker that is at it.
            WorkEnded: the engine was closed meanwhile.
        """
        while True:
            build, client = self.build, self.client
            try:
                found: _Result = self.awaited(client, self._asked(client, function, *args))
            except Lost:
                self.connect_anew(build)
            else:
                return found

    def connect_anew(self, build: int) -> None:
        """Connect to a scheduler that was lost, once for all who wait for it.

        Args:
            build: The connection that was lost, as `build` said when it was used.

        Raises:
            BadInput: it does not come back, or its workers run other code now.
            WorkEnded: the engine was closed.
        """
        with self._lock:
            self._need_open()
            if build != self.build:
                return
            if not isinstance(self.place, str):
                message = "dask: the cluster of this machine is lost; give the same command again: what is done stays"
                raise BadInput(message)
            self._tell(
                f"the Dask scheduler at {self.place} was lost; connecting anew, and what is missing is done again"
            )
            _close(self.client)
            self.client = self._found_again()
            self.build += 1

    def close(self) -> None:
        """Let go of the cluster; who waits for something is told `WorkEnded`."""
        self._closed = True
        with self._lock:
            _close(self.client)

    def raise_what(self, error: BaseException) -> None:
        """Raise what Dask says of work that failed in the words of this house, if it says it by itself.

        Raises:
            WorkersLost: the work ended every worker that was at it.
            BadInput: a worker lacks the checkout.
        """
        from distributed import KilledWorker  # noqa: PLC0415 - of the group cluster

        if isinstance(error, KilledWorker):
            message = f"workers: {error.allowed_failures + 1} of them were ended one after another at the same work, the last {error.last_worker.address}; memory may be short: give each worker more, or take --engine pool"
            raise WorkersLost(message) from None
        if isinstance(error, ModuleNotFoundError):
            message = f"dask: a worker, or the scheduler, lacks a module of the checkout or of its packages ({error}); start both in the checkout, with its packages (docs/cluster.md)"
            raise BadInput(message) from None

    def awaited(self, client: Client, future: Future[Any]) -> Any:  # noqa: ANN401 - the function's
        """Wait for a result, and look now and then whether the scheduler is there.

        Nothing is fetched under a time limit: results that several threads wait for come together, and one
        whose time runs out takes all of them away.

        Args:
            client: Who asked for it: this engine's, or one of the same cluster.
            future: What was asked for.

        Raises:
            Lost: it went with the scheduler.
            BadInput, WorkersLost: see `raise_what`.
            WorkEnded: the engine was closed meanwhile.
        """
        from distributed import CancelledError  # noqa: PLC0415 - of the group cluster
        from distributed.comm.core import CommClosedError  # noqa: PLC0415

        ended = Event()
        future.add_done_callback(lambda _: ended.set())
        while not ended.wait(_LOOK_EVERY_S):
            self._need_open()
            if client.status != "running":
                raise Lost
        try:
            return future.result()
        except Exception as error:
            self._need_open()
            gone = isinstance(error, CancelledError | CommClosedError | TimeoutError)
            gone = gone or client.status != "running"  # while the result came
            if gone and future.status != "error":  # which is the function's own
                raise Lost from None
            self.raise_what(error)
            raise

    def _asked(self, client: Client, function: Callable[..., Any], *args: Any) -> Future[Any]:  # noqa: ANN401
        self._need_open()
        try:
            return client.submit(self.there.run, function, *args, pure=False)
        except Exception:
            if client.status == "running":
                raise
            raise Lost from None

    def _joined(self, within_s: float, workers_within_s: float) -> Client:
        client = connected(self.place, within_s=within_s)
        try:
            look_at_workers(client, self.address, within_s=workers_within_s)
        except BaseException:
            _close(client)
            raise
        client.subscribe_topic("all", self._told)
        return client

    def _found_again(self) -> Client:
        until = time.monotonic() + self._anew_s
        while True:
            self._need_open()
            try:
                return self._joined(_TRY_S, _TRY_S)
            except WorkersDiffer:
                raise
            except BadInput as error:
                if time.monotonic() > until:
                    message = f"{error}; what is done stays, and the same command goes on"
                    raise BadInput(message) from None
            time.sleep(_LOOK_EVERY_S)

    def _told(self, event: tuple[float, Any]) -> None:
        """Tell that a worker went while it was at something."""
        what = event[1]
        if not self._closed and what.get("action") == "remove-worker" and what["processing-tasks"]:
            self._tell("a worker was lost; what it was at is done again by another")

    def _need_open(self) -> None:
        if self._closed:
            message = "workers: ended before this was done"
            raise WorkEnded(message)


@contextmanager
def dask_engine(address: str, workers: int, store: Store, *, tell: Tell) -> Iterator[DaskEngine]:
    """Open an engine of a Dask cluster; what was begun here ends with the block.

    Args:
        address: The scheduler's; empty: a cluster of this machine.
        workers: Processes of the cluster of this machine [count].
        store: Where the work writes: every worker must open the same.
        tell: Told in one line when something is lost.

    Raises:
        BadInput: Dask is not installed, nobody answers, or a worker cannot do the work.
        WorkersDiffer: a worker runs other code.
    """
    need_packages()
    place = checked_address(address)
    with without_its_talk(), ExitStack() as begun:
        engine = DaskEngine(place or begun.enter_context(local_cluster(workers)), tell=tell)
        try:
            look_at_store(engine.client, store, engine.address)
            yield engine
        finally:
            engine.close()


def _close(client: Client) -> None:
    """Close a client, though its scheduler may be gone."""
    with suppress(*GONE):
        if client.status == "running":
            client.unsubscribe_topic("all")
    with suppress(*GONE):
        client.close(timeout=2)
