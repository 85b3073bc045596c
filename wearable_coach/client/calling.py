"""Calling a model that may hang: each call in a thread of its own, few at once, none waited for too long."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread
from typing import TypeVar

T = TypeVar("T")


class Busy(Exception):
    """No place became free in time; `stuck` says whether calls that never ended hold them all."""


class Calls:
    """A bounded number of calls at once.

    The threads are daemons and not a pool's: one that hangs for ever neither keeps others from
    their place's turn nor the process from ending.
    """

    def __init__(self, at_once: int) -> None:
        """Let `at_once` calls run at once."""
        self.at_once = at_once
        self._free = at_once
        self._stuck = 0
        self._changed = Condition()

    @property
    def stuck(self) -> int:
        """How many calls were given up and have not ended yet."""
        return self._stuck

    def start(self, work: Callable[[], T], *, wait_s: float) -> Future[T]:
        """Start a call when a place is free.

        Args:
            work: The call.
            wait_s: How long to wait for a place [s]; not at all where stuck calls hold them all.

        Raises:
            Busy: no place became free.
        """
        with self._changed:
            got = self._changed.wait_for(self._place_or_hopeless, timeout=wait_s)
            if not got or not self._free:
                raise Busy
            self._free -= 1
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # a caller that is cancelled leaves the call alone
        Thread(target=self._run, args=(future, work), daemon=True, name="coach-call").start()
        return future

    def give_up(self, future: Future[T]) -> None:
        """Count a call as stuck until it ends after all."""
        with self._changed:
            if future.done():
                return
            self._stuck += 1
            self._changed.notify_all()
        future.add_done_callback(lambda _: self._unstuck())

    def _place_or_hopeless(self) -> bool:
        return self._free > 0 or self._stuck >= self.at_once

    def _unstuck(self) -> None:
        with self._changed:
            self._stuck -= 1

    def _run(self, future: Future[T], work: Callable[[], T]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - whatever it was, the caller is told
            self._leave()
            raised = error if isinstance(error, Exception) else RuntimeError(type(error).__name__)
            future.set_exception(raised)
        else:
            self._leave()
            future.set_result(result)

    def _leave(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify_all()
