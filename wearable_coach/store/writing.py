"""Writing an object whatever was there before."""

from __future__ import annotations

from contextlib import suppress

from wearable_coach.store.contract import Exists, Missing, Stale, Store


def put(store: Store, key: str, data: bytes) -> None:
    """Write an object, over another of that name; the same bytes again are not written.

    Of two writers at once the later one reads again.

    Raises:
        StoreConflict: the place cannot be written.
    """
    while True:
        with suppress(Exists):
            store.create(key, data)
            return
        with suppress(Stale, Missing):
            found = store.read(key)
            if found.data != data:
                store.replace(key, data, etag=found.etag)
            return
