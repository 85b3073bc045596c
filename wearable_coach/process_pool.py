"""A pool of processes that is built anew when one of them is killed, and that ends with its work at once.

Whatever a killed process was at is done again: what runs here gives the same for the same arguments. The
system kills a process where memory runs out, so a pool that loses one after another without getting anything
done is given up.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from typing import Any, ParamSpec, Self, TypeVar

from wearable_coach.errors import BadInput, CoachError

_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")
Tell = Callable[[str], None]
_LOOK_EVERY_S = 0.5
MOST_LOST = 3
"""Processes lost in a row, with nothing done in between, before the pool is given up [count]."""


_MANAGER_ENDS_S = 5.0
"""How long the thread of a pool whose processes are gone is waited for [s]."""


class WorkersLost(BadInput):
    """Processes of a pool are killed again and again."""


class WorkEnded(CoachError):
    """The pool was closed before, or while, this was done: nobody waits for it any more."""


class ProcessPool:
    """Runs functions in `count` processes, for any number of threads that wait."""

    def __init__(self, count: int, *, tell: Tell = lambda _text: None) -> None:
        """Start nothing yet.

        Args:
            count: Processes at most.
            tell: Told in one line when the pool is built anew.
        """
        self.count = count
        self._tell, self._lock = tell, Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._builds = self._lost = 0
        self._closed = False

    def __enter__(self) -> Self:
        """Use it in a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes, whatever they are at."""
        self.close()

    def run(
        self, function: Callable[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run a function in one of the processes and wait for what it gives.

        Raises:
            WorkersLost: processes are killed again and again.
            WorkEnded: the pool was closed.
        """
        while True:
            build, future = self._submit(function, *args, **kwargs)
            try:
                found = self._awaited(build, future)
            except (BrokenProcessPool, CancelledError):
                self._mend(build)
            else:
                self._lost = 0
                return found

    def finish(self) -> None:
        """Let the processes end by themselves once nothing is left to do, so that they give back all they hold.

        Killed, one that imported much leaves semaphores behind, of which Python tells at the end of this process.
        """
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def close(self) -> None:
        """End the processes at once; who waits for one is told `WorkEnded`."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)

    def _submit(
        self, function: Callable[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> tuple[int, Future[_Result]]:
        while True:
            with self._lock:
                if self._closed:
                    message = "workers: ended before this was done"
                    raise WorkEnded(message)
                if self._pool is None:
                    self._builds += 1
                    self._pool = ProcessPoolExecutor(
                        self.count, mp_context=get_context("spawn"), initializer=_end_with_parent
                    )
                build, pool = self._builds, self._pool
                with suppress(BrokenProcessPool), _without_interrupts():
                    return build, pool.submit(function, *args, **kwargs)
            self._mend(build)

    def _awaited(self, build: int, future: Future[_Result]) -> _Result:
        """Wait for a result, and look now and then whether all who could give it are alive.

        The executor sees a dead process by itself, but not one that died in the middle of a long result: it
        reads on for the rest, which never comes.
        """
        while True:
            try:
                return future.result(timeout=_LOOK_EVERY_S)
            except TimeoutError:
                if future.done():  # the function's own
                    raise
                if self._lacks_one(build):
                    self._mend(build)

    def _lacks_one(self, build: int) -> bool:
        with self._lock:
            if self._pool is None or build != self._builds:
                return False
            return any(process.exitcode is not None for process in _processes(self._pool))

    def _mend(self, build: int) -> None:
        """Take a broken pool away, once for all who wait for it; the next who asks builds another."""
        with self._lock:
            if self._closed or build != self._builds or self._pool is None:
                return
            broken, self._pool = self._pool, None
            self._lost += 1
            lost = self._lost
        _end(broken)
        if lost > MOST_LOST:
            self.close()
            message = f"workers: {lost} of {self.count} processes were killed one after another; memory may be short: free some, or give fewer workers"
            raise WorkersLost(message)
        self._tell(
            f"a worker process was killed; the {self.count} workers are started anew, and what is missing is done again"
        )


class _without_interrupts:  # noqa: N801 - reads as a function
    """Starts processes that no Ctrl-C reaches: who started them ends them."""

    def __enter__(self) -> None:
        self._before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


def _processes(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # noqa: SLF001 - no public way before Python 3.14


def _end(pool: ProcessPoolExecutor) -> None:
    """Kill what a pool runs and wait until it is gone; the executor itself would wait for all of it."""
    running, results = _processes(pool), pool._result_queue  # noqa: SLF001 - no public way
    manager: Any = pool._executor_manager_thread  # noqa: SLF001 - `shutdown` forgets it
    pool.shutdown(wait=False, cancel_futures=True)
    for process in running:
        with suppress(ValueError):  # closed by now
            process.kill()
    for process in running:
        with suppress(ValueError, AssertionError):
            process.join()
    results._writer.close()  # type: ignore[attr-defined] # noqa: SLF001 - nobody else writes by now: who reads on for the rest of a result sees its end
    if (
        manager is not None
    ):  # what Python does at its exit must not meet it with half of its pipes closed
        manager.join(_MANAGER_ENDS_S)


def _end_with_parent() -> None:
    """Let a process of the pool end with the one that started it, however that ends."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, name="end-with-parent", daemon=True).start()
