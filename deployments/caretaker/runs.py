"""The runs of our deployments, asked for at the Prefect API and put into another state there."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import psutil
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterEndTime,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.client.schemas.sorting import FlowRunSort

from deployments.names import TAG
from flows.compositions.night import SKIPPED, is_of_its_own_time

_PAGE, _MOST_PAGES = 200, 50
_RUN_VARIABLE = "PREFECT__FLOW_RUN_ID"
_SLOT_LOST = "Deployment concurrency slot lost"
"""Prefect's own words; its state has no code for it."""


class Runs:
    """The runs that carry our tag."""

    def __init__(self, client: SyncPrefectClient) -> None:
        """Ask by `client`."""
        self._client = client
        self._flows: dict[UUID, str] = {}

    def ended_badly(self, since: datetime) -> list[FlowRun]:
        """Return those that failed, crashed or were cancelled since then."""
        kinds = (StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)
        return self._all(*kinds, end_time=FlowRunFilterEndTime(after_=since))

    def left_out(self, since: datetime) -> list[FlowRun]:
        """Return the nights that were left out since then."""
        return self._all(
            StateType.COMPLETED, name=SKIPPED, end_time=FlowRunFilterEndTime(after_=since)
        )

    def unanswered(self, now: datetime) -> list[FlowRun]:
        """Return those that asked a person and have waited for the answer for as long as they would."""
        waiting = self._all(StateType.PAUSED)
        ends = [(run.state.state_details.pause_timeout, run) for run in waiting if run.state]
        return [run for at, run in ends if at and at < now]

    def under_way(self) -> list[FlowRun]:
        """Return those that a worker took and that have not ended."""
        return self._all(StateType.PENDING, StateType.RUNNING)

    def due(self, before: datetime) -> list[FlowRun]:
        """Return those that should have been taken before then."""
        when = FlowRunFilterNextScheduledStartTime(before_=before)
        return self._all(StateType.SCHEDULED, next_scheduled_start_time=when)

    def of(self, deployment: UUID, since: datetime, until: datetime) -> list[FlowRun]:
        """Return those of a deployment that are due in that time, the first one first."""
        found = self._client.read_flow_runs(
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
                expected_start_time=FlowRunFilterExpectedStartTime(after_=since, before_=until),
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        )
        return found[::-1]

    def history(self, run: FlowRun) -> list[State]:
        """Return all states that a run was in."""
        return self._client.read_flow_run_states(run.id)

    def put(self, run: FlowRun, state: State, *, force: bool = False) -> bool:
        """Put a run into a state, unless it has moved meanwhile; say whether it was."""
        now = self._client.read_flow_run(run.id).state
        if now is None or run.state is None or now.id != run.state.id:
            return False
        return (
            self._client.set_flow_run_state(run.id, state, force=force).status
            is SetStateStatus.ACCEPT
        )

    def spoke(self, run: FlowRun, since: datetime, until: datetime) -> bool:
        """Say whether the server has any event of a run, or of its tasks, from that time."""
        occurred = {"since": since.isoformat(), "until": until.isoformat()}
        asked = {"occurred": occurred, "any_resource": {"id": [f"prefect.flow-run.{run.id}"]}}
        found = self._client.request("POST", "/events/filter", json={"filter": asked, "limit": 1})
        return bool(found.json()["events"])

    def flow_name(self, run: FlowRun) -> str:
        """Return the name of a run's flow."""
        if run.flow_id not in self._flows:
            self._flows[run.flow_id] = self._client.read_flow(run.flow_id).name
        return self._flows[run.flow_id]

    def _all(self, *kinds: StateType, name: str = "", **more: Any) -> list[FlowRun]:  # noqa: ANN401 - filters
        asked = FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(
                type=FlowRunFilterStateType(any_=list(kinds)),
                name=FlowRunFilterStateName(any_=[name]) if name else None,
            ),
            **more,
        )
        found: dict[UUID, FlowRun] = {}
        for page in range(_MOST_PAGES):
            runs = self._client.read_flow_runs(
                flow_run_filter=asked, sort=FlowRunSort.ID_DESC, limit=_PAGE, offset=page * _PAGE
            )
            found |= {run.id: run for run in runs}
            if len(runs) < _PAGE:
                break
        return list(found.values())


def lost_its_slot(state: State) -> bool:
    """Say whether a run was cancelled because its place was given away while it was on its way."""
    return state.type is StateType.CANCELLED and (state.message or "").startswith(_SLOT_LOST)


def is_scheduled(run: FlowRun) -> bool:
    """Say whether a run is for a time of its own, not for the moment in which somebody started it."""
    return run.auto_scheduled or is_of_its_own_time(run.expected_start_time, run.created)


def is_here(run: FlowRun) -> bool:
    """Say whether the process of a run is on this machine; where it is not, it may be on another."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # gone meanwhile, or somebody else's
            if process.environ().get(_RUN_VARIABLE) == str(run.id):
                return True
    return False
