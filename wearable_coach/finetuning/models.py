"""The tuned model in the store: ``models/<job name>/adapter/…``, its description last."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import JobResult
from wearable_coach.finetuning.job import Job
from wearable_coach.store import Missing, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.parsing import object_of
from wearable_coach.store.reading import read_plain_file
from wearable_coach.store.writing import put

DESCRIPTION = "model.json"


class AdapterDamaged(BadInput):
    """What a job left is gone, or not what it left: no later look will find it."""


def publish_adapter(store: Store, job: Job, result: JobResult) -> JobResult:
    """Copy a local adapter into the store, so that the model outlives the machine's job folder.

    A model that lies at its backend (no files in the result) is only described.

    Returns:
        The result, its `model` now the place in the store where there are files.

    Raises:
        AdapterDamaged: a file of the adapter is missing or changed.
        BadInput: a file cannot be read, or the store cannot be written.
    """
    folder = f"models/{job.name}"
    for name, digest in sorted(result.files.items()):
        put(store, f"{folder}/adapter/{name}", _file(Path(result.model) / name, digest))
    published = (
        result.model_copy(update={"model": store.where(f"{folder}/adapter")})
        if result.files
        else result
    )
    description = {
        "job": job.name,
        "backend": job.order.backend,
        "base_model": job.order.base_model,
        "dataset_version": job.order.dataset_version,
        "requested": job.order.requested.model_dump(mode="json"),
        "effective": result.effective,
        "model": result.model if not result.files else "adapter",
        "files": result.files,
        "metrics": result.metrics,
    }
    put(store, f"{folder}/{DESCRIPTION}", json_bytes(description))
    return published


def has_model(store: Store, job: str) -> bool:
    """Say whether the model of a job is in the store, whole: a prune or a fault may have taken of it."""
    try:
        files = dict(object_of(store.read(f"models/{job}/{DESCRIPTION}").data)["files"])
        held = ((store.read(f"models/{job}/adapter/{n}").data, sha) for n, sha in files.items())
        return all(sha256(data).hexdigest() == digest for data, digest in held)
    except (Missing, ValueError, KeyError, TypeError):
        return False


def _file(path: Path, digest: str) -> bytes:
    try:
        data = read_plain_file(path)
    except FileNotFoundError:
        message = f"model: {path} is gone; train again with `wearable-coach finetune --again`"
        raise AdapterDamaged(message) from None
    except OSError as error:
        message = (
            f"model: cannot read {path} ({error.strerror}); mend that, and the next look reads it"
        )
        raise BadInput(message) from None
    if sha256(data).hexdigest() != digest:
        message = f"model: {path} was changed after training; train again with `wearable-coach finetune --again`"
        raise AdapterDamaged(message)
    return data
