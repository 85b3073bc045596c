"""Running steps as Prefect tasks in the workers of a Dask cluster, by prefect-dask's task runner.

The task is run by Prefect's engine in the worker, which tells the same Prefect API of it; a worker that is lost
in its midst leaves it to another, under the same id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from prefect.settings import get_current_settings
from prefect.utilities.callables import get_call_parameters
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from tasks.engines.dask import DaskEngine, Lost
from tasks.engines.dask_cluster import GONE
from tasks.engines.dask_workers import asked_of_workers
from tasks.policy import Step
from tasks.running.prefect_tasks import as_task, given
from wearable_coach.errors import BadInput

_LOOK_EVERY_S = 0.2
_ANSWERS_S = 10
_Result = TypeVar("_Result")
_Futures = dict[int, PrefectDaskFuture[Any]]


def side_by_side_in(
    engine: DaskEngine,
    step: Step[..., _Result],
    calls: Sequence[tuple[Any, ...]],
    *,
    ended: Callable[[_Result], None],
) -> list[_Result]:
    """Run a step in the workers of a cluster, one task for each of many arguments.

    Args:
        engine: The cluster's, the first of each call's arguments.
        step: The step.
        calls: Its arguments, one tuple a run.
        ended: Told what each gave, as they end.

    Returns:
        What they gave, in the order of `calls`.

    Raises:
        BadInput: a worker does not reach Prefect, or the scheduler is lost and does not come back.
        WorkersLost: a task ends every worker that is at it.
    """
    done: dict[int, _Result] = {}
    _need_prefect_there(engine)
    while len(done) < len(calls):
        build = engine.build
        try:
            _collect(engine, step, calls, done, ended)
        except Lost:
            engine.connect_anew(build)
    return [done[number] for number in range(len(calls))]


def _collect(
    engine: DaskEngine,
    step: Step[..., _Result],
    calls: Sequence[tuple[Any, ...]],
    done: dict[int, _Result],
    ended: Callable[[_Result], None],
) -> None:
    """Submit what is missing, and take what it gives.

    Raises:
        Lost: the scheduler is.
    """
    with _runner(engine) as runner:
        waiting: _Futures = {}
        try:
            for number, call in enumerate(calls):
                if number not in done:
                    waiting[number] = _submitted(runner, step, (engine.there, *call[1:]))
            while waiting:
                for number in [n for n, future in waiting.items() if _has_ended(future)]:
                    done[number] = _result_of(engine, runner, waiting.pop(number))
                    ended(done[number])
                _need_scheduler(engine, runner)
                time.sleep(_LOOK_EVERY_S)
        except BaseException:  # whatever ends the run: nothing more of it begins
            with suppress(*GONE):
                if runner.client.status == "running":
                    runner.client.cancel([one.wrapped_future for one in waiting.values()])
            raise


def _need_prefect_there(engine: DaskEngine) -> None:
    """See that every worker reaches the Prefect API that records this run."""
    url = get_current_settings().api.url
    if url is None:
        return
    for worker, why in asked_of_workers(
        engine.client, _why_no_prefect, engine.address, url
    ).items():
        if why:
            message = f"dask: worker {worker} does not reach Prefect at {url} ({why}), where each task is told of; give PREFECT_API_URL an address that the workers reach, or run with --direct"
            raise BadInput(message)


def _why_no_prefect(url: str) -> str:
    """Say why this process does not reach a Prefect API; empty where it does."""
    try:
        httpx.get(f"{url}/health", timeout=_ANSWERS_S).raise_for_status()
    except httpx.HTTPError as error:
        return type(error).__name__
    return ""


def _runner(engine: DaskEngine) -> DaskTaskRunner:
    place = engine.place
    at = {"address": place} if isinstance(place, str) else {"cluster": place}
    runner = DaskTaskRunner(**at)
    runner.logger.setLevel(logging.WARNING)  # else it names a dashboard that is not there
    return runner


def _submitted(
    runner: DaskTaskRunner, step: Step[..., Any], call: tuple[Any, ...]
) -> PrefectDaskFuture[Any]:
    made = as_task(step, *call)
    try:
        return runner.submit(made, get_call_parameters(made.fn, call, {}))
    except Exception:
        if runner.client.status == "running":
            raise
        raise Lost from None


def _has_ended(future: PrefectDaskFuture[Any]) -> bool:
    """Say whether a task has ended, and what it gave is still there.

    What a task gave lies in its worker until it is fetched: Dask calls it *lost* where that worker went
    meanwhile, and has it done again by another.

    Raises:
        Lost: nobody will ever know.
    """
    status = future.wrapped_future.status
    if status == "cancelled":
        raise Lost
    return status not in {"pending", "lost"}


def _result_of(engine: DaskEngine, runner: DaskTaskRunner, future: PrefectDaskFuture[Any]) -> Any:  # noqa: ANN401 - the step's
    """Return what a task gave, or raise the known error that it ended with.

    Raises:
        Lost: it went with the scheduler.
    """
    return given(engine.awaited(runner.client, future.wrapped_future))


def _need_scheduler(engine: DaskEngine, runner: DaskTaskRunner) -> None:
    if "running" not in {runner.client.status} & {engine.client.status}:
        raise Lost
