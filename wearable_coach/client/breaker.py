"""A circuit breaker: a model that failed several times in a row is left alone for a while."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Literal

State = Literal["closed", "open", "half_open"]


class Breaker:
    """Lets calls through until too many in a row fail; after a cool-down one probe decides."""

    def __init__(self, *, failures: int, cool_down_s: float, clock: Callable[[], float]) -> None:
        """Open after `failures` in a row; probe `cool_down_s` later by the monotonic `clock`."""
        self._limit, self._cool_down_s, self._clock = failures, cool_down_s, clock
        self._lock = Lock()
        self._failed = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> State:
        """Return closed, open, or half_open while a probe is on its way."""
        with self._lock:
            if self._opened_at is None:
                return "closed"
            return "half_open" if self._probing else "open"

    def lets_through(self) -> bool:
        """Say whether a call may be made; every True is answered by one of the methods below."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._probing or self._clock() - self._opened_at < self._cool_down_s:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """Note that the model answered."""
        with self._lock:
            self._failed, self._opened_at, self._probing = 0, None, False

    def failed(self) -> None:
        """Note that the model did not answer."""
        with self._lock:
            self._failed += 1
            if self._probing or self._failed >= self._limit:
                self._opened_at, self._probing = self._clock(), False

    def not_called(self) -> None:
        """Note that a call let through was not made after all."""
        with self._lock:
            self._probing = False
