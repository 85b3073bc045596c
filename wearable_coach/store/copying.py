"""Copying a whole store while others write to it: what refers is read first and written last.

All but a few objects never change, and whatever an object refers to was there before it. So from
pointers down to manifests each level is read before the next is listed; then everything that they
can refer to is copied; and then they are written, the lowest first. Whenever the copy is looked at,
half-way or killed too, nothing in it leads to what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from wearable_coach.errors import BadInput, TransientError
from wearable_coach.store.contract import Listed, Missing, Store
from wearable_coach.store.layout import FOLDERS, MAKING, is_ours
from wearable_coach.store.writing import put

_WAITING = re.compile(r"webhooks/waiting/.*")
_COPIED = tuple(folder for folder in FOLDERS if folder != MAKING)
"""What is half made is of no use elsewhere, and goes away while it is copied."""
_LEVELS = (
    re.compile(r"models/promoted\.json|datasets/latest\.json"),
    re.compile(r"deployments/.*"),
    re.compile(r"jobs/.*"),
    re.compile(r"models/[^/]+/evaluation\.json"),
    re.compile(r"models/[^/]+/(evaluations/[^/]+/evaluation|model)\.json"),
    re.compile(r"datasets/[^/]+/manifest\.json"),
)
"""What refers, from the top down: each to what stands in those below it, or to plain files."""
_DELIVERIES = re.compile(r"webhooks/(?!waiting/).*")


class Copied(NamedTuple):
    """What a copy took."""

    objects: int
    """Objects of the source that the copy holds now [count]."""
    written: int
    """Of these, those that were not there as they are [count]."""
    bytes: int
    """Length of what was written [bytes]."""


def copy_store(
    source: Store,
    target: Store,
    *,
    report: Callable[[int, int], None] = lambda _done, _of: None,
    skipped: Callable[[str], None] = lambda _key: None,
) -> Copied:
    """Copy a store into another; what is there already as it is, is not written again.

    Args:
        source: What to copy; others may write to it meanwhile, but not prune it.
        target: Where to; its objects that the source has not stay.
        report: Told now and then how many of how many plain objects are done.
        skipped: Told of what is somebody else's and cannot be copied: a folder, a name that no store
            takes.

    Raises:
        BadInput: a folder of the source cannot be listed, or an object not be read.
        TransientError: objects went away meanwhile, as a prune does; copy again.
        StoreConflict: the target cannot be written.
    """
    referring = _read_referring(source)
    listed = [o for folder in _COPIED for o in source.objects(folder)]
    plain = [o for o in listed if not _refers(o.key)]
    known = {o.key: o for folder in _COPIED for o in target.objects(folder)}
    written = [o for o in plain if not _is_same(o, known.get(o.key))]
    for done, one in enumerate(written):
        report(done, len(written))
        try:
            _copy(source, target, one.key)
        except BadInput:
            if is_ours(one.key):
                raise
            skipped(one.key)
    fresh = [(key, data) for key, data in reversed(referring.items()) if _put(target, key, data)]
    size = sum(o.bytes for o in written) + sum(len(data) for _, data in fresh)
    return Copied(len(plain) + len(referring), len(written) + len(fresh), size)


def _read_referring(source: Store) -> dict[str, bytes]:
    """Read what refers, the highest level first.

    A delivery that has no run yet waits: of those listed before the waiting were read, either it
    is among the waiting or it has its run by the time it is read. Written backwards, the waiting
    come before the deliveries again.
    """
    listed = _keys(source, _DELIVERIES, ("webhooks/",))
    waiting: dict[str, bytes] = {}
    _read(source, _keys(source, _WAITING, ("webhooks/waiting/",)), waiting, may_go=True)
    found: dict[str, bytes] = {}
    _read(source, listed, found)
    found |= waiting
    for level in _LEVELS:
        _read(
            source, _keys(source, level, ("models/", "datasets/", "jobs/", "deployments/")), found
        )
    return found


def _keys(source: Store, kind: re.Pattern[str], folders: Iterable[str]) -> list[str]:
    found = (key for folder in folders for key in source.keys(folder))
    return [key for key in found if kind.fullmatch(key) and is_ours(key)]


def _read(
    source: Store, keys: Iterable[str], into: dict[str, bytes], *, may_go: bool = False
) -> None:
    for key in keys:
        try:
            into[key] = source.read(key).data
        except Missing:
            if not may_go:
                raise _went(source, key) from None


def _refers(key: str) -> bool:
    kinds = (*_LEVELS, _WAITING, _DELIVERIES)
    return is_ours(key) and any(kind.fullmatch(key) for kind in kinds)


def _is_same(one: Listed, there: Listed | None) -> bool:
    return there is not None and there.bytes == one.bytes and there.modified >= one.modified


def _copy(source: Store, target: Store, key: str) -> None:
    try:
        data = source.read(key).data
    except Missing:
        raise _went(source, key) from None
    put(target, key, data)


def _put(target: Store, key: str, data: bytes) -> bool:
    """Write an object where it is not there as it is; say whether."""
    try:
        if target.read(key).data == data:
            return False
    except Missing:
        pass
    put(target, key, data)
    return True


def _went(source: Store, key: str) -> TransientError:
    message = f"copy: {source.where(key)} went away meanwhile; let no prune run, and copy again"
    return TransientError(message)
