"""Whether the files of a dataset version are those of its manifest, and putting right those that are not.

A file is damaged where it is gone or has another hash. What is put in its place has the hash that
the manifest says, byte for byte; a whole file and the manifest itself are never written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.store.contract import Damaged, Missing, Store
from wearable_coach.store.writing import put

FOLDER = "datasets"
_AT_REST = "arrives damaged"


class Damage(NamedTuple):
    """A file that is not as its manifest says."""

    name: str
    what: str
    """``is missing``, ``was changed``, or for a store that can tell ``arrives damaged``."""


def repair_command(version: str) -> str:
    """Return what a person runs to have damaged files of a version made again."""
    return f"wearable-coach refresh --repair {version}"


def damage_of_file(store: Store, version: str, name: str, digest: str) -> Damage | None:
    """Compare a file with its hash; None where it is whole."""
    try:
        data = _read_twice(store, f"{FOLDER}/{version}/{name}")
    except Missing:
        return Damage(name, "is missing")
    except Damaged:
        return Damage(name, _AT_REST)
    return None if sha256(data).hexdigest() == digest else Damage(name, "was changed")


def _read_twice(store: Store, key: str) -> bytes:
    """Read an object; what is damaged on its way only arrives whole the second time."""
    try:
        return store.read(key).data
    except Damaged:
        return store.read(key).data


def read_whole(store: Store, version: str, name: str, digest: str) -> bytes:
    """Return the bytes of a file of a version.

    Raises:
        BadInput: it is missing, or its bytes are not those of its manifest.
    """
    key = f"{FOLDER}/{version}/{name}"
    remedy = f"run `{repair_command(version)}`"
    try:
        data = _read_twice(store, key)
    except Missing:
        message = f"dataset: {store.where(key)} is missing; {remedy}"
        raise BadInput(message) from None
    except Damaged:
        message = f"dataset: {store.where(key)} {_AT_REST}; {remedy}"
        raise BadInput(message) from None
    found = sha256(data).hexdigest()
    if found != digest:
        message = (
            f"dataset: {store.where(key)} has checksum {found[:12]}…, "
            f"its manifest says {digest[:12]}…; {remedy}"
        )
        raise BadInput(message)
    return data


def damaged_files(store: Store, version: str, hashes: Mapping[str, str]) -> Iterator[Damage]:
    """Read every file of a version, one after another; yield those that are not whole."""
    for name, digest in sorted(hashes.items()):
        if (found := damage_of_file(store, version, name, digest)) is not None:
            yield found


def repair(
    store: Store,
    version: str,
    hashes: Mapping[str, str],
    makers: Mapping[str, Callable[[], bytes]],
) -> tuple[str, ...]:
    """Write the damaged files of a version anew, each atomically and only with its own hash.

    Args:
        store: Where the version lies.
        version: Its name.
        hashes: What its manifest says, by file name.
        makers: What makes each file of the same content again.

    Returns:
        The names of the files that were put right.

    Raises:
        StoreConflict: one cannot be made as it was; the others are put right all the same.
    """
    done, left = [], []
    for name, what in damaged_files(store, version, hashes):
        data = makers[name]() if name in makers else None
        if data is None or sha256(data).hexdigest() != hashes[name]:
            left.append(f"{name} {what}")
            continue
        if what == _AT_REST:  # it cannot be read, so neither replaced
            store.remove(f"{FOLDER}/{version}/{name}")
        put(store, f"{FOLDER}/{version}/{name}", data)
        done.append(name)
    if left:
        folder = store.where(f"{FOLDER}/{version}")
        message = (
            f"version: {version}: {', '.join(left)}, and these packages make it otherwise; "
            f"restore it from a backup (docs/backup.md), or move {folder} away and run this again"
        )
        raise StoreConflict(message)
    return tuple(done)
