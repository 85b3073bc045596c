"""What a flow came to in this process, whatever the server gives back of its end.

A server that is busy may take the final state and lose the answer. Prefect's client then asks again, and is given
the state that stands there; what a run returned is in no server, so that state is without it. And who presses
*Cancel* at the run of a command reaches no process: its work is done all the same, and the run would be Cancelling
for ever.
"""

from __future__ import annotations

from copy import copy
from functools import wraps
from inspect import signature
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Cancelled

_TOO_LATE = "Cancelled by a person, but no worker runs a command: it had done its work. "


class OwnEnd:
    """Calls a flow, and knows what its function returned or raised."""

    def __init__(self, flow: Flow[..., Any]) -> None:
        """Call this flow; the flow itself stays as it is."""
        self._flow = copy(flow)
        self._flow.fn = self._noted(flow.fn)
        self._end: State[Any] | None = None
        self._error: Exception | None = None

    def result_of_run(self, **parameters: Any) -> Any:  # noqa: ANN401 - the flow's own, and what it returns
        """Run the flow and return what it returns, or raise what it ended with."""
        given: State[Any] = self._flow(**parameters, return_state=True)  # type: ignore[assignment]
        if given.is_cancelling() and given.state_details.flow_run_id:
            _close(given.state_details.flow_run_id, self._end)
        elif given.data is not None or not self._is_own(given):
            return given.result()
        if self._error is not None:
            raise self._error
        return (self._end or given).result()

    def _is_own(self, given: State[Any]) -> bool:
        """Say whether a state that came back is the end that was proposed here."""
        if self._end is not None:
            return self._end.type == given.type
        return self._error is not None and given.is_failed()

    def _noted(self, function: Any) -> Any:  # noqa: ANN401 - any flow's
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any flow's
            try:
                end = function(*args, **kwargs)
            except Exception as error:
                self._error = error
                raise
            self._end = end if isinstance(end, State) else None
            return end

        # Prefect reads the parameters' types in the globals of what it calls, which here are another module's.
        vars(run)["__signature__"] = signature(function, eval_str=True)
        return run


def _close(run: UUID, end: State[Any] | None) -> None:
    """Let a run end that somebody wanted to end."""
    message = _TOO_LATE + (end.message or "" if end else "")
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run, Cancelled(message=message.strip()), force=True)
