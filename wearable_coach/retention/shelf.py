"""Reading a store once for a plan, and only what changed since for the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.job import Job
from wearable_coach.store import Listed, Missing, Store

_Read = TypeVar("_Read", bound=BaseModel)


class Glance(BaseModel):
    """What retention needs of an evaluation's record."""

    id: str
    at: datetime
    dataset_version: str


class Description(BaseModel):
    """What retention needs of a model's description."""

    dataset_version: str = ""


class Shelf(NamedTuple):
    """What lies in the folders whose objects refer to one another."""

    datasets: list[Listed]
    models: list[Listed]
    jobs: list[Job]


class Reader:
    """Reads records; one that the listing shows unchanged is not read again."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self.store = store
        self._known: dict[Listed, BaseModel | None] = {}

    def shelf(self) -> Shelf:
        """List datasets and models, and read the jobs.

        The jobs are listed last: one that is ordered meanwhile is seen.

        Raises:
            BadInput: a job cannot be read, so that nobody knows what it refers to.
        """
        datasets, models = self.store.objects("datasets/"), self.store.objects("models/")
        listed = [o for o in self.store.objects("jobs/") if o.key.endswith(".json")]
        jobs = (self.read(one, Job) for one in listed)
        return Shelf(datasets, models, [job for job in jobs if job is not None])

    def read(self, listed: Listed, kind: type[_Read]) -> _Read | None:
        """Return a record; None where it went meanwhile.

        Raises:
            BadInput: it cannot be read.
        """
        if listed not in self._known:
            self._known[listed] = self._parsed(listed.key, kind.model_validate)
        found = self._known[listed]
        return found if isinstance(found, kind) else None

    def _parsed(self, key: str, parse: Callable[[object], BaseModel]) -> BaseModel | None:
        try:
            return parse(json.loads(self.store.read(key).data))
        except Missing:
            return None
        except (ValueError, ValidationError) as error:
            message = (
                f"prune: {self.store.where(key)} cannot be read ({str(error).splitlines()[0]}), so "
                "nobody knows what it needs and nothing more is deleted; restore it from a backup"
            )
            raise BadInput(message) from None
