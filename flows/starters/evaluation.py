"""Evaluating the model of a job that succeeded: one flow run for one cause, followed until there is a verdict.

A round of watching goes one step. What is under way is in the store and at Prefect, so whoever is killed
or looks twice goes on with the same: the first run has the key of the job, and each that follows a
failed one the key of that try.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from tasks.policy import ONCE, step
from wearable_coach.errors import TransientError
from wearable_coach.evaluation.shelf import latest_evaluation
from wearable_coach.finetuning.job import SUCCEEDED, Event, Job
from wearable_coach.finetuning.polling import EVALUATION, EndedBadly, StillUnderWay
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.store import Store

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun, State

DEPLOYMENT = "evaluate-model/evaluate"
PAUSES = (timedelta(minutes=15), timedelta(hours=1))
"""After a run that failed, before the next: the caretaker has started again by then what never began."""
MOST_TRIES = len(PAUSES) + 1
FAULTY_FOR = timedelta(days=2)
"""A fault before any run, such as a setting that is missing, is looked at again so long; then people are told."""
Ready = Callable[[Job], None]
"""Goes one step towards a model that can be asked.

Raises `StillUnderWay` until it can, `EndedBadly` where it never will.
"""


def _is_here(_job: Job) -> None:
    """Say nothing: the model lies in the store."""


class EvaluationStarter:
    """A sink that sees to the evaluation of a job's model; it is told when there is a verdict."""

    name = EVALUATION

    def __init__(
        self,
        place: Store,
        store: str,
        *,
        ready: Ready = _is_here,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """See to evaluations.

        Args:
            place: The store.
            store: Its name, as the watcher was given it.
            ready: Sees that a model can be asked before its evaluation is started.
            clock: Tells the time.
        """
        self._place, self._store, self._ready, self._clock = place, store, ready, clock

    def emit(self, event: Event, job: Job) -> None:
        """Go one step towards the verdict on a job that succeeded; any other end needs none.

        Raises:
            StillUnderWay: there is none yet; `fault` where something was out of reach.
            EndedBadly: there will be none unless a person sees to it.
        """
        if event.kind != SUCCEEDED:
            return
        try:
            self._go_on(job)
        except TransientError as error:
            raise StillUnderWay(str(error), fault=True) from None
        except StillUnderWay as wait:
            if not wait.fault or self._clock() - event.at < FAULTY_FOR:
                raise
            message = f"{job.name}: not evaluated for {FAULTY_FOR.days} days: {wait}; mend that, then `wearable-coach evaluate {job.name}`"
            raise EndedBadly(message) from None

    def _go_on(self, job: Job) -> None:
        tries = runs_of(job.name)
        if tries and self._is_over(job, tries):
            self._note_verdict(job)
            return
        if not tries and (lease := job.lease) and lease.holds(self._clock()):
            message = f"{lease.by} evaluates it"
            raise StillUnderWay(message)
        self._ready(job)
        started = start_run(job.name, self._store, attempt=len(tries) + 1)
        message = f"evaluation {started.name} is started"
        raise StillUnderWay(message)

    def _note_verdict(self, job: Job) -> None:
        """Let the model deployment know which evaluation its last askers came to, where they died before that."""
        found, ledger = latest_evaluation(self._place, job.name), HostingLedger(self._place)
        if found is not None and ledger.find(job.name) is not None:
            ledger.update(job.name, lambda d: d.asked(found.id, at=self._clock()))

    def _is_over(self, job: Job, tries: list[FlowRun]) -> bool:
        """Say whether there is a verdict, or a person wanted none; False where the next run is due."""
        last = tries[-1]
        state = _state(last)
        if state.is_completed() or state.is_cancelled() or self._evaluated_in(job, tries):
            return True
        if not state.is_final():
            message = f"evaluation {last.name} is {state.name}"
            raise StillUnderWay(message)
        if len(tries) >= MOST_TRIES:
            message = f"{job.name}: its evaluation failed {len(tries)} times, last: {state.message}; mend that, then `wearable-coach evaluate {job.name}`"
            raise EndedBadly(message)
        due = state.timestamp + PAUSES[len(tries) - 1]
        if self._clock() < due:
            message = f"evaluation {last.name} failed ({state.message}); it is started again at {due:%H:%M} UTC"
            raise StillUnderWay(message)
        return False

    def _evaluated_in(self, job: Job, tries: list[FlowRun]) -> bool:
        """Say whether one of them came to a verdict, though it failed later, or waits for a person."""
        found = latest_evaluation(self._place, job.name)
        began = [run.start_time for run in tries if run.start_time]
        return bool(found and began and found.at >= min(began))


def key_of(job: str, attempt: int) -> str:
    """Return the key of a run: the first has the job's success for a cause, each other a failed run."""
    return f"evaluate:{job}" if attempt == 1 else f"evaluate:{job}:{attempt}"


def runs_of(job: str) -> list[FlowRun]:
    """Return the runs that were started for a job's success, the first one first.

    Raises:
        TransientError: the server could not be asked.
    """
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.client.schemas.filters import (  # noqa: PLC0415
        FlowRunFilter,
        FlowRunFilterIdempotencyKey,
    )
    from prefect.exceptions import PrefectHTTPStatusError  # noqa: PLC0415

    keys = [key_of(job, attempt) for attempt in range(1, MOST_TRIES + 1)]
    wanted = FlowRunFilter(idempotency_key=FlowRunFilterIdempotencyKey(any_=keys))
    try:
        with get_client(sync_client=True) as client:
            found = client.read_flow_runs(flow_run_filter=wanted)
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
        message = f"prefect: the evaluation of {job} was not looked at ({type(error).__name__}); the next round looks"
        raise TransientError(message) from None
    return sorted(found, key=lambda run: keys.index(str(run.idempotency_key)))


def start_run(job: str, store: str, *, attempt: int) -> FlowRun:
    """Start an evaluation; asked again, it is the same run.

    Raises:
        TransientError: the server could not be reached or did not take it.
    """
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.deployments import run_deployment  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

    try:
        run = run_deployment(
            DEPLOYMENT,
            parameters={"candidate": job, "store": store},
            idempotency_key=key_of(job, attempt),
            timeout=0,
            as_subflow=False,
            tags=["wearable-coach", "evaluation"],
        )
    except (httpx.HTTPError, PrefectHTTPStatusError, ObjectNotFound, OSError) as error:
        message = f"prefect: the evaluation of {job} was not started ({type(error).__name__}); it is started in the next round"
        raise TransientError(message) from None
    return cast("FlowRun", run)  # no loop runs here


def _state(run: FlowRun) -> State:
    if run.state is None:
        message = f"evaluation {run.name} has no state yet"
        raise StillUnderWay(message)
    return run.state


@step("is-deployed", ONCE)
def is_deployed() -> bool:
    """Say whether there is a deployment to start; without one evaluations are started by hand."""
    import httpx  # noqa: PLC0415 - with Prefect, which takes seconds
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError  # noqa: PLC0415

    try:
        with get_client(sync_client=True) as client:
            client.read_deployment_by_name(DEPLOYMENT)
    except ObjectNotFound:
        return False
    except (httpx.HTTPError, PrefectHTTPStatusError, OSError):
        return True  # out of reach is no answer: the next round asks again
    return True
