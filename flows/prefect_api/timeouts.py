"""How long a run of each flow may take, before it is ended as *TimedOut*: far beyond what one takes."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wearable_coach.errors import BadInput

TIMEOUTS_H: Mapping[str, float] = {
    "refresh": 2,
    "retrain": 4,
    "watch": 0.25,
    "evaluate": 24,
    "pipeline": 7 * 24,
}
"""By flow [h]; WEARABLE_COACH_REFRESH_TIMEOUT_H and its like set another."""
_SECONDS_AN_HOUR = 3600.0


def timeout_s(flow: str, environment: Mapping[str, str] = os.environ) -> float:
    """Return how long a run of a flow may take [s].

    Raises:
        BadInput: the variable that sets it holds no number above 0.
    """
    variable = f"WEARABLE_COACH_{flow.upper()}_TIMEOUT_H"
    said = environment.get(variable, "")
    try:
        hours = float(said) if said else TIMEOUTS_H[flow]
    except ValueError:
        hours = 0.0
    if not 0 < hours < float("inf"):
        message = f"{variable}: got {said!r}; need hours, a number above 0"
        raise BadInput(message)
    return hours * _SECONDS_AN_HOUR
