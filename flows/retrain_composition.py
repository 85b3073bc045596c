"""Ordering a fine-tuning job, as a composition of plain functions."""

from __future__ import annotations

from typing import NamedTuple

from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.finetuning.datasets import LATEST, find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.submission import (
    Clock,
    Submitted,
    next_attempt,
    place_order,
    submit_job,
)
from wearable_coach.store import Store


class RetrainRequest(NamedTuple):
    """What is to be trained, where."""

    store: Store
    tuner: FineTuner
    tuner_name: str
    dataset: str = LATEST
    requested: Hyperparameters = Hyperparameters()
    reason: str = ""
    again: bool = False
    """Whether a job of this order that failed or was cancelled is tried once more."""


def order_of(request: RetrainRequest) -> JobOrder:
    """Return the order that a request comes to; nothing is started.

    Raises:
        BadInput: the dataset is not there, or the backend cannot honour a value.
    """
    dataset = find_dataset(request.store, request.dataset)
    order = place_order(request.tuner, dataset, request.requested, reason=request.reason)
    return next_attempt(JobLedger(request.store), order) if request.again else order


def submit_order(request: RetrainRequest, order: JobOrder, clock: Clock) -> Submitted:
    """Submit the order, or return the job that it is already.

    Raises:
        BadInput: preflight or backend refuse it.
        PreflightRefused: it would cost more than the cap.
        TransientError: the backend could not be asked just now.
    """
    return submit_job(
        request.store, request.tuner, order, tuner_name=request.tuner_name, clock=clock
    )
