"""Work done by processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from tasks.engines.contract import Engine
from wearable_coach.process_pool import ProcessPool, Tell

_Result = TypeVar("_Result")


class PoolEngine:
    """Does the work in a pool of processes, built anew when one of them is killed."""

    def __init__(self, pool: ProcessPool) -> None:
        """Use a pool; who opened it closes it."""
        self._pool, self.at_once = pool, pool.count

    def run(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any function's
        """Do it in one of the processes."""
        return self._pool.run(function, *args)


@contextmanager
def pool_engine(workers: int, *, tell: Tell) -> Iterator[Engine]:
    """Open an engine of so many processes of this machine; also one is a process of its own, that this one stays small.

    Args:
        workers: Processes [count].
        tell: Told when one was killed and the pool is built anew.
    """
    with ProcessPool(workers, tell=tell) as pool:
        yield PoolEngine(pool)
