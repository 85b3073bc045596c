"""``datasets/latest.json``: which version is taken by default, moved by compare-and-swap and forward only."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from wearable_coach.store.contract import Exists, Missing, Stale, Store, Stored
from wearable_coach.store.parsing import Unparsed, object_of
from wearable_coach.store.wholeness import FOLDER

LATEST = f"{FOLDER}/latest.json"
Pointer = dict[str, Any]
"""``day`` and ``version``; ``trial`` where it is less than its recipe asks for."""


def day_in(version: str) -> str:
    """Return the day in a version's name, YYYYMMDD."""
    return version.partition("-")[0]


def point(store: Store, mine: Pointer, known: Callable[[], list[str]]) -> str:
    """Let the pointer say `mine`, unless what it says holds; return the version that it then names.

    Args:
        store: Where it lies.
        mine: What it is to say.
        known: Lists the complete versions, oldest first.
    """
    holds = _holds_for_a_trial if mine.get("trial") else _holds
    while True:
        with suppress(Exists, Stale, Missing):
            found = _found(store)
            pointed = None if found is None else _pointer_in(found.data)
            target = holds(mine, pointed, known)
            if target != pointed:
                _write(store, target, found)
            return str(target["version"])


def _found(store: Store) -> Stored | None:
    try:
        return store.read(LATEST)
    except Missing:
        return None


def _pointer_in(data: bytes) -> Pointer | None:
    """Return what a pointer says; None where it cannot be read: it is written anew then."""
    try:
        known = object_of(data)
        return {**known, "version": str(known["version"])}
    except (Unparsed, KeyError):
        return None


def _holds(mine: Pointer, pointed: Pointer | None, known: Callable[[], list[str]]) -> Pointer:
    """Return what is pointed to where that is whole, of a later day and not gone, else `mine`."""
    if pointed is None or pointed.get("trial"):
        return mine
    its_day = str(pointed.get("day") or day_in(pointed["version"]))
    return pointed if its_day > mine["day"] and pointed["version"] in known() else mine


def _holds_for_a_trial(
    mine: Pointer, pointed: Pointer | None, known: Callable[[], list[str]]
) -> Pointer:
    """Return what is pointed to, else the newest of the other versions; `mine` where there is none."""
    there = known()
    if pointed is not None and pointed["version"] in there:
        return pointed
    others = [name for name in there if name != mine["version"]]
    return {"day": day_in(others[-1]), "version": others[-1]} if others else mine


def _write(store: Store, target: Pointer, found: Stored | None) -> None:
    data = (json.dumps(target, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
    if found is None:
        store.create(LATEST, data)
    else:
        store.replace(LATEST, data, etag=found.etag)
