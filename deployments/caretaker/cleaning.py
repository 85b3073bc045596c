"""Runs that never began are started again; runs that are gone are marked as that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed, Failed, Scheduled

from deployments.caretaker.patience import Patience
from deployments.caretaker.pool import Pool
from deployments.caretaker.runs import Runs, is_here, lost_its_slot
from deployments.receiver.log import log_line

_SHOWN = 200
"""Of a message [characters]."""


def may_start_again(run: FlowRun) -> bool:
    """Say whether a run that ended may be one that never began: so ended no run that did anything."""
    state = run.state
    if state is None or run.run_count or run.deployment_id is None:
        return False
    return state.type is StateType.CRASHED or lost_its_slot(state)


def start_again(runs: Runs, run: FlowRun, now: datetime, patience: Patience) -> bool:
    """Start a run again that never began, and say whether it was; not more often than allowed."""
    history = runs.history(run)
    if any(state.type is StateType.RUNNING for state in history):
        return False
    starts = sum(state.is_final() for state in history)
    if run.state is None or starts >= patience.most_starts:
        return False
    why = _first_line(run.state.message)
    message = f"It never began ({why}) and is started again, {starts + 1} of {patience.most_starts}"
    at = now + patience.first_pause * 2 ** (starts - 1)
    again = runs.put(run, Scheduled(scheduled_time=at, message=message))
    if again:
        _say(run, "started_again", why)
    return again


def mark_lost(runs: Runs, run: FlowRun, pool: Pool) -> bool:
    """Mark a run that a worker took long ago and that never began, if it is not on its way here."""
    return _mark(runs, run, lambda state: f"A worker took the run at {state.timestamp:%H:%M:%S} UTC and it never began; {pool.words}. Nothing was done")  # fmt: skip


def mark_gone(runs: Runs, run: FlowRun, pool: Pool) -> bool:
    """Mark a run that gives no sign of life, if its process is not here."""
    return _mark(runs, run, lambda _: f"The run's process is gone: no heartbeat came; {pool.words}. What it had published is whole; run it again")  # fmt: skip


def end_unanswered(runs: Runs, run: FlowRun) -> bool:
    """End a run whose question nobody answered in time; Prefect itself would when it is answered too late."""
    message = "Nobody answered in time, and nothing was changed. Evaluated again, the model is asked about again"
    ended = runs.put(run, Failed(message=message), force=True)
    if ended:
        _say(run, "ended_unanswered", message)
    return ended


def _mark(runs: Runs, run: FlowRun, words: Callable[[State], str]) -> bool:
    if run.state is None or is_here(run):
        return False
    message = words(run.state)
    marked = runs.put(run, Crashed(message=message))
    if marked:
        _say(run, "marked_crashed", message)
    return marked


def _first_line(message: str | None) -> str:
    lines = (message or "no reason was given").splitlines()
    return (lines[0] if lines else "")[:_SHOWN]


def _say(run: FlowRun, outcome: str, why: str) -> None:
    log_line("run", run=str(run.id), name=run.name, outcome=outcome, reason=why)
