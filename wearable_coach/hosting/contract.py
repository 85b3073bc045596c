"""What every hoster offers: a model deployment by its name, made once however often it is asked for.

A *model deployment* is a tuned model that answers at Azure; a Prefect deployment is a flow that can
be run. Nothing here knows Azure.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Literal, Protocol, get_args

from pydantic import Field

from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.finetuning.job import Job
from wearable_coach.finetuning.order import Setting
from wearable_coach.hosting.cost import HourlyRate
from wearable_coach.hosting.states import HostingState
from wearable_coach.records import Record

HostingKind = Literal["managed", "serverless", "foundry"]
"""A managed online endpoint, a serverless endpoint, or a deployment of a Foundry account."""
Purpose = Literal["evaluation", "service"]
"""What it is fit for; where Azure has a tier for evaluation alone, the two are made differently."""
Clock = Callable[[], datetime]
_PLACE_CHARACTERS = 4


class UnknownDeployment(CoachError):
    """There is no model deployment of that name at Azure."""


class HostingOrder(Record):
    """A model deployment, before it is made: everything that decides what stands and answers."""

    job: str = Field(description="The fine-tuning job whose model it is")
    kind: HostingKind
    name: str = Field(description="Its name at Azure, by the job and the place")
    model: str = Field(description="The tuned model: a registered model's id, or a fine-tuned id")
    base_model: str = Field("", description="What that was tuned from")
    purpose: Purpose = Field(
        "evaluation", description="What it is fit for; one for service answers evaluations too"
    )
    settings: dict[str, Setting] = Field(
        {}, description="Machine, instances, concurrency, timeouts, probes, tier"
    )
    rate: HourlyRate | None = Field(None, description="What it costs; None where it is not known")

    @property
    def configuration_hash(self) -> str:
        """Hash of all that decides what answers; a price does not."""
        decides = self.model_dump(mode="json", exclude={"rate"})
        text = json.dumps(decides, sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()


class HostedSeen(Record):
    """A model deployment as Azure tells it."""

    state: HostingState
    reason: str = Field("", description="Why it failed")
    raw: str = Field("", description="Azure's own word, where it is none that we know")
    unfinished: bool = Field(
        default=False,
        description="It waits for us: `deploy` goes on with the next part, e.g. the deployment "
        "below an endpoint that is there by now",
    )


class Hoster(Protocol):
    """Model deployments by name; every call may be repeated, and none waits for Azure to finish.

    Each method raises `TransientError` for a fault that may pass and `BadInput` for what only a
    person can mend.
    """

    @property
    def kind(self) -> HostingKind:
        """The kind of its model deployments."""

    def order_for(self, job: Job, *, purpose: Purpose = "evaluation") -> HostingOrder:
        """Say what would be made for a job's model, without any effect.

        Raises:
            BadInput: the job left no model, or a setting does not fit.
        """

    def preflight(self, order: HostingOrder) -> tuple[PreflightCheck, ...]:
        """Look at what could stop it, before anything is made or paid."""

    def deploy(self, order: HostingOrder) -> None:
        """Begin to make it, or go on: one that is there with the same configuration is the same.

        Raises:
            StoreConflict: one of this name has another configuration, or is not ours.
        """

    def status(self, name: str) -> HostedSeen:
        """Return how it is.

        Raises:
            UnknownDeployment: there is none of that name.
        """

    def serving(self, order: HostingOrder) -> Endpoint:
        """Return how it is asked, with its identity, and no secret in it.

        Raises:
            UnknownDeployment: there is none of that name.
        """

    def key(self, order: HostingOrder) -> str:
        """Return its key, for this process alone: it is never written down.

        Raises:
            UnknownDeployment: there is none of that name.
            BadInput: it takes none, or we may not read it.
        """

    def undeploy(self, name: str) -> None:
        """Begin to take it down; one that is gone, or going, stays so.

        Raises:
            StoreConflict: what has this name is not ours.
        """

    def list(self) -> list[str]:
        """Return the names of those that are ours, sorted."""


def hosting_kind(job: Job) -> HostingKind | None:
    """Return the kind of model deployment that a job's model needs; None where it lies in the store."""
    if job.order.backend == "local":
        return None
    if job.order.backend != "azure":
        return "foundry"
    return "serverless" if job.order.settings.get("route") == "serverless" else "managed"


def checked_kind(text: str) -> HostingKind:
    """Read the name of a kind.

    Raises:
        BadInput: there is none of that name.
    """
    for kind in get_args(HostingKind):
        if text == kind:
            return kind  # type: ignore[no-any-return]
    message = f"kind: got {text!r}; need {', '.join(get_args(HostingKind))}"
    raise BadInput(message)


def deployment_name(job: str, place: str) -> str:
    """Return the name of a job's model deployment.

    Endpoints' names are unique in a whole region of Azure, those of jobs in a workspace alone: two
    workspaces that train the same must not ask for the same name. At most 32 characters, letters,
    digits and hyphens, as the narrowest of the three kinds has it.

    Args:
        job: The job's name, coach-BACKEND-HASH.
        place: Subscription, resource group and workspace or account, as one text.
    """
    return f"{job}-{sha256(place.lower().encode()).hexdigest()[:_PLACE_CHARACTERS]}"
