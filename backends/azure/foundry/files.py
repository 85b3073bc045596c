"""Training files at Foundry: JSON lines with a byte-order mark, under a name that says whose they are.

Foundry names a file itself. Its own name, with the job's in it, is therefore how a file is found that was
uploaded by somebody who died before the job was made.
"""

from __future__ import annotations

import time
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import Any

from backends.azure.foundry.connection import FoundryConnection
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.order import JobOrder, TrainingData

PURPOSE = "fine-tune"
MOST_BYTES = 512 * 1024 * 1024
"""Of one file. Source: Customize a model with fine-tuning, section Prepare your data."""
_READY, _BROKEN = {"processed"}, {"error", "deleted", "deleting"}
_LOOKS, _BETWEEN_S = 10, 1.0
"""A file of some megabytes is read by the service within seconds; who waits longer comes again."""


def file_name(job: str, split: str) -> str:
    """Return the name of a job's file."""
    return f"{job}-{split}.jsonl"


def uploaded(data: bytes) -> bytes:
    """Return a file as it is sent: with the byte-order mark that the service's documents ask for."""
    return data if data.startswith(BOM_UTF8) else BOM_UTF8 + data


def ensure_files(
    connection: FoundryConnection,
    order: JobOrder,
    data: TrainingData,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[str, str]:
    """Upload what is not there yet, wait until it is read, and return the ids (train, valid).

    Raises:
        BadInput: the service cannot use a file.
        TransientError: Foundry could not be reached, or still reads.
    """
    parts = {
        file_name(order.name, s): uploaded(b) for s, b in zip(("train", "valid"), data, strict=True)
    }
    known = _known(connection, parts)
    made = {
        name: known.get(name) or _upload(connection, name, part) for name, part in parts.items()
    }
    train, valid = (_ready(connection, name, file, sleep) for name, file in made.items())
    return train, valid


def ids_of(connection: FoundryConnection, name: str) -> set[str]:
    """Return the ids of the files of that name."""
    with connection.calling("listing files"):
        found = connection.client.files.list(purpose=PURPOSE)
        return {file.id for file in found if file.filename == name}


def _known(connection: FoundryConnection, parts: dict[str, bytes]) -> dict[str, Any]:
    """Return the files that are there already, whole, by name; of two the one that came first."""
    with connection.calling("listing files"):
        found = [*connection.client.files.list(purpose=PURPOSE)]
    whole = [
        f
        for f in found
        if f.filename in parts and f.bytes == len(parts[f.filename]) and f.status not in _BROKEN
    ]
    return {f.filename: f for f in sorted(whole, key=lambda f: (f.created_at, f.id), reverse=True)}


def _upload(connection: FoundryConnection, name: str, content: bytes) -> Any:
    sent = (name, content, "application/jsonl")
    with connection.calling(f"uploading {name}"):
        return connection.once.files.create(file=sent, purpose=PURPOSE)


def _ready(
    connection: FoundryConnection, name: str, file: Any, sleep: Callable[[float], None]
) -> str:
    """Return the id of a file once the service has read it."""
    for look in range(_LOOKS):
        if look:
            sleep(_BETWEEN_S)
            with connection.calling(f"reading file {name}"):
                file = connection.client.files.retrieve(file.id)
        if file.status in _READY:
            return str(file.id)
        if file.status in _BROKEN:
            why = getattr(file, "status_details", None) or "no reason given"
            message = (
                f"file {name}: Foundry cannot use it ({why}); delete it there, and look at the rows"
            )
            raise BadInput(message)
    message = f"file {name}: Foundry still reads it ({file.status}); submit again"
    raise TransientError(message)
