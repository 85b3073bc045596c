"""Ordering a job: once, whoever asks, however often, and whatever dies in between.

The ledger is written before the backend is asked, and the backend takes a name once. So a submitter
that is killed leaves a job in `Submitting`, which the next submitter or the watcher takes up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from wearable_coach.errors import BadInput, Refusal, TransientError
from wearable_coach.finetuning.contract import FineTuner, Preflight, Seen, UnknownJob
from wearable_coach.finetuning.datasets import Dataset, read_training_data
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.models import AdapterDamaged, has_model, publish_adapter
from wearable_coach.finetuning.order import JobOrder, TrainingData, TrainingFile
from wearable_coach.finetuning.states import canonical
from wearable_coach.store import Store

COST_CHECK = "cost"
"""Name of the preflight's check against the cap: a refusal, not bad input."""
Clock = Callable[[], datetime]
_STAND_IN = (
    '{"messages": [{"role": "user", "content": "걸음 수를 알려 주세요."}, '
    '{"role": "assistant", "content": "오늘은 8,000보를 걸었습니다."}]}\n'
).encode() * 10
"""Rows of the form of a dataset, for what is looked at before there is one; Foundry takes no fewer."""


class PreflightRefused(Refusal):
    """The job would cost more than the cap."""


class Submitted(NamedTuple):
    """A job, and whether this call started it."""

    job: Job
    created: bool


def place_order(
    tuner: FineTuner, dataset: Dataset, requested: Hyperparameters, *, reason: str = ""
) -> JobOrder:
    """Return the order that a request comes to with this backend; nothing is started.

    Raises:
        BadInput: the backend cannot honour a value.
    """
    terms = tuner.settle(requested)
    return JobOrder(
        backend=tuner.backend,
        dataset_version=dataset.version,
        train=dataset.train,
        valid=dataset.valid,
        base_model=terms.base_model,
        requested=requested,
        effective=terms.effective,
        settings=terms.settings,
        notes=terms.notes,
        reason=reason,
    )


def preflight_order(tuner: FineTuner, store: Store, order: JobOrder) -> Preflight:
    """Return what the backend finds before anything is started.

    Raises:
        BadInput: the dataset's files are missing or changed.
    """
    return tuner.preflight(order, read_training_data(store, order.train, order.valid))


def preflight_ahead(tuner: FineTuner, requested: Hyperparameters) -> Preflight:
    """Return what the backend finds before there is a dataset: with ten rows in its place.

    What depends on the rows, such as the cost, is found to be the least that it can be.

    Raises:
        BadInput: the backend cannot honour a value.
    """
    digest = sha256(_STAND_IN).hexdigest()
    train, valid = (
        TrainingFile(key=f"datasets/none/{split}_none.jsonl", sha256=digest)
        for split in ("train", "valid")
    )
    order = place_order(tuner, Dataset("none", train, valid), requested)
    return tuner.preflight(order, TrainingData((_STAND_IN,), (_STAND_IN,)))


def submit_job(
    store: Store, tuner: FineTuner, order: JobOrder, *, tuner_name: str, clock: Clock
) -> Submitted:
    """Submit an order, or return the job that it is already.

    Args:
        store: Where dataset and ledger lie.
        tuner: The backend.
        order: What to train.
        tuner_name: How a watcher opens the same backend.
        clock: Gives the time that is written down.

    Raises:
        BadInput: the preflight refuses, or the backend does; nothing runs then.
        PreflightRefused: only the cost forbids it.
        TransientError: the backend could not be asked just now; the watcher goes on with the job.
    """
    ledger = JobLedger(store)
    known = ledger.find(order.name)
    if known is not None and known.uncollected:
        return Submitted(_collected(store, tuner, known, clock=clock), created=False)
    if known is not None and known.confirmed:
        return Submitted(known, created=False)
    preflight = preflight_order(tuner, store, order)
    refuse(preflight)
    job, created = ledger.open(order, tuner=tuner_name, estimate=preflight.estimate, at=clock())
    if job.refused:
        job = ledger.update(job.name, lambda j: j.reopened(at=clock()))
    return Submitted(hand_over(store, tuner, job, clock=clock), created)


def hand_over(store: Store, tuner: FineTuner, job: Job, *, clock: Clock) -> Job:
    """Give a job to its backend, again or for the first time, and write down what it says.

    Raises:
        BadInput: the backend refuses it; the job is written down as failed.
        TransientError: the backend could not be asked just now.
    """
    ledger, order = JobLedger(store), job.order
    try:
        tuner.submit(order, read_training_data(store, order.train, order.valid))
    except BadInput as error:
        reason = str(error)
        ledger.update(job.name, lambda j: j.turned_away(reason, at=clock()))
        raise
    if ledger.read(job.name).state in {"CancelRequested", "Canceled"}:  # meanwhile, by someone else
        tuner.cancel(job.name)
    try:
        seen = tuner.status(job.name)
    except TransientError:  # it has the job; how that is doing, the next poll will tell
        seen = Seen(state="NotStarted")
    return write_down(store, tuner, job, seen, clock=clock)


def _collected(store: Store, tuner: FineTuner, job: Job, *, clock: Clock) -> Job:
    """Look again at what a job left that is paid for; nothing is trained anew."""
    job = JobLedger(store).update(job.name, lambda j: j.reopened(at=clock()))
    return write_down(store, tuner, job, tuner.status(job.name), clock=clock)


def write_down(store: Store, tuner: FineTuner, job: Job, seen: Seen, *, clock: Clock) -> Job:
    """Write down what a backend says of a job; the model of a completed one goes into the store.

    What a completed job left may not be there at once, or not be ours to read until somebody mends
    that: the job is paid for, and is looked at again until its deadline.
    """
    ledger, result = JobLedger(store), None
    if canonical(seen.state) == "Completed" and not job.ended:
        try:
            result = publish_adapter(store, job, tuner.result(job.name))
        except AdapterDamaged as error:
            seen = Seen(state="Failed", reason=str(error))
        except (BadInput, UnknownJob) as error:
            fault = str(error)
            return ledger.update(job.name, lambda j: j.collecting(fault, at=clock()))
    return ledger.update(job.name, lambda j: j.saw(seen, at=clock(), result=result))


def next_attempt(store: Store, order: JobOrder) -> JobOrder:
    """Return the order as its next try: past every try that has no model, or none any more.

    One that completed at its backend and was not collected is no such try: it is looked at again.
    """
    ledger = JobLedger(store)
    while (job := ledger.find(order.name)) is not None and (
        (job.state in {"Failed", "Canceled"} and not job.uncollected)
        or (job.state == "Completed" and not has_model(store, job.name))
    ):
        order = order.model_copy(update={"attempt": order.attempt + 1})
    return order


def refuse(preflight: Preflight) -> None:
    """Stop where a preflight forbids to start.

    Raises:
        BadInput: something is missing or wrong.
        PreflightRefused: only the cost forbids it.
    """
    refusals = preflight.refusals
    if not refusals:
        return
    first, more = refusals[0], len(refusals) - 1
    message = f"{first.name}: {first.message}{f' (and {more} more)' if more else ''}; nothing was submitted"
    if all(c.name == COST_CHECK for c in refusals):
        raise PreflightRefused(message)
    raise BadInput(message)
