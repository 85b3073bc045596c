"""What a flow asks of its own run: when it was due, and what it is called."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect.runtime import flow_run


def due_at() -> datetime:
    """Return when the run was due, so that a late nightly run is still its own night's."""
    return flow_run.scheduled_start_time or datetime.now(UTC)


def by_this_run() -> str:
    """Return who did something, where nobody gave a name."""
    return f"flow run {flow_run.name} ({str(flow_run.id)[:8]})"
