"""What a flow asks of its own run: when it was due."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect.runtime import flow_run


def due_at() -> datetime:
    """Return when the run was due, so that a late nightly run is still its own night's."""
    return flow_run.scheduled_start_time or datetime.now(UTC)
