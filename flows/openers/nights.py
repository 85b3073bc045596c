"""What a run of a schedule is for: its night, and whether a newer one is due that is made instead."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from flows.compositions.night import night_of
from tasks.policy import PATIENT, step

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun


class DueNight(NamedTuple):
    """When a run was due, by which clock, and what is due since."""

    due_at: datetime
    zone: tzinfo | None = None
    """Where its schedule is kept; None: where the product's nights are."""
    newer: datetime | None = None
    """When the newest night after it was due; None where there is none, or it is no night."""

    @property
    def night(self) -> str:
        """YYYYMMDD."""
        return night_of(self.due_at, self.zone)

    @property
    def words(self) -> str:
        """Say why it is left out; empty where it is made."""
        if self.newer is None:
            return ""
        return (
            f"The night of {self.night} is left out: that of {night_of(self.newer, self.zone)} is due too "
            f"and is made instead. To have it all the same, start the deployment refresh with seed {self.night}"
        )


@step("look-at-schedule", PATIENT)
def look_at_schedule(run: FlowRun, now: datetime) -> DueNight:
    """Ask Prefect whose night a run is, and whether a newer one is due.

    Raises:
        TransientError: it could not be asked.
    """
    from flows.prefect_api.nights import read_night  # noqa: PLC0415 - Prefect

    return read_night(run, now)
