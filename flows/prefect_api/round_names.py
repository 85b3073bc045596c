"""What a round of watching is called; known without Prefect, as most rounds are done without."""

from __future__ import annotations

from datetime import datetime

from wearable_coach.zone import local_time


def round_name(due_at: datetime) -> str:
    """Return ``watch-20261128-0215``."""
    return f"watch-{local_time(due_at):%Y%m%d-%H%M}"
