"""Ordering a fine-tuning job: what the request comes to, and its submission."""

from __future__ import annotations

from typing import Literal

from tasks.finetuning import RetrainRequest, order_of, submit_order
from tasks.gating import gate_version, need_passed
from tasks.policy import PATIENT, step
from tasks.running.contract import Steps
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.datasets import LATEST
from wearable_coach.finetuning.submission import Clock, Submitted
from wearable_coach.store import Store
from wearable_coach.store.datasets import latest_version

Refresh = Literal["never", "when_missing", "always"]


@step("wants-refresh", PATIENT)
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


def compose_retrain(
    steps: Steps, request: RetrainRequest, clock: Clock, *, gated: bool = False
) -> Submitted:
    """Order one job on a version that the gate passes as its files are now; the same order is the same job.

    Args:
        steps: What runs them.
        request: What is to be trained, where.
        clock: The time.
        gated: Whether this run made the version, and so gated it a moment ago.

    Raises:
        BadInput: the dataset is not there, or preflight or backend refuse it.
        GateRejected: its files or its rows do not pass.
        PreflightRefused: it would cost more than the cap.
        TransientError: the backend could not be asked just now.
    """
    order = steps.call(order_of, request)
    if not gated:
        version = order.dataset_version
        need_passed(steps.call(gate_version, request.store, version), version)
    return steps.call(submit_order, request, order, clock)
