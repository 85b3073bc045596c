"""Running the steps of a composition as Prefect tasks; the one file of `tasks` that imports Prefect.

A known error ends its task as Failed with a message for people, without a traceback; only what a
step's policy calls transient is tried again. Where a run is cancelled or out of time, or Ctrl-C is pressed, the
task that is at it ends as Cancelled, those that have not begun are never begun, and the run ends at once.
"""

from __future__ import annotations

import logging
import re
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial, wraps
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from prefect import Task, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.assets import Asset, add_asset_metadata, materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import TerminationSignal
from prefect.futures import PrefectConcurrentFuture, PrefectFuture
from prefect.states import Cancelled, Completed, Failed
from prefect.utilities.annotations import quote

from tasks.engines.dask import DaskEngine
from tasks.policy import Step, asset_key
from tasks.running.contract import Headway
from tasks.running.pace import Pace
from wearable_coach.errors import CoachError
from wearable_coach.process_pool import WorkEnded

_EVERY_SECONDS = 20.0
_LOOK_EVERY_S = 0.5
_ENDINGS = (TerminationSignal, CancelledError, KeyboardInterrupt)
"""How a run is ended from outside: cancelled or stopped, out of time (Prefect's), or by Ctrl-C."""
_Args = ParamSpec("_Args")
_Result = TypeVar("_Result")


class Ended:
    """What ended a step from outside; no error to Prefect, which would call it a crash."""

    def __init__(self, error: BaseException) -> None:
        """Hold it."""
        self.error = error


def as_task(step: Step[..., Any], *args: Any, **kwargs: Any) -> Task[..., Any]:  # noqa: ANN401 - any step's
    """Make a step a task for these arguments, which name its run and its asset where the step says how.

    Ask for its state, whose `result()` gives the value or raises the known error.
    """
    transient = step.policy.transient

    @wraps(step.function)
    def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any step's
        try:
            return _noted(step, step(*args, **kwargs), args, kwargs)
        except transient:
            raise
        except (*_ENDINGS, WorkEnded) as error:
            return Cancelled(message="The run was ended.", data=Ended(error))
        except CoachError as error:
            return Failed(message=str(error), data=error)

    def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
        return isinstance(state.result(raise_on_failure=False), transient)

    made: Task[..., Any] = _kind_of(step, args, kwargs)(
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
    return made


def _kind_of(
    step: Step[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Callable[..., Any]:
    """Return what makes a task of a step: one of Prefect's own kind where the step makes an asset."""
    asset = step.asset
    if asset is None:
        return task
    store = asset.store(*args, **kwargs)
    upstream: list[Asset | str] = [asset_key(store, kind) for kind in asset.of]
    return partial(materialize, asset_key(store, asset.kind), asset_deps=upstream)


def _noted(step: Step[..., Any], result: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401 - any step's
    """Tell what was made; what was there already is no event, and its task ends as Cached."""
    asset = step.asset
    if asset is None:
        return result
    if not asset.is_new(result):
        return Completed(name="Cached", message="was there already", data=result)
    key = asset_key(asset.store(*args, **kwargs), asset.kind)
    add_asset_metadata(key, asset.about(result, *args, **kwargs))
    return result


class PrefectSteps:
    """Runs the steps of a composition as Prefect tasks."""

    def __init__(self, logger: logging.Logger | logging.LoggerAdapter[Any]) -> None:
        """Tell progress through the run's logger, and in the UI."""
        self._logger, self._pace = logger, Pace(_EVERY_SECONDS)
        self._bars: dict[str, UUID] = {}

    def call(
        self, step: Step[_Args, _Result], *args: _Args.args, **kwargs: _Args.kwargs
    ) -> _Result:
        """Run one step as a task; Prefect does not look into what it is given."""
        made = as_task(step, *args, **kwargs)
        quoted = [quote(arg) for arg in args]
        named = {name: quote(arg) for name, arg in kwargs.items()}
        state: State[Any] = made(*quoted, **named, return_state=True)  # type: ignore[assignment]
        result: _Result = given(state)
        return result

    def side_by_side(
        self,
        step: Step[..., _Result],
        calls: Sequence[tuple[Any, ...]],
        *,
        at_once: int,  # noqa: ARG002 - the flow's task runner has its own limit
        ended: Callable[[_Result], None],
    ) -> list[_Result]:
        """Run a step as parallel tasks, one for each of many arguments; in the workers of a cluster where an engine is one."""
        if calls and isinstance(engine := calls[0][0], DaskEngine):
            from tasks.running.dask_tasks import side_by_side_in  # noqa: PLC0415 - of the group cluster

            return side_by_side_in(engine, step, calls, ended=ended)
        futures = [as_task(step, *call).submit(*call) for call in calls]
        try:
            for future in _as_they_end(futures):
                ended(_result_of(future))
        except BaseException:  # whatever ends the run: nothing more of it begins
            for future in futures:
                _forget(future)
            raise
        return [_result_of(future) for future in futures]

    def tell(self, text: str) -> None:
        """Log what comes next or what came out."""
        self._logger.info(text)

    def headway(self, headway: Headway) -> None:
        """Log how far a long step is and show it as a progress artifact, not too often; its end at once."""
        due = self._pace.is_time()
        if due:
            self.tell(headway.text)
        if due or (headway.subject in self._bars and headway.done >= headway.total):
            self._show(headway)

    def _show(self, headway: Headway) -> None:
        """Draw the bar of what is under way; one that cannot be drawn stops nothing."""
        share = 100.0 * min(headway.done, headway.total) / max(headway.total, 1)
        try:
            if (bar := self._bars.get(headway.subject)) is None:
                made = create_progress_artifact(
                    share, key=_bar_key(headway.subject), description=headway.text
                )
                self._bars[headway.subject] = cast("UUID", made)  # no loop runs here

            else:
                update_progress_artifact(bar, share, description=headway.text)
        except Exception as error:  # noqa: BLE001 - whatever the server or the network does
            self._logger.warning("progress not shown in the UI (%s)", type(error).__name__)


def _as_they_end(futures: Sequence[PrefectFuture[Any]]) -> Iterator[PrefectFuture[Any]]:
    """Give the futures as they end, waiting a moment at a time.

    Prefect's own `as_completed` waits without end, and outside a main thread a run's time limit is an exception
    that is raised at the next instruction: a wait that is never over never gets there.
    """
    ended: SimpleQueue[PrefectFuture[Any]] = SimpleQueue()
    for future in futures:
        future.add_done_callback(ended.put)
    missing = len(futures)
    while missing:
        with suppress(Empty):
            yield ended.get(timeout=_LOOK_EVERY_S)
            missing -= 1


def _result_of(future: PrefectFuture[Any]) -> Any:  # noqa: ANN401 - any step's
    """Return what a task gave, or raise the known error that it ended with."""
    future.wait()  # only then does the future know its final state
    return given(future.state)


def given(state: State[Any]) -> Any:  # noqa: ANN401 - any step's
    """Return what a task gave, or raise what it ended with."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, Ended):
        raise found.error
    return state.result()


def _forget(future: PrefectFuture[Any]) -> None:
    """Let a task that waits for its turn never begin; in another runner it may be under way elsewhere."""
    if isinstance(future, PrefectConcurrentFuture):
        future.wrapped_future.cancel()


def _bar_key(subject: str) -> str:
    """Return the key of a progress artifact: Prefect takes lowercase letters, digits and dashes."""
    return f"progress-{re.sub(r'[^a-z0-9]+', '-', subject.lower()).strip('-')}"
