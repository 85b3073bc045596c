"""Opening what hosts the model of a job: by the job's backend, with its workspace and identity."""

from __future__ import annotations

from collections.abc import Mapping

from flows.openers.finetuners import BLOCK
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import Hoster, HostingKind, hosting_kind
from wearable_coach.hosting.keeping import OpenHoster
from wearable_coach.hosting.record import ModelDeployment


def open_hoster(name: str, kind: HostingKind, *, environment: Mapping[str, str]) -> Hoster:
    """Open the hoster of a kind by the name of the backend that trained the model.

    Args:
        name: ``azure``, ``foundry`` or ``block:NAME``.
        kind: Of the model deployment.
        environment: Where settings and identity stand.

    Raises:
        BadInput: there is no such backend, or its settings are missing or wrong.
    """
    if name.startswith(BLOCK):
        return _block(name.removeprefix(BLOCK), kind, environment)
    from backends.azure.hosting.opening import open_kind  # noqa: PLC0415 - when needed

    return open_kind(kind, environment)


def hoster_of(job: Job, *, environment: Mapping[str, str]) -> Hoster | None:
    """Open the hoster of a job's model; None where the model lies in the store and needs none.

    Raises: as `open_hoster`.
    """
    kind = hosting_kind(job)
    return None if kind is None else open_hoster(job.tuner, kind, environment=environment)


def hoster_opener(environment: Mapping[str, str]) -> OpenHoster:
    """Return a function that opens the hoster of each record once, for a round over many."""
    known: dict[tuple[str, HostingKind], Hoster] = {}

    def open_once(record: ModelDeployment) -> Hoster:
        wanted = (record.hoster, record.order.kind)
        if wanted not in known:
            known[wanted] = open_hoster(*wanted, environment=environment)
        return known[wanted]

    return open_once


def _block(name: str, kind: HostingKind, environment: Mapping[str, str]) -> Hoster:
    """Load a fine-tuner block, which has workspace and identity."""
    from flows.openers.blocks import load_block  # noqa: PLC0415 - imports httpx

    found = load_block(
        ("AzureFineTuning", "FoundryFineTuning"), name, field="backend", what="fine-tuner"
    )
    if not hasattr(found, "open_hoster"):
        message = f"backend: {BLOCK}{name} hosts no models; name a block of fine-tuning at Azure"
        raise BadInput(message)
    hoster: Hoster = found.open_hoster(kind, environment)
    return hoster
