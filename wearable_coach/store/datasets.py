"""Dataset versions in a store: written once, complete or absent, the manifest last."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

from wearable_coach.errors import BadInput, CoachError, StoreConflict
from wearable_coach.store.contract import Exists, Missing, Store
from wearable_coach.store.layout import is_ours
from wearable_coach.store.parsing import Unparsed, object_of
from wearable_coach.store.pointing import LATEST, day_in, point
from wearable_coach.store.wholeness import FOLDER as _FOLDER
from wearable_coach.store.wholeness import repair
from wearable_coach.store.writing import put

MANIFEST = "manifest.json"
HASH_CHARACTERS = 12


class Published(NamedTuple):
    """A dataset version and whether this run wrote it."""

    version: str
    created: bool
    where: str
    repaired: tuple[str, ...] = ()
    """Files of a version that was there already, put right because they were damaged."""


def version_name(date: str, content_hash: str) -> str:
    """Return ``YYYYMMDD-<first 12 of the content hash>``."""
    return f"{date}-{content_hash[:HASH_CHARACTERS]}"


def existing_version(store: Store, content_hash: str) -> str | None:
    """Return the version that holds this content already, under whatever date; files are not read.

    Raises:
        StoreConflict: a version of that name holds other content.
    """
    ending = f"-{content_hash[:HASH_CHARACTERS]}"
    for key in store.keys(f"{_FOLDER}/"):
        version, _, name = key.removeprefix(f"{_FOLDER}/").partition("/")
        if name == MANIFEST and version.endswith(ending) and is_ours(key):
            _hashes_of(store, version, content_hash)
            return version
    return None


def publish(
    store: Store,
    *,
    version: str,
    files: Mapping[str, Callable[[], bytes]],
    manifest: Mapping[str, Any],
) -> Published:
    """Write a version: its files create-only, then the manifest, which makes it exist.

    Each file is made when its turn comes and let go once it is written, since together they hold
    as much memory as the rows. Their hashes go into the manifest, as ``files``.

    Left-overs of a killed run are overwritten; on a fault, what this run wrote is taken back. Where
    the content is there already, only files that are damaged are written, as they were.

    Raises:
        StoreConflict: the place cannot be written, holds other content under this name, or a
            damaged file cannot be made as it was.
    """
    content_hash = str(manifest["content_sha256"])
    if found := existing_version(store, content_hash):
        return made_whole(store, found, content_hash, files)
    written: list[str] = []
    hashes: dict[str, str] = {}
    try:
        for name, make in files.items():
            key = f"{_FOLDER}/{version}/{name}"
            written.append(key)
            hashes[name] = _put(store, key, make())
        key = f"{_FOLDER}/{version}/{MANIFEST}"
        store.create(key, json_bytes({**manifest, "files": hashes}))
    except Exists:  # another run made the same version meanwhile
        return made_whole(store, version, content_hash, files)
    except BaseException:
        _take_back(store, version, written)
        raise
    return Published(version, created=True, where=store.where(f"{_FOLDER}/{version}"))


def read_manifest(store: Store, version: str) -> dict[str, Any]:
    """Return the manifest of a version.

    Raises:
        Missing: there is no such version, or it was never finished.
        Unparsed: it is no manifest.
    """
    manifest = object_of(store.read(f"{_FOLDER}/{version}/{MANIFEST}").data)
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(isinstance(d, str) for d in files.values()):
        message = "it does not name its files with their hashes"
        raise Unparsed(message)
    return manifest


def versions(store: Store) -> list[str]:
    """Return the names of the complete versions, oldest first; folders of somebody else's are none."""
    keys = store.keys(f"{_FOLDER}/")
    return [key.split("/")[1] for key in keys if key.endswith(f"/{MANIFEST}") and is_ours(key)]


def mark_latest(store: Store, version: str, *, day: str = "", trial: bool = False) -> bool:
    """Let ``datasets/latest.json`` point to a version, unless it points to one of a later day.

    A trial moves it only where there is no other version, and gives way to whatever is whole.

    Args:
        store: Where it lies.
        version: What was published.
        day: YYYYMMDD that it was made for; that of its name if empty. The content of an old version may be
            that of today's.
        trial: Whether it is less than its recipe asks for.

    Returns:
        Whether it points there.
    """
    mine = {"day": day or day_in(version), "version": version, **({"trial": True} if trial else {})}
    return point(store, mine, lambda: versions(store)) == version


def pointed_version(store: Store) -> str | None:
    """Return the version that was marked as the latest, there or not; None where none was.

    Raises:
        BadInput: ``datasets/latest.json`` cannot be read.
    """
    try:
        return str(object_of(store.read(LATEST).data)["version"])
    except Missing:
        return None
    except (Unparsed, KeyError) as error:
        why = error if isinstance(error, Unparsed) else "it names no version"
        message = (
            f"latest: {store.where(LATEST)} cannot be read ({why}); remove it, and the newest "
            "version is the latest, or run `wearable-coach refresh`, which writes it anew"
        )
        raise BadInput(message) from None


def latest_version(store: Store) -> str | None:
    """Return the version of the latest day, of one day the one published last; None where there is none.

    Raises:
        BadInput: the versions cannot be listed, or the pointer to the latest not be read.
    """
    known, pointed = versions(store), pointed_version(store)
    if pointed in known:
        return pointed
    return known[-1] if known else None


def json_bytes(value: object) -> bytes:
    """Write JSON with sorted keys, for people and for hashes alike."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _put(store: Store, key: str, data: bytes) -> str:
    """Write a file, over what a killed run left of it, and return its sha256."""
    put(store, key, data)
    return sha256(data).hexdigest()


def _take_back(store: Store, version: str, written: list[str]) -> None:
    if _may_be_finished(store, version):
        return
    for key in written:
        with suppress(CoachError, OSError):
            store.remove(key)


def _may_be_finished(store: Store, version: str) -> bool:
    """Say whether another run finished a version, or nobody can tell: its files are not ours then."""
    try:
        store.read(f"{_FOLDER}/{version}/{MANIFEST}")
    except Missing:
        return False
    except CoachError:
        return True
    return True


def made_whole(
    store: Store, version: str, content_hash: str, files: Mapping[str, Callable[[], bytes]]
) -> Published:
    """Put right what is damaged of a version that holds the content already.

    Raises:
        StoreConflict: the version holds other content, or a damaged file cannot be made as it was.
    """
    hashes = _hashes_of(store, version, content_hash)
    repaired = repair(store, version, hashes, files)
    where = store.where(f"{_FOLDER}/{version}")
    return Published(version, created=False, where=where, repaired=repaired)


def _hashes_of(store: Store, version: str, content_hash: str) -> dict[str, str]:
    """Return the hashes of a version's files, if its manifest can be read and is of this content."""
    remedy = f"move {store.where(f'{_FOLDER}/{version}')} away and run this again"
    try:
        manifest = read_manifest(store, version)
        hashes = {str(name): str(digest) for name, digest in dict(manifest["files"]).items()}
        found_hash = manifest["content_sha256"]
    except (ValueError, KeyError, TypeError):
        message = f"version: {version} has a manifest that cannot be read; {remedy}"
        raise StoreConflict(message) from None
    if found_hash != content_hash:
        message = (
            f"version: {version} holds other content ({found_hash[:HASH_CHARACTERS]}…); {remedy}"
        )
        raise StoreConflict(message)
    return hashes
