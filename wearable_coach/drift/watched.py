"""``served/watched.json``: what services counted so far, and of what people were told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, Field

from wearable_coach.drift.counts import ServedCount, ServedCounts
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.records import Record
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes
from wearable_coach.store.parsing import Unparsed, record_of
from wearable_coach.zone import local_time

KEY = "served/watched.json"
_KEPT = timedelta(days=31)
_RACES = 5


class Watched(Record):
    """What is known of all processes that ever were asked; a restart of one loses no count."""

    schema_version: Literal[1] = 1
    looked_at: AwareDatetime | None = None
    faults: tuple[str, ...] = Field((), description="Why services did not answer the last time")
    counts: dict[str, tuple[ServedCount, ...]] = Field({}, description="By process")
    told: dict[str, int] = Field(
        {}, description="Rates that people were told of, with the serial of the entry served then"
    )

    def on(self, day: date) -> tuple[ServedCount, ...]:
        """Return the counts of a day, of all processes."""
        return tuple(one for counts in self.counts.values() for one in counts if one.day == day)

    def with_look(
        self, counts: Iterable[ServedCounts], faults: tuple[str, ...], at: datetime
    ) -> Watched:
        """Return it with what was counted by now; what is too old is left out."""
        oldest = local_time(at - _KEPT).date()
        merged = {**self.counts, **{one.process: one.days for one in counts}}
        kept = {
            process: recent
            for process, days in merged.items()
            if (recent := tuple(one for one in days if one.day >= oldest))
        }
        return self.model_copy(update={"looked_at": at, "faults": faults, "counts": kept})


def read_watched(store: Store) -> Watched:
    """Return what is known of what was served.

    Raises:
        BadInput: it cannot be read.
    """
    return _read(store)[0]


def change_watched(store: Store, change: Callable[[Watched], Watched]) -> Watched:
    """Change what is known, whoever else writes meanwhile.

    Raises:
        BadInput: it cannot be read.
        StoreConflict: it cannot be written.
    """
    for _ in range(_RACES):
        before, etag = _read(store)
        after = change(before)
        data = json_bytes(after.model_dump(mode="json"))
        try:
            if etag is None:
                store.create(KEY, data)
            else:
                store.replace(KEY, data, etag=etag)
        except (Exists, Stale, Missing):
            continue
        return after
    message = f"served: {store.where(KEY)} keeps changing; let one run at a time write there"
    raise StoreConflict(message)


def _read(store: Store) -> tuple[Watched, str | None]:
    try:
        stored = store.read(KEY)
    except Missing:
        return Watched(), None
    try:
        return record_of(stored.data, Watched), stored.etag
    except Unparsed as why:
        message = f"served: {store.where(KEY)} cannot be read ({why}); move it away: counting then begins with what the services know"
        raise BadInput(message) from None
