"""What a flow asks of its own run: when it was due, and what it is called."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.runtime import flow_run


def due_at() -> datetime:
    """Return when the run was due, so that a late nightly run is still its own night's."""
    return flow_run.scheduled_start_time or datetime.now(UTC)


def by_this_run() -> str:
    """Return who did something, where nobody gave a name."""
    return f"flow run {flow_run.name} ({str(flow_run.id)[:8]})"


def deployed_run() -> FlowRun | None:
    """Return this run, if a deployment's; any other is for now, and no worker can take it up again."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    return run if run and run.deployment_id else None
