"""What was told, in the store, so that another caretaker after this one tells nothing twice."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field

from deployments.receiver.log import log_line
from wearable_coach.errors import CoachError
from wearable_coach.records import Record
from wearable_coach.store import Exists, Missing, Stale, Store
from wearable_coach.store.datasets import json_bytes

KEY = "alerts/told.json"
_KEPT = timedelta(days=7)
_OVERLAP = timedelta(hours=1)
"""An end may be stamped before it is written down, and by another machine's clock."""
_WRITTEN_EVERY = timedelta(minutes=1)


class NewsRecord(Record):
    """What the store keeps."""

    schema_version: Literal[1] = 1
    began_at: datetime
    """The first look; what ended before it is nobody's news."""
    looked_at: datetime
    """The last look, within a minute."""
    told: dict[str, datetime] = Field(default_factory=dict)
    """When each piece of news was told, by its key."""


class Memory:
    """What was told; where the store does not answer, this process's own memory goes on."""

    def __init__(self, store: Store, now: datetime) -> None:
        """Remember what `store` holds."""
        self._store = store
        self._record = NewsRecord(began_at=now, looked_at=now)
        self._written: datetime | None = None
        with suppress(CoachError, OSError):  # said already; the first look writes it
            self._merge()

    @property
    def since(self) -> datetime:
        """From when on ends are news."""
        return max(self._record.began_at, self._record.looked_at - _OVERLAP)

    def knows(self, key: str, now: datetime, again_after: timedelta | None = None) -> bool:
        """Say whether something was told, or was told not long ago."""
        at = self._record.told.get(key)
        return at is not None and (again_after is None or now - at < again_after)

    def keep(self, key: str, now: datetime) -> None:
        """Remember that something was told."""
        self._set(self._record.told | {key: now}, self._record.looked_at)
        self._write(now)

    def looked(self, now: datetime) -> None:
        """Remember that everything up to now was looked at."""
        self._set(self._record.told, now)
        if self._written is None or now - self._written >= _WRITTEN_EVERY:
            self._write(now)

    def _set(self, kept: dict[str, datetime], looked_at: datetime) -> None:
        self._record = self._record.model_copy(update={"told": kept, "looked_at": looked_at})

    def _write(self, now: datetime) -> None:
        try:
            while not self._written_once(now):
                pass
            self._written = now
        except (CoachError, OSError) as error:
            log_line("memory", outcome="unwritten", reason=type(error).__name__)

    def _written_once(self, now: datetime) -> bool:
        etag = self._merge()
        kept = {key: at for key, at in self._record.told.items() if now - at < _KEPT}
        self._set(kept, self._record.looked_at)
        data = json_bytes(self._record.model_dump(mode="json"))
        try:
            if etag is None:
                self._store.create(KEY, data)
            else:
                self._store.replace(KEY, data, etag=etag)
        except (Exists, Missing, Stale):  # another caretaker wrote in between
            return False
        return True

    def _merge(self) -> str | None:
        """Take over what the store knows; return its tag, or None where there is nothing."""
        try:
            stored = self._store.read(KEY)
        except Missing:
            return None
        except (CoachError, OSError) as error:
            log_line("memory", outcome="unread", reason=type(error).__name__)
            raise
        known = read_record(stored.data)
        if known is not None:
            mine = self._record
            self._record = NewsRecord(
                began_at=min(known.began_at, mine.began_at),
                looked_at=mine.looked_at if self._written else known.looked_at,
                told=known.told | mine.told,
            )
        return stored.etag


def read_record(data: bytes) -> NewsRecord | None:
    """Return what was told; None where it cannot be read: then it is written anew."""
    try:
        return NewsRecord.model_validate(json.loads(data))
    except (ValueError, RecursionError):
        return None
