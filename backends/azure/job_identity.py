"""What marks a job as ours: tags that hold its configuration, and properties that never differ."""

from __future__ import annotations

from collections.abc import Mapping

from wearable_coach.errors import StoreConflict
from wearable_coach.finetuning.order import JobOrder

EXPERIMENT = "wearable-coach"
CONFIGURATION_TAG = "wearable-coach-configuration"

UNTRACKED: Mapping[str, str] = dict.fromkeys(
    (
        "mlflow.source.git.branch",
        "mlflow.source.git.commit",
        "mlflow.source.git.repoURL",
        "azureml.git.dirty",
    ),
    "not recorded",
)
"""The SDK writes the git state of the working folder into these unless they are there: the same
order submitted from another commit would be another body, which Azure refuses."""


def tags(order: JobOrder) -> dict[str, str]:
    """Return the tags of a job."""
    return {CONFIGURATION_TAG: order.configuration_hash}


def require_same(order: JobOrder, found: Mapping[str, str] | None) -> None:
    """Check that a job found under the order's name is this order's.

    Raises:
        StoreConflict: it has another configuration.
    """
    if (found or {}).get(CONFIGURATION_TAG) != order.configuration_hash:
        message = f"job {order.name}: the workspace has a job of this name with another configuration; submit a new attempt"
        raise StoreConflict(message)
