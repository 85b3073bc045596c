"""Nights: which date a scheduled run is of, and whether a newer one is due that is made instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Completed

from flows.compositions.night import NIGHTLY, SKIPPED, is_of_its_own_time
from flows.openers.nights import DueNight
from wearable_coach.errors import TransientError

_COME_TO_SOMETHING = (
    StateType.SCHEDULED,
    StateType.PENDING,
    StateType.RUNNING,
    StateType.PAUSED,
    StateType.COMPLETED,
)


def read_night(run: FlowRun, now: datetime) -> DueNight:
    """Ask Prefect whose night a run is, and whether a newer one is due.

    Raises:
        TransientError: it could not be asked.
    """
    try:
        with get_client(sync_client=True) as client:
            return _night(client, run, now)
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        message = f"prefect: the schedule of {run.name} could not be read ({type(error).__name__}); run it again"
        raise TransientError(message) from None


def left_out(due: DueNight) -> State[None] | None:
    """Return how a night ends that is left out for a newer one; None where it is made."""
    return Completed(name=SKIPPED, message=due.words) if due.newer else None


def is_night(run: FlowRun, deployment: str) -> bool:
    """Say whether a run is for a time of its own, and not one that somebody started by hand."""
    if run.auto_scheduled:
        return True
    return deployment == NIGHTLY and is_of_its_own_time(run.expected_start_time, run.created)


def _night(client: SyncPrefectClient, run: FlowRun, now: datetime) -> DueNight:
    if run.deployment_id is None:  # never: it was asked for
        return DueNight(now)
    deployment = client.read_deployment(run.deployment_id)
    due_at, zone = run.expected_start_time or now, zone_of(run, deployment)
    if not is_night(run, deployment.name):
        return DueNight(due_at, zone)
    since = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[run.deployment_id]),
            expected_start_time=FlowRunFilterExpectedStartTime(after_=due_at, before_=now),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(_COME_TO_SOMETHING))),
        ),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
    )
    return DueNight(due_at, zone, _newest(since, due_at, deployment.name))


def _newest(runs: Iterable[FlowRun], after: datetime, deployment: str) -> datetime | None:
    due = [run.expected_start_time for run in runs if is_night(run, deployment)]
    return max((at for at in due if at and at > after), default=None)


def zone_of(run: FlowRun, deployment: DeploymentResponse) -> tzinfo | None:
    """Return where the schedule of a run is kept; None where it has none, or they are of several zones."""
    made_by = run.created_by.id if run.created_by else None
    zones = {
        schedule.id: zone
        for schedule in deployment.schedules
        if (zone := getattr(schedule.schedule, "timezone", None))
    }
    if made_by in zones:
        return ZoneInfo(zones[made_by])
    names = set(zones.values())
    return ZoneInfo(names.pop()) if len(names) == 1 else None
