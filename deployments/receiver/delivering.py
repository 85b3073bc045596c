"""Getting each delivery its run: at once where Prefect answers, else later, until it has it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from deployments.receiver.deliveries import Deliveries, Delivery
from deployments.receiver.log import log_line
from deployments.receiver.run_starter import RunRefused, RunStarter
from wearable_coach.errors import CoachError, TransientError

START_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
SHOWN = 12
"""Characters of a delivery's name in the log."""


class Deliverer:
    """Starts runs one after another: SQLite answers 503 to two at once."""

    def __init__(
        self,
        deliveries: Deliveries,
        runs: RunStarter,
        *,
        clock: Callable[[], datetime],
        took: Callable[[float], None] = lambda _: None,
        start_s: float = START_SECONDS,
    ) -> None:
        """Deliver what `deliveries` keep.

        Args:
            deliveries: What was taken.
            runs: Where runs are started.
            clock: Gives the time that is written down.
            took: Told how long each start took [s].
            start_s: The longest that a start may take, waiting for others included [s].
        """
        self._deliveries, self._runs, self._clock = deliveries, runs, clock
        self._took, self._start_s = took, start_s
        self._one_at_a_time = asyncio.Lock()
        self._under_way: set[str] = set()
        self._out_of_reach = False
        self._some_kept, self._answers = asyncio.Event(), asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Start the run of a delivery that was kept; it comes back without one where that failed.

        While Prefect is known to be out of reach no sender waits for it: the background asks.
        """
        if delivery.run is not None:
            return delivery
        if self._out_of_reach:
            self._some_kept.set()
            return delivery
        self._under_way.add(delivery.name)
        try:
            return await self._delivered(delivery)
        finally:
            self._under_way.discard(delivery.name)

    @asynccontextmanager
    async def in_background(self) -> AsyncIterator[None]:
        """Deliver what was kept, now and whenever something is, until the block ends."""
        task = asyncio.create_task(self._deliver_kept())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _delivered(self, delivery: Delivery) -> Delivery:
        try:
            begun = await self._started(delivery)
        except CoachError as error:
            _say(delivery, "not_started", reason=str(error))
            self._some_kept.set()
            return delivery
        if not await self._settled(begun):
            self._some_kept.set()
        return begun

    async def _deliver_kept(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            self._some_kept.clear()
            self._answers.clear()
            if await self.deliver_waiting():
                pause = FIRST_PAUSE_SECONDS
                await _wait(self._some_kept, LONGEST_PAUSE_SECONDS)
            else:
                await _wait(self._answers, pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    async def deliver_waiting(self) -> bool:
        """Go once through what waits; say whether nothing was left."""
        left = False
        try:
            for name in await asyncio.to_thread(self._deliveries.waiting):
                left = not await self._taken_up(name) or left
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round comes
            log_line("round", outcome="failed", reason=_reason(error))
            return False
        return not left

    async def _taken_up(self, name: str) -> bool:
        """Deliver one that waits; say whether it has its run.

        Raises:
            TransientError: Prefect or the store does not answer, so that others need not be tried.
        """
        if name in self._under_way:
            return True
        try:
            delivery = await asyncio.to_thread(self._deliveries.take_up, name)
            if delivery is None:
                return True
            if delivery.run is None:
                delivery = await self._started(delivery)
                _say(delivery, "delivered")
        except TransientError:
            raise
        except CoachError as error:
            log_line("delivery", delivery=name[:SHOWN], outcome="stuck", reason=str(error))
            return False
        return await self._settled(delivery)

    async def _started(self, delivery: Delivery) -> Delivery:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._start_s), self._one_at_a_time:
                run = await self._runs.start(delivery)
        except TimeoutError:
            self._out_of_reach = True
            message = f"prefect: no run within {self._start_s:g} s"
            raise TransientError(message) from None
        except TransientError:
            self._out_of_reach = True
            raise
        self._out_of_reach = False
        self._took(time.monotonic() - began)
        self._answers.set()
        return delivery.model_copy(update={"run": run, "started_at": self._clock()})

    async def _settled(self, delivery: Delivery) -> bool:
        """Write down the run and tell of it; where that fails the delivery still waits."""
        name, run = delivery.name, delivery.run or ""
        at = delivery.started_at or self._clock()
        try:
            await asyncio.to_thread(self._deliveries.started, name, run=run, at=at)
            await self._tell(delivery)
            await asyncio.to_thread(self._deliveries.settled, name)
        except (CoachError, OSError) as error:
            _say(delivery, "unsettled", reason=_reason(error))
            return False
        return True

    async def _tell(self, delivery: Delivery) -> None:
        try:
            await self._runs.tell(delivery)
        except (TransientError, RunRefused) as error:
            _say(delivery, "untold", reason=str(error))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, CoachError) else type(error).__name__


def _say(delivery: Delivery, outcome: str, *, reason: str | None = None) -> None:
    log_line(
        "delivery", delivery=delivery.name[:SHOWN], outcome=outcome, run=delivery.run, reason=reason
    )
