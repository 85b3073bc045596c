"""The dataset that a job trains on: found in the store, and checked byte for byte."""

from __future__ import annotations

from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.order import TrainingData, TrainingFile
from wearable_coach.store import Missing, Store
from wearable_coach.store.datasets import latest_version, read_manifest, versions
from wearable_coach.store.wholeness import read_whole

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
    name = named_version(store, version)
    files = manifest_of(store, name)["files"]
    return Dataset(name, *(_file(name, files, split) for split in ("train", "valid")))


def named_version(store: Store, version: str) -> str:
    """Return the version that is named, be it as the latest; whether it is there is not looked at.

    Raises:
        BadInput: there is no latest one.
    """
    name = latest_version(store) if version == LATEST else version
    if name is None:
        message = f"dataset: there is none in {store.where('datasets')}; run `wearable-coach refresh` first"
        raise BadInput(message)
    return name


def manifest_of(store: Store, version: str) -> dict[str, Any]:
    """Return the manifest of a version, its `files` a mapping of hashes.

    Raises:
        BadInput: it is not there, or cannot be read.
    """
    try:
        manifest = read_manifest(store, version)
        return {**manifest, "files": dict(manifest["files"])}
    except Missing:
        known = ", ".join(versions(store)[-3:]) or "none"
        message = f"dataset: there is no {version!r} in the store (last are: {known}); name one of them or latest"
        raise BadInput(message) from None
    except (ValueError, KeyError, TypeError):
        message = (
            f"dataset: {version} has a manifest that cannot be read; restore it from a backup "
            f"(docs/backup.md), or move {store.where(f'datasets/{version}')} away and run "
            "`wearable-coach refresh`"
        )
        raise BadInput(message) from None


def read_training_data(store: Store, train: TrainingFile, valid: TrainingFile) -> TrainingData:
    """Return the bytes of both files.

    Raises:
        BadInput: a file is missing, or its bytes are not those of its manifest.
    """
    return TrainingData(read_training_file(store, train), read_training_file(store, valid))


def read_training_file(store: Store, file: TrainingFile) -> bytes:
    """Return the bytes of one of them.

    Raises:
        BadInput: it is missing, or its bytes are not those of its manifest.
    """
    version, _, name = file.key.removeprefix("datasets/").partition("/")
    return read_whole(store, version, name, file.sha256)


def _file(version: str, files: dict[str, str], split: str) -> TrainingFile:
    for name, digest in sorted(files.items()):
        if name.startswith(f"{split}_") and name.endswith(".jsonl"):
            return TrainingFile(key=f"datasets/{version}/{name}", sha256=digest)
    message = f"dataset: {version} has no {split} file; its recipe's split needs train and valid"
    raise BadInput(message)
