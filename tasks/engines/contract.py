"""What a composition asks of whoever does the work of shards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

_Result = TypeVar("_Result")


class Engine(Protocol):
    """Does work somewhere and waits for it.

    A step hands its work to an engine, as `tasks.shards.compose_shard` does, and `Steps.side_by_side` runs that step
    for every shard: as threads that wait, or as Prefect tasks. So every engine is used alike with Prefect and without.
    """

    at_once: int
    """How many pieces of work are under way at once [count]."""

    def run(self, function: Callable[..., _Result], *args: Any) -> _Result:  # noqa: ANN401 - any function's
        """Do one piece of work and return what it gives.

        What is lost with a killed process is done again: the same arguments give the same, and nothing is
        written twice.

        Args:
            function: At the top of a module, so that another process finds it.
            args: Small, and able to be pickled; a store among them is opened anew where the work is done.

        Raises:
            BadInput: those who do the work are lost again and again.
            WorkEnded: the engine was closed meanwhile.
        """
