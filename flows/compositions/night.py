"""What a night is: the date of a run's due time where its schedule is kept. Imports little."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from wearable_coach.zone import TIME_ZONE

NIGHTLY = "nightly-refresh"
"""The deployment whose runs are nights."""
SKIPPED = "Skipped"
"""The state of a night that is left out: Completed, by another name."""
_BY_HAND = timedelta(minutes=1)


def night_of(due_at: datetime, zone: tzinfo | None = None) -> str:
    """Return the date that a run belongs to, YYYYMMDD: that of its due time, where its schedule is kept."""
    return f"{due_at.astimezone(zone or ZoneInfo(TIME_ZONE)):%Y%m%d}"


def is_of_its_own_time(due_at: datetime | None, made_at: datetime | None) -> bool:
    """Say whether a run is due at another time than that of its making, when somebody starts it by hand."""
    if due_at is None or made_at is None:
        return False
    return not -_BY_HAND <= due_at - made_at <= _BY_HAND
