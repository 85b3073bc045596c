"""The states of a job, and how long it may stay in each."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import yaml

State = Literal[
    "Submitting",
    "NotStarted",
    "Starting",
    "Provisioning",
    "Preparing",
    "Queued",
    "Running",
    "Finalizing",
    "Collecting",
    "CancelRequested",
    "NotResponding",
    "Paused",
    "Unknown",
    "Completed",
    "Failed",
    "Canceled",
]
"""Azure ML's words, which the local trainer uses too, and two of ours. `Submitting`: not yet confirmed.
`Collecting`: completed at its backend, and what it left cannot be read yet."""

TERMINAL: frozenset[str] = frozenset({"Completed", "Failed", "Canceled"})
STALLED: frozenset[str] = frozenset({"NotResponding", "Paused"})
"""Not going on, but may come back: told, not ended."""
_KNOWN: frozenset[str] = frozenset(get_args(State))


def canonical(raw: str) -> State:
    """Return the state that a backend's word stands for; an unknown word is `Unknown`."""
    return raw if raw in _KNOWN else "Unknown"  # type: ignore[return-value]


def is_terminal(state: str) -> bool:
    """Say whether a job in this state has ended."""
    return state in TERMINAL


@cache
def _deadlines() -> dict[str, float]:
    path = files("wearable_coach.finetuning") / "deadlines.yaml"
    loaded: dict[str, float] = yaml.safe_load(path.read_text(encoding="utf-8"))["hours"]
    return loaded


def deadline(state: State) -> timedelta | None:
    """Return how long a job may stay in a state before it is cancelled; None for the ended."""
    return None if is_terminal(state) else timedelta(hours=_deadlines()[state])
