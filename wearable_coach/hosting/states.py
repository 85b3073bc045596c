"""The states of a model deployment, and how long it may stay in each."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

HostingState = Literal[
    "Ordered", "Creating", "Updating", "Ready", "Failed", "Deleting", "Gone", "Unknown"
]
"""`Ordered`: written down, and not confirmed by Azure yet. `Gone`: nothing stands, nothing is paid."""

SETTLED: frozenset[str] = frozenset({"Ready", "Gone"})
"""States that nothing leaves unless somebody wants it."""


@cache
def _deadlines() -> dict[str, float]:
    path = files("wearable_coach.hosting") / "deadlines.yaml"
    loaded: dict[str, float] = yaml.safe_load(path.read_text(encoding="utf-8"))["hours"]
    return loaded


def hosting_deadline(state: HostingState) -> timedelta | None:
    """Return how long it may stay in a state before it is given up; None for the settled ones."""
    return None if state in SETTLED else timedelta(hours=_deadlines()[state])
