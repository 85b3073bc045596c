"""What is kept or goes together: a dataset version, a model, an evaluation, a shelf of answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import Field

from wearable_coach.records import Record
from wearable_coach.store import Listed

Kind = Literal[
    "dataset",
    "unfinished dataset",
    "half-made dataset",
    "model",
    "evaluation",
    "unfinished evaluation",
    "refused report",
    "answers",
    "events",
    "webhooks",
    "local job",
    "unfinished write",
]
SETTLED = timedelta(days=1)
"""Nothing that was written later than this ago is ever taken away."""
HALF_MADE = timedelta(days=7)
"""So long a killed run of many shards can be gone on with."""
_DATE, _DATE_CHARACTERS = "%Y%m%d", 8


class RetentionPolicy(Record):
    """How much is kept."""

    keep_datasets: int = Field(14, ge=1, description="Newest dataset versions that stay [count]")
    older_than: int = Field(30, ge=1, description="What is younger stays [days]")

    @property
    def limit(self) -> timedelta:
        """The age from which something may go."""
        return timedelta(days=self.older_than)


class RemovalGroup(NamedTuple):
    """Objects that stay or go together."""

    kind: Kind
    prefix: str
    """Where they lie: ``datasets/<version>/``."""
    objects: tuple[Listed, ...]
    at: datetime
    """Of when it is [UTC]: what its record says, else when it was last written."""
    why: str = ""
    """Why it goes, or why it stays."""
    goes: bool = False
    markers: tuple[str, ...] = ()
    """Keys without which it is not there for any reader; they go first."""

    @property
    def bytes(self) -> int:
        """Length of all objects [bytes]."""
        return sum(o.bytes for o in self.objects)

    @property
    def touched(self) -> datetime:
        """When an object of it was written last [UTC]."""
        return last_written(self.objects)

    def judged(self, now: datetime, limit: timedelta, need: str = "") -> RemovalGroup:
        """Return the group with what becomes of it: needed, young, just written, or it goes."""
        days = f"{limit.days} day{'' if limit.days == 1 else 's'}"
        if need:
            return self._replace(why=need)
        if now - self.at <= limit:
            return self._replace(why=f"younger than {days}")
        if now - self.touched < SETTLED:
            return self._replace(why="written within a day")
        return self._replace(goes=True, why=f"older than {days}, needed by nothing")


def last_written(objects: Iterable[Listed]) -> datetime:
    """Return when the newest of some objects was written [UTC]."""
    return max(o.modified for o in objects)


def by_folder(objects: Iterable[Listed], depth: int) -> dict[str, tuple[Listed, ...]]:
    """Return objects by the folder of so many parts that they lie in; those above are left out."""
    found: dict[str, list[Listed]] = {}
    for one in objects:
        parts = one.key.split("/")
        if len(parts) > depth:
            found.setdefault("/".join(parts[:depth]) + "/", []).append(one)
    return {prefix: tuple(members) for prefix, members in sorted(found.items())}


def end_of_date(version: str) -> datetime | None:
    """Return the end of the day that a version's name begins with; None where it has no date."""
    try:
        day = datetime.strptime(version[:_DATE_CHARACTERS], _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return day + timedelta(days=1)
