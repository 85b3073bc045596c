"""Where the product's days and nights are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

TIME_ZONE = "Asia/Seoul"


def local_time(at: datetime) -> datetime:
    """Return a time by the clock there."""
    return at.astimezone(ZoneInfo(TIME_ZONE))
