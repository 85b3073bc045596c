"""Taking groups away: looked at again right before, the marker first, whole or absent at any kill."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from wearable_coach.retention.groups import Kind, RemovalGroup, RetentionPolicy
from wearable_coach.retention.plan import judge_referring
from wearable_coach.retention.shelf import ShelfReader
from wearable_coach.store import Exists, Missing, Store

REFERRING: frozenset[Kind] = frozenset(
    {"dataset", "unfinished dataset", "model", "evaluation", "unfinished evaluation"}
)
CAME_MEANWHILE = "changed or needed meanwhile"


class Removed(NamedTuple):
    """What was taken away of a group."""

    objects: int = 0
    bytes: int = 0
    kept: str = ""
    """Why it stayed after all."""


class Remover:
    """Takes groups of one plan away."""

    def __init__(self, store: Store, policy: RetentionPolicy, *, now: datetime) -> None:
        """Judge by the same policy and time as the plan did."""
        self._store, self._policy, self._now = store, policy, now
        self._reader = ShelfReader(store)

    def remove(self, group: RemovalGroup) -> Removed:
        """Take a group away, unless something came to need it since it was planned.

        A reader sees it whole, or not at all: what makes it be there goes first. Killed at any
        point, the next prune takes the rest.

        Raises:
            BadInput: a record cannot be read, or the place cannot be written.
        """
        if group.kind == "half-made dataset" and self._goes_on(group):
            return Removed(kept=CAME_MEANWHILE)
        if group.kind not in REFERRING:
            return self._all(group)
        fresh = self._fresh(group)
        if fresh is None:
            return Removed(kept=CAME_MEANWHILE)
        held = self._without_markers(fresh)
        if self._is_needed(fresh):
            self._put_back(held)
            return Removed(kept=CAME_MEANWHILE)
        if fresh.kind == "model":  # only an open job writes an adapter, and keeps its model
            return self._all(fresh)
        return self._guarded(fresh)

    def _goes_on(self, group: RemovalGroup) -> bool:
        """Say whether a run went on with what it had made since the removal was planned."""
        return {*self._store.objects(group.prefix)} != {*group.objects}

    def _fresh(self, group: RemovalGroup) -> RemovalGroup | None:
        """Return the group as it is now, if it still goes."""
        now = judge_referring(self._reader, self._policy, self._now).groups
        return next((g for g in now if g.goes and g.prefix == group.prefix), None)

    def _is_needed(self, group: RemovalGroup) -> bool:
        return group.prefix in judge_referring(self._reader, self._policy, self._now).needs

    def _without_markers(self, group: RemovalGroup) -> dict[str, bytes]:
        held = {}
        for key in group.markers:
            with suppress(Missing):
                held[key] = self._store.read(key).data
                self._store.remove(key)
        return held

    def _put_back(self, held: dict[str, bytes]) -> None:
        for key, data in reversed(held.items()):
            with suppress(Exists):
                self._store.create(key, data)

    def _all(self, group: RemovalGroup) -> Removed:
        for one in group.objects:
            self._store.remove(one.key)
        return Removed(len(group.objects), group.bytes)

    def _guarded(self, group: RemovalGroup) -> Removed:
        """Take the files away one by one, and stop where a run makes the same anew meanwhile."""
        done = Removed()
        for one in group.objects:
            if one.key not in group.markers:
                with suppress(Missing):
                    data = self._store.read(one.key).data
                    if self._is_there(group):
                        return done._replace(kept=CAME_MEANWHILE)
                    self._store.remove(one.key)
                    if self._is_there(group):
                        self._put_back({one.key: data})
                        return done._replace(kept=CAME_MEANWHILE)
            done = Removed(done.objects + 1, done.bytes + one.bytes)
        return done

    def _is_there(self, group: RemovalGroup) -> bool:
        return any(key in self._store.keys(key) for key in group.markers)
