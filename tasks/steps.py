"""Steps of a composition as Prefect tasks.

A known error ends its task as Failed with a message for people, without a traceback; only a
`TransientError` is tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Failed

from wearable_coach.errors import CoachError, TransientError


def _is_transient(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), TransientError)


def as_task(function: Callable[..., Any]) -> Task[..., Any]:
    """Wrap a step as a task named after it.

    Ask for its state, whose `result()` gives the value or raises the known error.
    """

    @wraps(function)
    def step(*args: Any) -> Any:  # noqa: ANN401 - any step's
        try:
            return function(*args)
        except TransientError:
            raise
        except CoachError as error:
            return Failed(message=str(error), data=error)

    return task(
        name=function.__name__.replace("_", "-"),
        description=(function.__doc__ or "").partition("\n")[0],
        retries=2,
        retry_delay_seconds=[2, 10],
        retry_jitter_factor=0.5,
        retry_condition_fn=_is_transient,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(step)
