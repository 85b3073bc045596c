"""Waiting for a model deployment to be up or gone: a step every so often, each state within its deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat

from wearable_coach.errors import BadInput, CoachError, TransientError
from wearable_coach.hosting.making import DeploymentGivenUp
from wearable_coach.hosting.record import ModelDeployment

_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Some kinds are ready in seconds; from then on a look every `_LOOK_EVERY_S` [s]."""
_LOOK_EVERY_S = 10.0
_PATIENCE = 30
"""Looks in a row without an answer before the one who waits gives up; the watch goes on with it."""


class HosterOutOfReach(CoachError):
    """Azure does not answer; the model deployment goes on without the one who waits."""


def steps_until_settled(
    step: Callable[[], ModelDeployment],
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[ModelDeployment]:
    """Yield a model deployment as it is after each step; the last one is settled.

    Args:
        step: Goes one step, as `bring_up` or `take_down` does.
        sleep: Waits between two steps; told how long [s].

    Raises:
        DeploymentGivenUp: it failed too often.
        HosterOutOfReach: Azure does not answer, or refuses, for long.
    """
    silent = 0
    for pause in chain(_PAUSES_S, repeat(_LOOK_EVERY_S)):
        try:
            record = step()
        except DeploymentGivenUp:
            raise
        except (TransientError, BadInput) as error:
            silent += 1
            if silent > _PATIENCE:
                message = f"{error}; the watch goes on with it, run the same command again"
                raise HosterOutOfReach(message) from None
        else:
            silent = 0
            yield record
            if record.settled:
                return
        sleep(pause)
