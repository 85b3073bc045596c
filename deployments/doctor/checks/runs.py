"""The runs: some to come where there is a schedule, none late, the last ones well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from deployments.caretaker.patience import Patience
from deployments.caretaker.pool import Pool, pool_of, why_untaken
from deployments.doctor.finding import Finding, fail, ok, warn
from deployments.doctor.installation import Examined
from deployments.names import TAG
from deployments.pool_kinds import work_pool_of

_BAD, _ENDED = ("FAILED", "CRASHED"), ("COMPLETED", "FAILED", "CRASHED")
_MOST_LATE, _NAMED = 100, 3
"""Late runs that are counted, and that are named to be cancelled [count]."""
_SHOWN = 200
"""Of a message [characters]."""


def coming(installation: Examined) -> Iterator[Finding]:
    """Look whether what is scheduled has runs to come: with a wrong SQLAlchemy there are none."""
    after = {"expected_start_time": {"after_": installation.now.isoformat()}}
    for deployment in installation.deployed():
        name = deployment["name"]
        if deployment["paused"] or not any(s["active"] for s in deployment["schedules"]):
            continue
        asked = {"state": {"type": {"any_": ["SCHEDULED"]}}} | after
        runs = _runs(installation, deployment, asked, sort="EXPECTED_START_TIME_ASC")
        if runs:
            yield ok(name, f"comes next at {runs[0]['expected_start_time'][:16]} UTC")
        else:
            detail = "has an active schedule and no run to come: the scheduler makes none"
            remedy = "wearable-coach doctor --only packages (SQLAlchemy?), at the server; just deployed: again in a minute"
            yield fail(name, detail, remedy)


def late(installation: Examined) -> Iterator[Finding]:
    """Look whether runs wait in vain for a worker; one that waits its turn does not."""
    count, waiting, pool, busy = 0, 0, _pool(installation), _is_busy(installation)
    for deployment in installation.deployed():
        found = _late(installation, deployment)
        if not found or not why_untaken(_waits(installation, found), pool, Patience(), busy=busy):
            waiting += len(found)
            continue
        count += len(found)
        many = f"{len(found)} runs are" if len(found) > 1 else "a run is"
        cancel = [f"prefect flow-run cancel {run['id']}" for run in found[:_NAMED]]
        remedy = f"wearable-coach doctor --only workers, or {installation.prefect(*cancel)}"
        yield fail(deployment["name"], f"{many} late: no worker takes them", remedy)
    if not count:
        yield ok("late", f"{waiting} wait their turn" if waiting else "none")


def last(installation: Examined) -> Iterator[Finding]:
    """Look how the last run of each deployment ended."""
    for deployment in installation.deployed():
        ended = {"state": {"type": {"any_": list(_ENDED)}}}
        runs = _runs(installation, deployment, ended, sort="END_TIME_DESC")
        for run in runs[:1]:
            state = run["state"]
            if state["type"] in _BAD:
                told = (state.get("message") or "no message").splitlines()[0][:_SHOWN]
                detail = f"the last run, {run['name']}, is {state['name']}: {told}"
                logs = installation.prefect(f"prefect flow-run logs {run['id']}")
                yield warn(deployment["name"], detail, f"{logs}; once mended, run it again")
            else:
                yield ok(deployment["name"], f"the last run, {run['name']}, is {state['name']}")


def _late(installation: Examined, deployment: dict[str, Any]) -> list[dict[str, Any]]:
    late = {"state": {"name": {"any_": ["Late"]}}}
    return _runs(installation, deployment, late, sort="EXPECTED_START_TIME_ASC", most=_MOST_LATE)


def _waits(installation: Examined, late: list[dict[str, Any]]) -> timedelta:
    """Return for how long the oldest of these runs has been due: the server says, too long."""
    due = [datetime.fromisoformat(at) for run in late if (at := run["next_scheduled_start_time"])]
    waits = installation.now - min(due, default=installation.now)
    return max(waits, Patience().late + timedelta(seconds=1))


def _pool(installation: Examined) -> Pool:
    pool = f"/work_pools/{work_pool_of(installation.environment)}"
    workers = installation.api.post(f"{pool}/workers/filter", {}) or []
    paused = (installation.api.get(pool) or {}).get("is_paused", False)
    return pool_of(workers, installation.now, paused=paused)


def _is_busy(installation: Examined) -> bool:
    """Say whether any run of ours is under way."""
    asked = {"state": {"type": {"any_": ["PENDING", "RUNNING"]}}, "tags": {"all_": [TAG]}}
    return bool(installation.api.post("/flow_runs/count", {"flow_runs": asked}))


def _runs(
    installation: Examined,
    deployment: dict[str, Any],
    asked: dict[str, Any],
    *,
    sort: str,
    most: int = 1,
) -> list[dict[str, Any]]:
    """Return the first runs of a deployment that are asked for."""
    found: list[dict[str, Any]] = installation.api.post(
        "/flow_runs/filter",
        {
            "deployments": {"id": {"any_": [deployment["id"]]}},
            "flow_runs": asked,
            "sort": sort,
            "limit": most,
        },
    )
    return found


CHECKS = (coming, late, last)
