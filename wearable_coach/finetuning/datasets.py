"""The dataset that a job trains on: found in the store, and checked byte for byte."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.order import TrainingData, TrainingFile
from wearable_coach.store import Missing, Store
from wearable_coach.store.datasets import latest_version, read_manifest, versions

LATEST = "latest"


class Dataset(NamedTuple):
    """A dataset version's training files."""

    version: str
    train: TrainingFile
    valid: TrainingFile


def find_dataset(store: Store, version: str = LATEST) -> Dataset:
    """Return a dataset version of the store.

    Raises:
        BadInput: it is not there, or has no train and valid file.
    """
    name = latest_version(store) if version == LATEST else version
    if name is None:
        message = f"dataset: there is none in {store.where('datasets')}; run `wearable-coach refresh` first"
        raise BadInput(message)
    try:
        files = dict(read_manifest(store, name)["files"])
    except Missing:
        known = ", ".join(versions(store)[-3:]) or "none"
        message = f"dataset: there is no {name!r} in the store (last are: {known}); name one of them or latest"
        raise BadInput(message) from None
    except (ValueError, KeyError, TypeError):
        message = (
            f"dataset: {name} has a manifest that cannot be read; publish it again with refresh"
        )
        raise BadInput(message) from None
    return Dataset(name, *(_file(name, files, split) for split in ("train", "valid")))


def read_training_data(store: Store, train: TrainingFile, valid: TrainingFile) -> TrainingData:
    """Return the bytes of both files.

    Raises:
        BadInput: a file is missing, or its bytes are not those of its manifest.
    """
    return TrainingData(_checked(store, train), _checked(store, valid))


def _file(version: str, files: dict[str, str], split: str) -> TrainingFile:
    for name, digest in sorted(files.items()):
        if name.startswith(f"{split}_") and name.endswith(".jsonl"):
            return TrainingFile(key=f"datasets/{version}/{name}", sha256=digest)
    message = f"dataset: {version} has no {split} file; its recipe's split needs train and valid"
    raise BadInput(message)


def _checked(store: Store, file: TrainingFile) -> bytes:
    remedy = "publish the dataset again with refresh"
    try:
        data = store.read(file.key).data
    except Missing:
        message = f"dataset: {store.where(file.key)} is missing; {remedy}"
        raise BadInput(message) from None
    found = sha256(data).hexdigest()
    if found != file.sha256:
        message = (
            f"dataset: {store.where(file.key)} has checksum {found[:12]}…, "
            f"its manifest says {file.sha256[:12]}…; {remedy}"
        )
        raise BadInput(message)
    return data
