"""Publishing a version whose parts lie in the store already: they are given new keys, and the manifest comes last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from wearable_coach.store.contract import Exists, Store
from wearable_coach.store.datasets import (
    MANIFEST,
    Published,
    existing_version,
    json_bytes,
    made_whole,
)
from wearable_coach.store.wholeness import FOLDER
from wearable_coach.store.writing import put


class Ready(NamedTuple):
    """A part of a version as it lies in the store."""

    key: str
    sha256: str


def publish_parts(
    store: Store,
    *,
    version: str,
    parts: Mapping[str, Ready],
    files: Mapping[str, Callable[[], bytes]],
    manifest: Mapping[str, Any],
) -> Published:
    """Give the parts their keys in a version, write its other files, then the manifest, which makes it exist.

    What a killed run did of it is gone on with. Where the content is there already, only what is damaged is written.

    Args:
        store: Where the parts lie, and the version will.
        version: Its name.
        parts: Its parts by their names in it.
        files: What makes each other file, by name.
        manifest: All but the hashes of files, which go into it as ``files``.

    Raises:
        StoreConflict: the place cannot be written, or holds other content under this name.
    """
    content_hash = str(manifest["content_sha256"])
    makers = {name: partial(_read, store, part.key) for name, part in parts.items()} | dict(files)
    if found := existing_version(store, content_hash):
        return made_whole(store, found, content_hash, makers)
    hashes = {name: part.sha256 for name, part in parts.items()}
    for name, part in parts.items():
        _adopt(store, part, f"{FOLDER}/{version}/{name}")
    for name, make in files.items():
        data = make()
        put(store, f"{FOLDER}/{version}/{name}", data)
        hashes[name] = sha256(data).hexdigest()
    try:
        key = f"{FOLDER}/{version}/{MANIFEST}"
        store.create(key, json_bytes({**manifest, "files": hashes}))
    except Exists:  # another run made the same version meanwhile
        return made_whole(store, version, content_hash, makers)
    return Published(version, created=True, where=store.where(f"{FOLDER}/{version}"))


def _adopt(store: Store, part: Ready, key: str) -> None:
    """Give a part its key; what a killed run left there stays where it is that part."""
    try:
        store.adopt(part.key, key)
    except Exists:
        if sha256(_read(store, key)).hexdigest() == part.sha256:
            return
        store.remove(key)
        store.adopt(part.key, key)


def _read(store: Store, key: str) -> bytes:
    return store.read(key).data
