"""The store: it opens, takes writes as promised, and has room."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn
from uuid import uuid4

from deployments.doctor.finding import CannotTell, Finding, fail, ok, warn
from deployments.doctor.installation import Examined
from wearable_coach.errors import CoachError
from wearable_coach.store import Exists, LocalStore, Missing, Stale, Store
from wearable_coach.store.reading import is_folder

_GIB = 1 << 30
_SCARCE, _NONE = 2.0, 0.2
"""Free space that warns, and that does not let a dataset be written [GiB]."""
_ANOTHER = "free space, mend the permissions, or name another store with --store"


def opens(installation: Examined) -> Iterator[Finding]:
    """Open the store; write, read, replace and remove an object of our own."""
    try:
        store = installation.store()
        if _is_new(store):
            store.check_writable()
            made = "is made when first written to"
            refresh = installation.command("wearable-coach refresh")
            yield warn("store", f"{store.where('datasets')} {made}", refresh)
            return
        _probe(store)
    except CoachError as error:
        yield fail("store", str(error), _ANOTHER)
        return
    kind = type(store).__name__
    yield ok("store", f"{kind}: create, read, replace and remove work ({store.where('datasets')})")


def room(installation: Examined) -> Iterator[Finding]:
    """Look how much room a folder has left."""
    store = opened(installation)
    if not isinstance(store, LocalStore):
        return
    folder = store.folder.absolute()
    while not is_folder(folder):
        folder = folder.parent
    free = shutil.disk_usage(folder).free / _GIB
    prune = installation.command("wearable-coach prune --yes")
    told = f"{free:.1f} GiB free"
    remedy = f"{prune}, or a larger disk"
    if free < _NONE:
        yield fail("room", told, remedy)
    elif free < _SCARCE:
        yield warn("room", told, remedy)
    else:
        yield ok("room", told)


def opened(installation: Examined) -> Store:
    """Open the store for a check that is not about opening it.

    Raises:
        CannotTell: it does not open, which is told elsewhere.
    """
    try:
        return installation.store()
    except CoachError:
        message = "the store does not open"
        raise CannotTell(message) from None


class Unsound(CoachError):
    """A store does not do what its contract says."""


def _is_new(store: Store) -> bool:
    return isinstance(store, LocalStore) and not is_folder(store.folder)


def _probe(store: Store) -> None:
    """Try what the product rests on.

    Raises:
        Unsound: a write that must be refused was taken, or what was written is not read.
    """
    key = f"doctor/probe-{uuid4().hex}"
    try:
        first = store.create(key, b"first")
        _refuses(lambda: store.create(key, b"other"), Exists, "a second create")
        second = store.replace(key, b"second", etag=first)
        _refuses(lambda: store.replace(key, b"third", etag=first), Stale, "a late replace")
        if store.read(key) != (b"second", second):
            _unsound("what is read is not what was written")
    finally:
        with suppress(CoachError, OSError):
            store.remove(key)
    _refuses(lambda: store.read(key), Missing, "a read of what was removed")


def _refuses(act: Callable[[], object], error: type[CoachError], what: str) -> None:
    try:
        act()
    except error:
        return
    _unsound(f"it takes {what}")


def _unsound(what: str) -> NoReturn:
    message = f"store: {what}, so that two runs at once could lose work"
    raise Unsound(message)


CHECKS = (opens, room)
