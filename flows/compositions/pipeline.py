"""The whole loop as one composition: refresh, fine-tune, watch, evaluate, promote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from flows.compositions.evaluation import Evaluated
from flows.compositions.hosted_evaluation import HostedRequest, compose_hosted_evaluation, settle
from flows.compositions.refresh import compose_refresh
from flows.compositions.refreshed import Refreshed
from flows.compositions.retrain import compose_retrain
from flows.openers.contestants import Names, look_at_models
from flows.openers.finetuners import name_to_reopen, open_finetuner, opener
from flows.openers.stores import need_writable
from tasks.dataset import RefreshRequest
from tasks.evaluation import look_at_cases
from tasks.finetuning import (
    RetrainRequest,
    cancel_job,
    lease_keeper,
    look_ahead,
    note_evaluated,
    note_model,
    wait_for_job,
)
from tasks.running.contract import Steps
from tasks.running.watched import WatchedSteps
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.evaluation import Evaluation
from wearable_coach.evaluation.trained_on import OWN
from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.polling import EventSink, Watcher
from wearable_coach.finetuning.submission import Clock, Submitted
from wearable_coach.promotion.rule import Rule
from wearable_coach.store import Store


class PipelineRequest(NamedTuple):
    """What one run of the loop is asked to do."""

    refresh: RefreshRequest
    backend: str
    hyperparameters: Hyperparameters
    wanted: Wanted
    names: Names
    rule: Rule
    environment: Mapping[str, str]
    clock: Clock
    sinks: tuple[EventSink, ...]
    endpoints: Path | None = None
    is_cancelled: Callable[[], bool] = lambda: False
    """Says whether it was a person who ended the run; the training that it ordered ends with it."""
    by: str = "pipeline"
    """Who runs it, as the job and its model deployment keep it."""

    @property
    def store(self) -> Store:
        """Where everything lies."""
        return self.refresh.store


class PipelineResult(NamedTuple):
    """What the loop made; promoting is for the caller."""

    refreshed: Refreshed
    job: Job
    evaluated: Evaluated


def compose_pipeline(steps: Steps, request: PipelineRequest) -> PipelineResult:
    """Run the loop up to the verdict. Each part that was done before is taken as it is.

    Raises:
        BadInput: a part cannot be used.
        GateRejected: the dataset did not pass.
        PreflightRefused: the job would cost more than the cap.
        JobFailed: the training ended other than completed.
    """
    tuner = look_before(steps, request)
    refreshed = compose_refresh(steps, request.refresh)
    version = refreshed.published.version
    steps.tell(f"dataset {version}: {refreshed.rows:,} conversations")
    job = _fine_tune(steps, request, tuner, version)
    steps.tell(f"{job.name}: {job.state}")
    evaluated = evaluate_job(steps, request, version, job.name)
    return PipelineResult(refreshed, job, evaluated)


def look_before(steps: Steps, request: PipelineRequest) -> FineTuner:
    """Refuse all that can be refused before anything is made, and return what trains.

    Raises:
        BadInput: store, backend, values, cases or a model cannot be used.
        PreflightRefused: even the smallest job would cost more than the cap.
    """
    steps.call(need_writable, request.store)
    steps.call(look_at_cases, request.wanted)
    steps.call(
        look_at_models,
        request.store,
        request.names,
        environment=request.environment,
        endpoints=request.endpoints,
    )
    tuner = steps.call(
        open_finetuner,
        request.backend,
        store=request.store,
        environment=request.environment,
        today=request.clock().date(),
    )
    steps.call(look_ahead, tuner, request.hyperparameters)
    return tuner


def _fine_tune(steps: Steps, request: PipelineRequest, tuner: FineTuner, version: str) -> Job:
    """Order the job of a dataset version, and wait for its end."""
    today = request.clock().date()
    name = name_to_reopen(request.backend, environment=request.environment)
    wanted = RetrainRequest(
        request.store, tuner, name, version, request.hyperparameters, "pipeline"
    )
    submitted = compose_retrain(steps, wanted, request.clock, gated=True)
    job = submitted.job
    steps.tell(f"fine-tuning {job.name} ({request.backend})")
    tuners = opener(request.store, request.environment, today=today)
    watcher = Watcher(request.store, tuners, request.sinks, request.clock)
    keep = lease_keeper(request.store, job.name, by=request.by, clock=request.clock)
    try:
        steps.call(wait_for_job, watcher, job.name, steps.headway, each=keep)
    except Exception:
        raise
    except BaseException:  # cancelled, out of time, the worker stops, or Ctrl-C
        _leave(steps, request, watcher, submitted)
        raise
    return steps.call(note_model, request.store, job.name)


def _leave(steps: Steps, request: PipelineRequest, watcher: Watcher, submitted: Submitted) -> None:
    """Cancel the training that a cancelled run ordered; any other, and of any other end, goes on."""
    name = submitted.job.name
    if submitted.created and request.is_cancelled():
        job = steps.call(cancel_job, watcher, name)
        steps.tell(f"{name}: {job.state}, cancelled with the run that ordered it")
    else:
        steps.tell(f"{name} goes on by itself; `wearable-coach cancel {name}` ends it")


def evaluate_job(steps: Steps, request: PipelineRequest, version: str, candidate: str) -> Evaluated:
    """Compare the job's model with the others, on its own dataset; a remote one is deployed for that."""
    keep = lease_keeper(request.store, candidate, by=request.by, clock=request.clock)
    keep()
    asked = _evaluation_of(request, version, candidate)
    done = compose_hosted_evaluation(WatchedSteps(steps, keep), asked)
    steps.call(note_evaluated, request.store, candidate, request.clock)
    return done


def settle_job(steps: Steps, request: PipelineRequest, found: Evaluation) -> None:
    """End the model's deployment where the answer was no, and tell what stands and costs."""
    settle(steps, _evaluation_of(request, "", found.candidate), found, wait=True)


def _evaluation_of(request: PipelineRequest, version: str, candidate: str) -> HostedRequest:
    return HostedRequest(
        store=request.store,
        names=request.names._replace(candidate=candidate),
        wanted=request.wanted.model_copy(update={"dataset": version or OWN}),
        rule=request.rule,
        environment=request.environment,
        clock=request.clock,
        by=request.by,
        endpoints=request.endpoints,
    )
