"""Ordering a fine-tuning job, as a composition of plain functions."""

from __future__ import annotations

from typing import Literal, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import FineTuner
from wearable_coach.finetuning.datasets import LATEST, find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.submission import (
    Clock,
    Submitted,
    next_attempt,
    place_order,
    submit_job,
)
from wearable_coach.store import Store
from wearable_coach.store.datasets import latest_version

Refresh = Literal["never", "when_missing", "always"]


class RetrainRequest(NamedTuple):
    """What is to be trained, where."""

    store: Store
    tuner: FineTuner
    tuner_name: str
    dataset: str = LATEST
    requested: Hyperparameters = Hyperparameters()
    reason: str = ""
    again: bool = False
    """Whether a job of this order that failed, was cancelled or whose model was pruned is tried again."""


def wants_refresh(store: Store, dataset: str, refresh: Refresh) -> bool:
    """Say whether a new dataset version is made before the order.

    Raises:
        BadInput: a version is named and a new one is wanted.
    """
    if dataset == LATEST:
        return refresh == "always" or (refresh == "when_missing" and latest_version(store) is None)
    if refresh == "always":
        message = f"refresh: always makes a new version, but dataset names {dataset!r}; give dataset latest"
        raise BadInput(message)
    return False


def order_of(request: RetrainRequest) -> JobOrder:
    """Return the order that a request comes to; nothing is started.

    Raises:
        BadInput: the dataset is not there, or the backend cannot honour a value.
    """
    dataset = find_dataset(request.store, request.dataset)
    order = place_order(request.tuner, dataset, request.requested, reason=request.reason)
    return next_attempt(request.store, order) if request.again else order


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
