"""Writing a job's folder, create-only, and reading how far it is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from backends.local.worker.job_folder import (
    JobFolder,
    RunOptions,
    read_json,
    write_json,
)
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.finetuning.contract import TrainingProgress
from wearable_coach.finetuning.order import JobOrder, TrainingData, hash_of_parts
from wearable_coach.store.permissions import owners_alone
from wearable_coach.store.reading import cannot_read

_MOST_LOSSES = 200


def write_job(path: Path, order: JobOrder, data: TrainingData, options: RunOptions) -> None:
    """Let a job's folder appear with everything in it, unless another submitter was first.

    Raises:
        BadInput: the data are not those of the order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        write_json(partial / "order.json", order.model_dump(mode="json"))
        write_json(partial / "run.json", options.model_dump(mode="json"))
        for name, parts, ordered in (
            ("train", data.train, order.train),
            ("valid", data.valid, order.valid),
        ):
            if _written(partial / f"{name}.jsonl", parts) != ordered.sha256:
                message = f"{name}: its bytes are not those of the order; read the dataset again"
                raise BadInput(message)
        try:
            partial.rename(path)
        except OSError:
            if not path.exists():  # else another submitter was first
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _written(path: Path, parts: Iterable[bytes]) -> str:
    """Write a split as one file, a part in memory at a time; return the hash that it is ordered by."""
    digests = []
    with open(path, "wb", opener=owners_alone) as file:
        for part in parts:
            digests.append(sha256(part).hexdigest())
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return hash_of_parts(digests)


def refuse_another(written: JobOrder, asked: JobOrder) -> None:
    """Refuse an order that is not the one under this name.

    Raises:
        StoreConflict: it decides something else.
    """
    if written.configuration_hash != asked.configuration_hash:
        message = (
            f"job: {asked.name} is there with another configuration; order it under its own name"
        )
        raise StoreConflict(message)


def progress_of(folder: JobFolder) -> TrainingProgress:
    """Return how far a job is; of many losses every n-th, and the last."""
    lines, plan = folder.metrics(), read_json(folder / "plan.json") or {}
    if not lines:
        return TrainingProgress(step=0 if plan else None, steps=plan.get("steps"))
    every = -(-len(lines) // _MOST_LOSSES)
    shown = [*lines[:-1:every], lines[-1]]
    return TrainingProgress(
        step=lines[-1]["step"],
        steps=plan.get("steps"),
        loss=lines[-1]["loss"],
        tokens_per_second=lines[-1]["tokens_per_second"],
        losses=tuple((line["step"], line["loss"]) for line in shown),
    )


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn a disk's fault into one line.

    Raises:
        StoreConflict: the place cannot be written.
    """
    try:
        yield
    except OSError as error:
        message = f"job folder: cannot write {path} ({error.strerror}); make room or choose another folder"
        raise StoreConflict(message) from None


@contextmanager
def plain_reads(path: Path) -> Iterator[None]:
    """Turn a fault of reading a job's folder into one line.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise cannot_read(Path(error.filename or path), error) from None
