"""What the receiver can say of itself and of the store: for health checks and for metrics."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from deployments.receiver.deliveries import Deliveries
from deployments.receiver.run_starter import RunStarter
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.promotion.pointer import RULES, read_promoted
from wearable_coach.store import Store
from wearable_coach.store.datasets import versions
from wearable_coach.zone import TIME_ZONE

HEALTH_SECONDS, STORE_SECONDS = 2.0, 15.0
UNREADABLE = "Unreadable"
"""Counted as a state: a job whose record cannot be read is not a job less."""
_Value = TypeVar("_Value")


class Health(NamedTuple):
    """How the receiver is."""

    prefect: bool
    """Whether Prefect answers."""
    kept: int | None
    """Deliveries that wait for their run; None where the store cannot be read."""
    writable: bool
    """Whether a delivery that comes now would be kept, as far as is known."""

    @property
    def status(self) -> str:
        """``ok``, ``degraded`` where deliveries wait or would, ``failing`` where they are refused."""
        if self.kept is None or not self.writable:
            return "failing"
        return "ok" if self.prefect and self.kept == 0 else "degraded"


class Writing:
    """Whether deliveries can be kept: not since one could not, until one could, or a trial could."""

    def __init__(self, deliveries: Deliveries) -> None:
        """Try on `deliveries`."""
        self._deliveries = deliveries
        self._failures, self._overcome = 0, 0

    def failed(self) -> None:
        """Note that one could not be kept."""
        self._failures += 1

    def worked(self) -> None:
        """Note that one was kept."""
        self._overcome = self._failures

    async def possible(self) -> bool:
        """Say whether one could be kept; tries only while the last could not."""
        failures = self._failures
        if self._overcome < failures and await asyncio.to_thread(self._trial):
            self._overcome = max(self._overcome, failures)
        return self._overcome == self._failures

    def _trial(self) -> bool:
        try:
            self._deliveries.check_keepable()
        except (CoachError, OSError):
            return False
        return True


class StoreFigures(NamedTuple):
    """What the store holds."""

    readable: bool
    jobs: dict[str, int]
    """Fine-tuning jobs by state."""
    newest: datetime | None
    """Start of the day of the newest dataset version, in Seoul."""
    promoted: bool
    """Whether a model is served, and not the rules alone."""


class Recalled(Generic[_Value]):
    """A value that is asked for anew only when it is old, however often it is wanted."""

    def __init__(self, ask: Callable[[], Awaitable[_Value]], seconds: float) -> None:
        """Ask by `ask`, at most every `seconds`."""
        self._ask, self._seconds = ask, seconds
        self._known: tuple[float, _Value] | None = None
        self._lock = asyncio.Lock()

    async def now(self) -> _Value:
        """Return the value."""
        async with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > self._seconds:
                self._known = (time.monotonic(), await self._ask())
            return self._known[1]


def health(deliveries: Deliveries, runs: RunStarter, writing: Writing) -> Recalled[Health]:
    """Return how the receiver is, asked for as it is wanted."""

    async def ask() -> Health:
        kept = await asyncio.to_thread(_kept, deliveries)
        return Health(await runs.reachable(), kept, await writing.possible())

    return Recalled(ask, HEALTH_SECONDS)


def store_figures(store: Store) -> Recalled[StoreFigures]:
    """Return what the store holds, read as it is wanted."""

    async def ask() -> StoreFigures:
        return await asyncio.to_thread(_figures, store)

    return Recalled(ask, STORE_SECONDS)


def _kept(deliveries: Deliveries) -> int | None:
    try:
        return len(deliveries.waiting())
    except (CoachError, OSError):
        return None


def _figures(store: Store) -> StoreFigures:
    try:
        jobs: Counter[str] = Counter()
        known = JobLedger(store).jobs(lambda *_: jobs.update([UNREADABLE]))
        jobs.update(str(job.state) for job in known)
        current = read_promoted(store).promoted.current
        promoted = current is not None and current.model != RULES
        return StoreFigures(
            readable=True, jobs=dict(jobs), newest=_newest(store), promoted=promoted
        )
    except (CoachError, OSError):
        return StoreFigures(readable=False, jobs={}, newest=None, promoted=False)


def _newest(store: Store) -> datetime | None:
    dates = sorted(name[:8] for name in versions(store) if name[:8].isdigit())
    try:
        day = datetime.strptime(dates[-1], "%Y%m%d") if dates else None  # noqa: DTZ007 - its zone follows
    except ValueError:
        return None
    return day.replace(tzinfo=ZoneInfo(TIME_ZONE)) if day else None
