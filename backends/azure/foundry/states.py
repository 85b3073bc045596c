"""Foundry's words for the states of a job, in ours."""

from __future__ import annotations

from collections.abc import Mapping

_STATES: Mapping[str, str] = {
    "created": "NotStarted",
    "pending": "NotStarted",
    "notRunning": "NotStarted",
    "validating_files": "Preparing",
    "queued": "Queued",
    "resuming": "Starting",
    "running": "Running",
    "pausing": "Paused",
    "paused": "Paused",
    "cancelling": "CancelRequested",
    "canceling": "CancelRequested",
    "succeeded": "Completed",
    "failed": "Failed",
    "cancelled": "Canceled",
    "canceled": "Canceled",
}
"""Those of the API's specification, and what Azure spells otherwise. A job of the Developer tier is
paused where its capacity goes away, and goes on by itself."""


def state_of(word: str) -> str:
    """Return our word; one that we do not know passes as it is."""
    return _STATES.get(word, word)
