"""What people are told of runs: that one failed, that none takes them, that one does not end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from prefect.client.schemas.objects import FlowRun, StateType

from deployments.caretaker.patience import Patience
from deployments.caretaker.pool import Pool, why_untaken
from deployments.caretaker.runs import lost_its_slot

_BAD = {StateType.FAILED, StateType.CRASHED}


class News(NamedTuple):
    """Something to be told, once under its key."""

    key: str
    subject: str
    run: FlowRun
    words: str
    again_after: timedelta | None = None
    """When it is told again if it is still so; None: never."""


def failed(runs: Iterable[FlowRun]) -> Iterator[News]:
    """Return a piece of news for each end that was bad."""
    for run in runs:
        state = run.state
        if state and (state.type in _BAD or lost_its_slot(state)):
            key = f"failed:{state.id}"
            yield News(key, "A run failed", run, state.message or "no message")


def stuck(under_way: Iterable[FlowRun], now: datetime, patience: Patience) -> Iterator[News]:
    """Return a piece of news for each run that has been running for too long."""
    for run in under_way:
        state = run.state
        if state and state.type is StateType.RUNNING and now - state.timestamp > patience.stuck:
            words = f"It has been running since {state.timestamp:%Y-%m-%d %H:%M} UTC"
            yield News(f"stuck:{state.id}", "A run does not end", run, words)


def late(
    due: Iterable[FlowRun], pool: Pool, now: datetime, patience: Patience, *, busy: bool
) -> Iterator[News]:
    """Return a piece of news for each deployment whose runs nobody takes.

    A run that waits its turn, because the worker or the deployment has as many as it may, is none.
    """
    for deployment, run in _oldest(due).items():
        waits = now - (run.next_scheduled_start_time or now)
        if why := why_untaken(waits, pool, patience, busy=busy):
            subject, key = "A run is late: is a worker there?", f"late:{deployment}"
            yield News(key, subject, run, why, patience.told_again)


def _oldest(due: Iterable[FlowRun]) -> dict[UUID, FlowRun]:
    """Return the run of each deployment that waits the longest."""
    found: dict[UUID, FlowRun] = {}
    timed = [(run.next_scheduled_start_time, run) for run in due]
    for _, run in sorted(((at, r) for at, r in timed if at), key=lambda pair: pair[0]):
        if run.deployment_id:
            found.setdefault(run.deployment_id, run)
    return found
