"""The whole loop as one composition: refresh, fine-tune, watch, evaluate, promote."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from flows.compositions.evaluation import (
    Evaluated,
    EvaluationRequest,
    EvaluationSteps,
    compose_evaluation,
)
from flows.compositions.refresh import Request, Result, Steps, compose_refresh
from flows.compositions.retrain import RetrainRequest, order_of, submit_order
from flows.openers.contestants import Contender, Names, open_contenders
from flows.openers.finetuners import name_to_reopen, open_finetuner, opener
from wearable_coach.errors import CoachError, Refusal
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.submission import Clock
from wearable_coach.finetuning.watching import EventSink, Watcher
from wearable_coach.promotion.rule import Rule
from wearable_coach.store import Store

_LOOK_EVERY_S = 2.0
_PATIENCE = 60
"""Looks in a row without an answer before the loop gives up; the job goes on without it."""


class JobFailed(Refusal):
    """The fine-tuning job ended other than completed."""


class OutOfReach(CoachError):
    """The backend of a job does not answer; the job goes on without the one who waits."""


class PipelineSteps(Steps, EvaluationSteps, Protocol):
    """How the steps of all parts are run and told."""

    def trained(self, job: Job) -> None:
        """Tell how far the training is."""


class PipelineRequest(NamedTuple):
    """What one run of the loop is asked to do."""

    refresh: Request
    backend: str
    hyperparameters: Hyperparameters
    wanted: Wanted
    names: Names
    rule: Rule
    environment: Mapping[str, str]
    clock: Clock
    sinks: tuple[EventSink, ...]
    endpoints: Path | None = None

    @property
    def store(self) -> Store:
        """Where everything lies."""
        return self.refresh.store


class PipelineResult(NamedTuple):
    """What the loop made; promoting is for the caller."""

    refreshed: Result
    job: Job
    evaluated: Evaluated


def compose_pipeline(steps: PipelineSteps, request: PipelineRequest) -> PipelineResult:
    """Run the loop up to the verdict. Each part that was done before is taken as it is.

    Raises:
        BadInput: a part cannot be used.
        GateRejected: the dataset did not pass.
        PreflightRefused: the job would cost more than the cap.
        JobFailed: the training ended other than completed.
    """
    refreshed = compose_refresh(steps, request.refresh)
    version = refreshed.published.version
    steps.say(f"dataset {version}: {refreshed.rows:,} conversations")
    job = steps.call(order_job, request, version)
    steps.say(f"fine-tuning {job.name} ({request.backend})")
    job = steps.call(wait_for_job, request, job.name, steps.trained)
    steps.say(f"{job.name}: {job.state}")
    contenders = steps.call(open_models, request, job)
    try:
        evaluated = compose_evaluation(
            steps,
            EvaluationRequest(
                request.store,
                contenders,
                request.wanted.model_copy(update={"dataset": version}),
                request.rule,
                request.clock(),
            ),
        )
    finally:
        for contender in contenders:
            contender.model.close()
    return PipelineResult(refreshed, job, evaluated)


def order_job(request: PipelineRequest, version: str) -> Job:
    """Order the fine-tuning job of a dataset version; the same order is the same job."""
    tuner = open_finetuner(
        request.backend,
        store=request.store,
        environment=request.environment,
        today=request.clock().date(),
    )
    wanted = RetrainRequest(
        request.store,
        tuner,
        name_to_reopen(request.backend, environment=request.environment),
        version,
        request.hyperparameters,
        "pipeline",
    )
    return submit_order(wanted, order_of(wanted), request.clock).job


def wait_for_job(
    request: PipelineRequest,
    name: str,
    told: Callable[[Job], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Job:
    """Watch a job to its end.

    Raises:
        JobFailed: it ended other than completed.
        OutOfReach: its backend does not answer for long.
    """
    ledger = JobLedger(request.store)
    tuners = opener(request.store, request.environment, today=request.clock().date())
    watcher = Watcher(request.store, tuners, request.sinks, request.clock)
    silent = 0
    while True:
        job = ledger.read(name)
        if watcher.needs_a_look(job):
            looked = watcher.look_at(job)
            silent = silent + 1 if looked.kind in {"unreachable", "fault"} else 0
            if silent > _PATIENCE:
                message = f"{name}: out of reach: {looked.message}; the job goes on, run the same command again"
                raise OutOfReach(message)
            job = ledger.read(name)
            told(job)
        if not watcher.needs_a_look(job):
            break
        sleep(_LOOK_EVERY_S)
    if job.state != "Completed":
        message = (
            f"{name}: {job.state}: {job.reason}; `wearable-coach finetune --again` tries once more"
        )
        raise JobFailed(message)
    return job


def open_models(request: PipelineRequest, job: Job) -> tuple[Contender, ...]:
    """Open the job's model and those that it is compared with."""
    return open_contenders(
        request.store,
        request.names._replace(candidate=job.name),
        environment=request.environment,
        endpoints=request.endpoints,
    )
