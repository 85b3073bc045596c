"""What marks a model deployment as ours, and what Azure says of one in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from backends.azure.job_identity import CONFIGURATION_TAG
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import HostedSeen, HostingOrder
from wearable_coach.hosting.states import HostingState

JOB_TAG = "wearable-coach-job"
_STATES: Mapping[str, HostingState] = {
    "creating": "Creating",
    "accepted": "Creating",
    "moving": "Updating",
    "updating": "Updating",
    "scaling": "Updating",
    "succeeded": "Ready",
    "failed": "Failed",
    "canceled": "Failed",
    "disabled": "Failed",
    "deleting": "Deleting",
}
_MODEL = re.compile(r"/models/(?P<name>[^/]+)/versions/(?P<version>[^/]+)$")


class RegisteredModel(NamedTuple):
    """A model of the workspace, as its id names it."""

    name: str
    version: str


def hosting_tags(order: HostingOrder) -> dict[str, str]:
    """Return the tags of a model deployment."""
    return {CONFIGURATION_TAG: order.configuration_hash, JOB_TAG: order.job}


def is_ours(tags: Mapping[str, str] | None) -> bool:
    """Say whether tags are of a model deployment that this product made."""
    return JOB_TAG in (tags or {})


def require_same_order(order: HostingOrder, tags: Mapping[str, str] | None) -> None:
    """Check that what was found under the order's name is this order's.

    Raises:
        StoreConflict: it has another configuration, or is somebody else's.
    """
    if (tags or {}).get(CONFIGURATION_TAG) != order.configuration_hash:
        what = "another configuration" if is_ours(tags) else "no mark of ours"
        message = f"deployment {order.name}: Azure has one of this name with {what}; take it down there, or let it be"
        raise StoreConflict(message)


def require_ours(name: str, tags: Mapping[str, str] | None) -> None:
    """Check that what is to be taken down is ours.

    Raises:
        StoreConflict: it is not.
    """
    if not is_ours(tags):
        message = f"deployment {name}: Azure has one of this name that is not ours; it stays"
        raise StoreConflict(message)


def seen_as(word: object, *, reason: str = "") -> HostedSeen:
    """Return what one of Azure's words for a state comes to."""
    text = str(getattr(word, "value", word) or "")
    state = _STATES.get(text.lower().replace("_", ""), "Unknown")
    return HostedSeen(
        state=state,
        reason=reason if state == "Failed" else "",
        raw=text if state == "Unknown" else "",
    )


def tuned_model(job: Job) -> str:
    """Return the id of the model that a job left.

    Raises:
        BadInput: it left none.
    """
    if job.result is None or not job.result.model:
        message = f"job {job.name}: is {job.state} and left no model to deploy; `wearable-coach jobs {job.name}` says why"
        raise BadInput(message)
    return job.result.model


def registered_model(model: str) -> RegisteredModel:
    """Read the id of a registered model.

    Raises:
        BadInput: it has another form.
    """
    found = _MODEL.search(model)
    if found is None:
        message = (
            f"model: got {model!r}, need the id of a registered model, …/models/NAME/versions/N"
        )
        raise BadInput(message)
    return RegisteredModel(found["name"], found["version"])
