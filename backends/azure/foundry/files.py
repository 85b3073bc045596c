"""Training files at Foundry: JSON lines with a byte-order mark, under a name that says whose they are.

Foundry names a file itself. Its own name, with the job's in it, is therefore how a file is found that was
uploaded by somebody who died before the job was made.
"""

from __future__ import annotations

import os
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

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


def uploaded(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a file as it is sent: with the byte-order mark that the service's documents ask for."""
    for number, part in enumerate(parts):
        yield part if number or part.startswith(BOM_UTF8) else BOM_UTF8 + part


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
    train, valid = (file_name(order.name, split) for split in ("train", "valid"))
    with _sent(data.train) as train_file, _sent(data.valid) as valid_file:
        files = {train: train_file, valid: valid_file}
        known = _known(connection, {name: _size(file) for name, file in files.items()})
        made = {
            name: known.get(name) or _upload(connection, name, file) for name, file in files.items()
        }
    return (
        _ready(connection, train, made[train], sleep),
        _ready(connection, valid, made[valid], sleep),
    )


def ids_of(connection: FoundryConnection, name: str) -> set[str]:
    """Return the ids of the files of that name."""
    with connection.calling("listing files"):
        found = connection.client.files.list(purpose=PURPOSE)
        return {file.id for file in found if file.filename == name}


@contextmanager
def _sent(parts: Iterable[bytes]) -> Iterator[BinaryIO]:
    """Put the parts together on the disk: the service takes one file."""
    with TemporaryFile() as file:
        file.writelines(uploaded(parts))
        file.seek(0)
        yield cast("BinaryIO", file)


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _known(connection: FoundryConnection, sizes: dict[str, int]) -> dict[str, Any]:
    """Return the files that are there already, whole, by name; of two the one that came first."""
    with connection.calling("listing files"):
        found = [*connection.client.files.list(purpose=PURPOSE)]
    whole = [f for f in found if f.bytes == sizes.get(f.filename) and f.status not in _BROKEN]
    return {f.filename: f for f in sorted(whole, key=lambda f: (f.created_at, f.id), reverse=True)}


def _upload(connection: FoundryConnection, name: str, content: BinaryIO) -> Any:
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
