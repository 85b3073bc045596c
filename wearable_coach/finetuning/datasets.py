"""The dataset that a job trains on: found in the store, and checked byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from wearable_coach.dataset.parts import SPLITS, Split, name_of_all, parts_of
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.order import TrainingData, TrainingFile, hash_of_parts
from wearable_coach.store import Missing, Store
from wearable_coach.store.datasets import latest_version, read_manifest, versions
from wearable_coach.store.wholeness import read_whole, repair_command

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
    return Dataset(name, training_file(name, files, "train"), training_file(name, files, "valid"))


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


def training_file(version: str, files: Mapping[str, str], split: Split) -> TrainingFile:
    """Return a split's training file, or its parts together, as an order names them.

    Args:
        version: The dataset version.
        files: What its manifest says: name → sha256.
        split: Which one.

    Raises:
        BadInput: the version has none.
    """
    parts = parts_of(files, split)
    if not parts:
        message = (
            f"dataset: {version} has no {split} file; its recipe's split needs train and valid"
        )
        raise BadInput(message)
    digest = hash_of_parts([files[name] for name in parts])
    return TrainingFile(key=f"datasets/{version}/{name_of_all(parts)}", sha256=digest)


def read_training_data(store: Store, train: TrainingFile, valid: TrainingFile) -> TrainingData:
    """Return both splits, to be read a part at a time.

    Raises:
        BadInput: a file is missing, or its bytes are not those of its manifest; of many parts only
            when its turn comes.
    """
    return TrainingData(read_training_file(store, train), read_training_file(store, valid))


def read_training_file(store: Store, file: TrainingFile) -> Iterable[bytes]:
    """Return the parts of one of them, in order.

    Raises:
        BadInput: as `read_training_data`, or its parts are no longer those that were ordered.
    """
    version, _, name = file.key.removeprefix("datasets/").partition("/")
    if "*" not in name:
        return (read_whole(store, version, name, file.sha256),)
    files: dict[str, str] = manifest_of(store, version)["files"]
    hashes = {n: files[n] for s in SPLITS for n in parts_of(files, s) if fnmatchcase(n, name)}
    if not hashes or hash_of_parts([*hashes.values()]) != file.sha256:
        message = f"dataset: {store.where(file.key)} are not the parts that were ordered; run `{repair_command(version)}`, or order the job anew"
        raise BadInput(message)
    return _Parts(store, version, hashes)


class _Parts:
    """Parts of a split in a store, each read and compared with its hash when its turn comes."""

    def __init__(self, store: Store, version: str, hashes: Mapping[str, str]) -> None:
        self._store, self._version, self._hashes = store, version, hashes

    def __iter__(self) -> Iterator[bytes]:
        """Read them in order.

        Raises:
            BadInput: one is missing, or its bytes are not those of its manifest.
        """
        for name, digest in self._hashes.items():
            yield read_whole(self._store, self._version, name, digest)
