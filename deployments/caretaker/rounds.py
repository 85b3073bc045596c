"""One look at all runs: what is done about them, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

from deployments.caretaker import news
from deployments.caretaker.cleaning import (
    end_unanswered,
    mark_gone,
    mark_lost,
    may_start_again,
    start_again,
)
from deployments.caretaker.memory import Memory
from deployments.caretaker.news import News
from deployments.caretaker.patience import EVERY_S, Patience
from deployments.caretaker.pool import Pool, read_pool
from deployments.caretaker.runs import Runs
from deployments.caretaker.telling import Unannounced, alerts_block, tell
from deployments.caretaker.unmade import unmade
from deployments.receiver.log import log_line
from wearable_coach.store import Store


class Rounds:
    """Looks at the runs, again and again."""

    def __init__(
        self,
        client: SyncPrefectClient,
        store: Store,
        clock: Callable[[], datetime],
        patience: Patience | None = None,
    ) -> None:
        """Look at the server of `client`, and keep in `store` what was told."""
        self._client, self._clock, self._patience = client, clock, patience or Patience()
        self._runs, self._memory = Runs(client), Memory(store, clock())
        self._last = self._awake = clock()
        self._nights: datetime | None = None

    def look(self) -> None:
        """Look once.

        Raises:
            httpx.HTTPError, PrefectException: the server cannot be asked.
        """
        now, memory = self._clock(), self._memory
        if (now - self._last).total_seconds() > 3 * EVERY_S:  # the machine slept, or the server did
            self._awake = now
        self._last = now
        for run in self._runs.unanswered(now):
            end_unanswered(self._runs, run)
        found = [*self._of_those_that_ended(now), *self._of_those_that_have_not_ended(now)]
        fresh = {n.key: n for n in found if not memory.knows(n.key, now, n.again_after)}
        if self._told_all(list(fresh.values()), now):
            memory.looked(now)

    def _of_those_that_ended(self, now: datetime) -> list[News]:
        ended = list(self._ended_for_good(now))
        left_out = self._runs.left_out(self._memory.since)
        cancelled = news.cancelled(ended, self._patience)
        told = [*news.failed(ended), *cancelled, *news.left_out(left_out)]
        if self._nights is None or now - self._nights >= self._patience.told_again:
            self._nights = now
            told += unmade(self._client, self._runs, now)
        return told

    def _ended_for_good(self, now: datetime) -> Iterator[FlowRun]:
        """Start again what never began, and return the rest."""
        for run in self._runs.ended_badly(self._memory.since):
            known = run.state and self._memory.knows(f"failed:{run.state.id}", now)
            again = may_start_again(run) and not known
            if not (again and start_again(self._runs, run, now, self._patience)):
                yield run

    def _of_those_that_have_not_ended(self, now: datetime) -> list[News]:
        patience, pool = self._patience, read_pool(self._client, now)
        under_way = self._runs.under_way()
        found = list(news.stuck(under_way, now, patience))
        if now - self._awake < patience.settling:
            return found
        left = [run for run in under_way if not self._was_lost(run, pool, now)]
        due = self._runs.due(now - patience.late)
        return [*found, *news.late(due, pool, now, patience, busy=bool(left))]

    def _was_lost(self, run: FlowRun, pool: Pool, now: datetime) -> bool:
        state, patience = run.state, self._patience
        if state is None:
            return False
        since = now - state.timestamp
        if state.type is StateType.PENDING:
            return since > patience.on_its_way and mark_lost(self._runs, run, pool)
        if since <= patience.silent or self._runs.spoke(run, now - patience.silent, now):
            return False
        return mark_gone(self._runs, run, pool)

    def _told_all(self, fresh: list[News], now: datetime) -> bool:
        """Tell what is new, and say whether all of it was told, or nobody is to be told."""
        if not fresh:
            return True
        try:
            block = alerts_block(self._client)
            if block is None:
                return True
            for one in fresh:
                tell(block, one, self._runs.flow_name(one.run))
                self._memory.keep(one.key, now)
                log_line("alert", outcome="told", subject=one.subject, run=str(one.run.id))
        except Unannounced as error:
            log_line("alert", outcome="untold", reason=str(error))
            return False
        return True
