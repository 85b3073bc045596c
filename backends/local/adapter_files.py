"""An adapter of the store as a folder that can be loaded: fetched once, compared with its checksums."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.models import DESCRIPTION
from wearable_coach.store import LocalStore, Missing, Store
from wearable_coach.store.keys import checked_key
from wearable_coach.store.parsing import Unparsed, object_of
from wearable_coach.store.reading import cannot_read, walk

_CACHE_CHARACTERS = 24
AGAIN = "restore it from a backup (docs/backup.md), or train again with `wearable-coach finetune --again`"


class Adapter(NamedTuple):
    """What `model.json` says of an adapter."""

    key: str
    """Its folder in the store, ``models/<job>/adapter``."""
    files: Mapping[str, str]
    """SHA-256 by file name."""
    base_model: str
    """The base that it was trained on: ``NAME@sha256:…``."""

    @property
    def checksum(self) -> str:
        """The hash of all its files."""
        return sha256(json.dumps(dict(self.files), sort_keys=True).encode()).hexdigest()


def describe_adapter(store: Store, key: str) -> Adapter:
    """Return what the store says of an adapter.

    Raises:
        BadInput: there is none, or its description cannot be read.
    """
    described = f"{checked_key(key.rstrip('/')).rpartition('/')[0]}/{DESCRIPTION}".lstrip("/")
    description = read_description(store, described)
    files = description.get("files")
    if not isinstance(files, dict) or not files:
        message = (
            f"adapter: {store.where(described)} names no files, so the model does not lie in this "
            "store; name the endpoint that serves it"
        )
        raise BadInput(message)
    for name in files:
        checked_key(name)
    return Adapter(key.rstrip("/"), files, str(description.get("base_model", "")))


def read_description(store: Store, key: str) -> dict[str, Any]:
    """Return a model's description.

    Raises:
        BadInput: there is none, or it cannot be read.
    """
    try:
        return object_of(store.read(key).data)
    except Missing:
        message = f"model: there is no {store.where(key)}; `wearable-coach jobs` lists the models"
        raise BadInput(message) from None
    except Unparsed as why:
        message = f"model: {store.where(key)} cannot be read ({why}); {AGAIN}"
        raise BadInput(message) from None


def adapter_folder(store: Store, adapter: Adapter, *, cache: Path) -> Path:
    """Return a folder with exactly the adapter's files, each as it was after training.

    Args:
        store: Where it lies; a local one is read in place.
        adapter: What it holds.
        cache: Where one of another store is put, once.

    Raises:
        BadInput: a file is missing, was changed, or does not belong there.
    """
    if isinstance(store, LocalStore):
        folder = store.folder / adapter.key
        _check_files(folder, adapter, where=store.where(adapter.key))
        return folder
    folder = cache / adapter.checksum[:_CACHE_CHARACTERS]
    if not folder.is_dir():
        _fetch(store, adapter, folder)
    _check_files(folder, adapter, where=str(folder))
    return folder


def check_base(adapter: Adapter, folder: Path, digest: str) -> None:
    """Look whether an adapter was trained on the base in a folder.

    Raises:
        BadInput: it was trained on another.
    """
    if not adapter.base_model.endswith(f"@sha256:{digest}"):
        message = f"base: {adapter.key} was trained on {adapter.base_model}, and {folder} is another; name that base's folder"
        raise BadInput(message)


def _fetch(store: Store, adapter: Adapter, folder: Path) -> None:
    """Fetch all files beside `folder`, then name them whole, so that no half of it is ever loaded."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".fetching-", dir=folder.parent))
    try:
        for name in adapter.files:
            target = partial / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_read(store, f"{adapter.key}/{name}"))
        _check_files(partial, adapter, where=store.where(adapter.key))
        try:
            os.rename(partial, folder)  # noqa: PTH104 - `Path.rename` says the same
        except OSError:
            if not folder.is_dir():  # else another run was first
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _read(store: Store, key: str) -> bytes:
    try:
        return store.read(key).data
    except Missing:
        message = f"adapter: {store.where(key)} is missing; {AGAIN}"
        raise BadInput(message) from None


def _check_files(folder: Path, adapter: Adapter, *, where: str) -> None:
    there = (key for key, _ in walk(folder, folder))
    found = {key for key in there if key in adapter.files or not _is_hidden(key)}
    strange = sorted(found ^ set(adapter.files))
    if strange:
        told = (
            "is not of the adapter; move it away" if strange[0] in found else f"is missing; {AGAIN}"
        )
        message = f"adapter: {strange[0]} in {where} {told}"
        raise BadInput(message)
    for name, digest in adapter.files.items():
        if _digest(folder / name) != digest:
            message = f"adapter: {name} in {where} was changed after training; {AGAIN}"
            raise BadInput(message)


def _is_hidden(key: str) -> bool:
    """Say whether no library would load a file: a desktop's ``.DS_Store`` is no wall."""
    return key.rpartition("/")[2].startswith(".")


def _digest(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe or a device, which would be waited for
            return ""
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise cannot_read(path, error) from None
