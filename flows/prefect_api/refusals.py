"""How a flow ends in a refusal: as Failed, the reason its message and an artifact, without a traceback.

Prefect's engine logs a traceback for every error that ends a run or a task. Of ours the message says all
there is to know, so that our errors are logged as their line, on the terminal, in a worker's log and in the
UI alike; any other error keeps its traceback.
"""

from __future__ import annotations

import logging
from typing import Any

from prefect.client.schemas.objects import State
from prefect.flow_engine import FlowRunTimeoutError
from prefect.states import Failed

from flows.prefect_api.artifacts import show_refusal
from wearable_coach.errors import CoachError, Refusal
from wearable_coach.store import Store

REFUSED = "Refused"
"""The state of a run whose answer is no: Failed, by another name, which the list of runs shows."""
_LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "prefect.engine")
_PARTING = ("exited with unexpected exception",)
"""What the engine says last of an error that the run's own end has told already."""


def refused(what: str, error: CoachError, store: Store | None = None) -> State[Any]:
    """Return the end of a run that came to nothing, and leave why: a no is Refused, a fault is Failed.

    Args:
        what: What was refused, as the artifact's key begins: ``refresh``.
        error: Why.
        store: Where the run worked, if that could be opened.
    """
    show_refusal(what, error, store)
    name = REFUSED if isinstance(error, Refusal) else "Failed"
    return Failed(name=name, message=str(error), data=error)


class OneLineForOurs(logging.Filter):
    """Takes the traceback from what is logged of our own errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is logged; its traceback is gone where the error is ours."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if not isinstance(error, CoachError | FlowRunTimeoutError):
            return True
        record.exc_info = record.exc_text = None
        return not any(words in str(record.msg) for words in _PARTING)


_ours = OneLineForOurs()
for _name in _LOGGERS:
    logging.getLogger(_name).addFilter(_ours)
