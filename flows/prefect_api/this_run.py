"""What a flow asks of its own run: when it was due, and what it is called."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectHTTPStatusError
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


def is_cancelled() -> bool:
    """Say whether somebody cancelled this run; what ends it otherwise is its time, its worker or Ctrl-C.

    A server that does not answer counts as no: what goes on can be ended later, and not the other way round.
    """
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return False
    try:
        with get_client(sync_client=True) as client:
            state = client.read_flow_run(context.flow_run.id).state
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        what = type(error).__name__
        logging.getLogger("prefect.flow_runs").warning("whether this run is cancelled: %s", what)
        return False
    return state is not None and (state.is_cancelling() or state.is_cancelled())
