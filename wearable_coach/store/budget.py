"""A number of seconds to read in, for what may be more than one wants to wait for."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic


class Budget:
    """Time that runs from the start on."""

    def __init__(self, seconds: float = inf, *, clock: Callable[[], float] = monotonic) -> None:
        """Begin; `seconds` of `clock` are left."""
        self._clock, self._until = clock, clock() + seconds

    @property
    def has_time(self) -> bool:
        """Whether something more may be read."""
        return self._clock() < self._until
