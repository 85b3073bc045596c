"""What people are told of runs: that one failed, was cancelled or left out, that none takes them, or one does not end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from prefect.client.schemas.objects import FlowRun, StateType

from deployments.caretaker.patience import Patience
from deployments.caretaker.pool import Pool, why_untaken
from deployments.caretaker.runs import is_scheduled, lost_its_slot

_BAD = {StateType.FAILED, StateType.CRASHED}
_LIMIT = "Deployment concurrency limit reached"
"""Prefect's own words where a deployment has as many runs as it may, and what comes is cancelled."""


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


def cancelled(runs: Iterable[FlowRun], patience: Patience) -> Iterator[News]:
    """Return a piece of news for each run of a schedule that was cancelled; of a limit's, one a deployment."""
    for run in runs:
        state = run.state
        if not state or state.type is not StateType.CANCELLED or lost_its_slot(state):
            continue
        if not is_scheduled(run):  # who started it by hand cancels it too
            continue
        why = (
            state.message
            or "nobody said why; a person does so in the UI or by `prefect flow-run cancel`"
        )
        words = f"It was due at {run.expected_start_time:%Y-%m-%d %H:%M} UTC and was cancelled at {state.timestamp:%H:%M} UTC: {why}"
        by_limit = why.startswith(_LIMIT)
        key = f"cancelled:{run.deployment_id if by_limit else state.id}"
        again = patience.told_again if by_limit else None
        yield News(key, "A scheduled run was cancelled", run, words, again)


def left_out(runs: Iterable[FlowRun]) -> Iterator[News]:
    """Return a piece of news for each night that was left out for a newer one."""
    for run in runs:
        if run.state:
            words = run.state.message or "no message"
            yield News(f"left out:{run.state.id}", "A night was left out", run, words)


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
