"""The steps of a fine-tuning job: order, submit, look at it, wait for its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tasks.policy import ONCE, PATIENT, Asset, step
from tasks.running.contract import Headway
from wearable_coach.errors import CoachError, Refusal
from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.finetuning.datasets import LATEST, find_dataset
from wearable_coach.finetuning.following import followed
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.polling import EVALUATION, Polled, Watcher
from wearable_coach.finetuning.submission import (
    Clock,
    Submitted,
    next_attempt,
    place_order,
    preflight_ahead,
    refuse,
    submit_job,
)
from wearable_coach.store import Store


class JobFailed(Refusal):
    """The fine-tuning job ended other than completed."""


class RetrainRequest(NamedTuple):
    """What is to be trained, where."""

    store: Store
    tuner: FineTuner
    tuner_name: str
    """How a watcher opens the same backend."""
    dataset: str = LATEST
    requested: Hyperparameters = Hyperparameters()
    reason: str = ""
    again: bool = False
    """Whether a job of this order that failed, was cancelled or whose model was pruned is tried again."""


class LedgerRead(NamedTuple):
    """The jobs of a store."""

    jobs: tuple[Job, ...]
    """The one opened last first."""
    unread: tuple[tuple[str, CoachError], ...]
    """The name of each that cannot be read, and why."""


@step("look-ahead", PATIENT)
def look_ahead(tuner: FineTuner, requested: Hyperparameters) -> None:
    """See what could stop a training before its dataset is made: values, credentials, packages, room.

    Raises:
        BadInput: something is missing or wrong, or a value cannot be honoured.
        PreflightRefused: even the smallest job would cost more than the cap.
    """
    refuse(preflight_ahead(tuner, requested))


@step("order-of", PATIENT)
def order_of(request: RetrainRequest) -> JobOrder:
    """Return the order that a request comes to; nothing is started.

    Raises:
        BadInput: the dataset is not there, or the backend cannot honour a value.
    """
    dataset = find_dataset(request.store, request.dataset)
    order = place_order(request.tuner, dataset, request.requested, reason=request.reason)
    return next_attempt(request.store, order) if request.again else order


@step("submit-order", PATIENT)
def submit_order(request: RetrainRequest, order: JobOrder, clock: Clock) -> Submitted:
    """Submit the order after its preflight, or return the job that it is already.

    Raises:
        BadInput: preflight or backend refuse it.
        PreflightRefused: it would cost more than the cap.
        TransientError: the backend could not be asked just now.
    """
    return submit_job(
        request.store, request.tuner, order, tuner_name=request.tuner_name, clock=clock
    )


@step("read-ledger", PATIENT)
def read_ledger(store: Store) -> LedgerRead:
    """Read every job of a store, those that cannot be read apart.

    Raises:
        BadInput: the jobs cannot be listed.
    """
    unread: list[tuple[str, CoachError]] = []
    jobs = JobLedger(store).jobs(lambda name, error: unread.append((name, error)))
    return LedgerRead(tuple(jobs), tuple(unread))


@step("look-at-job", ONCE, run_name=lambda _watcher, job: job.name)
def look_at_job(watcher: Watcher, job: Job) -> Polled:
    """Poll one job, write down what is new, and tell its end; the next round looks again."""
    return watcher.poll(job)


def _about(job: Job, *_: object) -> dict[str, Any]:
    """Return what is told of a model that was trained."""
    return {
        "model": job.name,
        "dataset": job.order.dataset_version,
        "base_model": job.order.base_model,
        "backend": job.order.backend,
    }


@step(
    "note-model",
    PATIENT,
    run_name=lambda _store, name: name,
    asset=Asset("models", store=lambda store, *_: store, of=("datasets",), about=_about),
)
def note_model(store: Store, name: str) -> Job:
    """Note a model that was trained, with what it came of.

    Raises:
        BadInput: its job cannot be read.
    """
    return JobLedger(store).read(name)


@step("wait-for-job", PATIENT)
def wait_for_job(
    watcher: Watcher,
    name: str,
    headway: Callable[[Headway], None],
    sleep: Callable[[float], None] = time.sleep,
    each: Callable[[], None] = lambda: None,
) -> Job:
    """Watch a job to its end.

    Args:
        watcher: What looks at it.
        name: The job.
        headway: Told how far it is.
        sleep: Waits between two looks.
        each: Called at each look.

    Raises:
        JobFailed: it ended other than completed.
        OutOfReach: its backend does not answer for long.
    """
    for job in followed(watcher, name, sleep=sleep):
        each()
        _tell(job, headway)
    if job.state != "Completed":
        message = (
            f"{name}: {job.state}: {job.reason}; `wearable-coach finetune --again` tries once more"
        )
        raise JobFailed(message)
    return job


@step("cancel-job", PATIENT, run_name=lambda _watcher, name: f"cancel {name}")
def cancel_job(watcher: Watcher, name: str) -> Job:
    """Cancel a job; one that has ended stays as it ended.

    Raises:
        BadInput: its record cannot be read.
    """
    job = JobLedger(watcher.store).read(name)
    return job if job.ended else watcher.cancel(job)


def lease_keeper(store: Store, name: str, *, by: str, clock: Clock) -> Callable[[], None]:
    """Return what keeps the evaluation of a job's model for whoever runs it, called now and again.

    The watch evaluates it where nobody else does; its lease lapses half an hour after its last call.
    """

    def keep() -> None:
        JobLedger(store).update(name, lambda job: job.leased(by, at=clock()))

    return keep


@step("note-evaluated", PATIENT, run_name=lambda _store, name, _clock: name)
def note_evaluated(store: Store, name: str, clock: Clock) -> Job:
    """Note that there is a verdict on a job's model, so that the watch starts no other evaluation.

    Raises:
        BadInput: its job cannot be read.
    """
    return JobLedger(store).update(name, lambda job: job.announced(EVALUATION, at=clock()))


def _tell(job: Job, headway: Callable[[Headway], None]) -> None:
    done = job.progress
    if job.waits:
        headway(Headway(job.name, 0, done.steps or 1, f"{job.name}: {job.waits}"))
    elif done.step is None:
        headway(Headway(job.name, int(job.ended), 1, f"{job.name}: {job.state}"))
    if done.step is None:
        return
    total = done.steps or done.step
    loss = f", loss {done.loss:.3f}" if done.loss is not None else ""
    text = f"{job.name}: {job.state}, step {done.step:,} of {total:,}{loss}"
    headway(Headway(job.name, done.step, total, text))
