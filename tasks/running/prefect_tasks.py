"""Running the steps of a composition as Prefect tasks; the one file of `tasks` that imports Prefect.

A known error ends its task as Failed with a message for people, without a traceback; only what a
step's policy calls transient is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.states import Failed
from prefect.utilities.annotations import quote

from tasks.policy import Step
from tasks.running.contract import Headway
from tasks.running.pace import Pace
from wearable_coach.errors import CoachError

_EVERY_SECONDS = 20.0
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


def as_task(step: Step[..., Any], *args: Any, **kwargs: Any) -> Task[..., Any]:  # noqa: ANN401 - any step's
    """Make a step a task for these arguments, which name its run where the step says how.

    Ask for its state, whose `result()` gives the value or raises the known error.
    """
    transient = step.policy.transient

    @wraps(step.function)
    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any step's
        try:
            return step(*args, **kwargs)
        except transient:
            raise
        except CoachError as error:
            return Failed(message=str(error), data=error)

    def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
        return isinstance(state.result(raise_on_failure=False), transient)

    return task(
        name=step.name,
        description=step.description,
        task_run_name=step.run_name(*args, **kwargs) if step.run_name else None,
        retries=step.policy.retries,
        retry_delay_seconds=list(step.policy.delays_s),
        retry_jitter_factor=step.policy.jitter,
        retry_condition_fn=may_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(run)


class PrefectSteps:
    """Runs the steps of a composition as Prefect tasks."""

    def __init__(self, logger: logging.Logger | logging.LoggerAdapter[Any]) -> None:
        """Tell progress through the run's logger."""
        self._logger, self._pace = logger, Pace(_EVERY_SECONDS)

    def call(
        self, step: Step[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run one step as a task; Prefect does not look into what it is given."""
        made = as_task(step, *args, **kwargs)
        quoted = [quote(arg) for arg in args]
        named = {name: quote(arg) for name, arg in kwargs.items()}
        state: State[Any] = made(*quoted, **named, return_state=True)  # type: ignore[assignment]
        result: _Result = state.result()
        return result

    def side_by_side(
        self,
        step: Step[..., _Result],
        calls: Sequence[tuple[Any, ...]],
        *,
        at_once: int,  # noqa: ARG002 - the flow's task runner has its own limit
        ended: Callable[[_Result], None],
    ) -> list[_Result]:
        """Run a step as parallel tasks, one for each of many arguments."""
        futures = [as_task(step, *call).submit(*call) for call in calls]
        for future in as_completed(futures):
            ended(_result_of(future))
        return [_result_of(future) for future in futures]

    def tell(self, text: str) -> None:
        """Log what comes next or what came out."""
        self._logger.info(text)

    def headway(self, headway: Headway) -> None:
        """Log how far a long step is, not too often."""
        if self._pace.is_time():
            self.tell(headway.text)


def _result_of(future: PrefectFuture[Any]) -> Any:  # noqa: ANN401 - any step's
    """Return what a task gave, or raise the known error that it ended with."""
    future.wait()  # only then does the future know its final state
    return future.state.result()
