"""Nights that had no run at all: the server was off, and a scheduler makes runs of what is to come alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectNotFound

from deployments.caretaker.news import News
from deployments.caretaker.runs import Runs, is_scheduled
from deployments.names import NIGHTLY

_LOOKED_BACK = timedelta(days=14)
_EVERY_DAY = ["*", "*", "*"]


def unmade(client: SyncPrefectClient, runs: Runs, now: datetime) -> Iterator[News]:
    """Return a piece of news where nights between two runs had none; of a schedule of every day alone."""
    try:
        nightly = client.read_deployment_by_name(NIGHTLY)
    except ObjectNotFound:
        return
    if nightly.paused or not (zone := _daily_in(nightly)):
        return
    known = [run for run in runs.of(nightly.id, now - _LOOKED_BACK, now) if is_scheduled(run)]
    days = _days(known, zone)
    missing = [f"{day:%Y%m%d}" for day in _between(days, _coming(runs, nightly, zone, now))]
    if missing:
        words = (
            f"No run was made for {', '.join(missing)}: the Prefect server was off then, or the schedule. To have one all the "
            "same, start the deployment refresh with that date as the seed"
        )
        yield News(f"unmade:{missing[-1]}", "A night had no run", known[-1], words)


def _daily_in(nightly: DeploymentResponse) -> tzinfo | None:
    """Return the time zone of the one schedule, where it comes every day; else None."""
    active = [s.schedule for s in nightly.schedules if s.active]
    cron = str(getattr(active[0], "cron", "")).split() if len(active) == 1 else []
    return (
        ZoneInfo(getattr(active[0], "timezone", None) or "UTC") if cron[2:] == _EVERY_DAY else None
    )


def _days(runs: list[FlowRun], zone: tzinfo) -> list[date]:
    return sorted({at.astimezone(zone).date() for run in runs if (at := run.expected_start_time)})


def _coming(runs: Runs, nightly: DeploymentResponse, zone: tzinfo, now: datetime) -> list[date]:
    """Return the day of the next run, so that the last night counts once the scheduler works again."""
    return _days(runs.of(nightly.id, now, now + timedelta(days=3)), zone)[:1]


def _between(days: list[date], coming: list[date]) -> Iterator[date]:
    """Return the days from the first to the next one that had no run."""
    there = {*days, *coming}
    if not days:
        return
    for n in range((max(there) - days[0]).days):
        if (day := days[0] + timedelta(days=n)) not in there:
            yield day
