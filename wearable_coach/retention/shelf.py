"""Reading a store once for a plan, and only what changed since for the next."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple, TypeVar

from pydantic import AwareDatetime, BaseModel

from wearable_coach.errors import BadInput
from wearable_coach.finetuning.job import Job
from wearable_coach.store import Listed, Missing, Store
from wearable_coach.store.layout import FOLDERS, foreign, is_ours
from wearable_coach.store.parsing import Unparsed, record_of

_Read = TypeVar("_Read", bound=BaseModel)


class Glance(BaseModel):
    """What retention needs of an evaluation's record."""

    id: str
    at: AwareDatetime
    dataset_version: str


class Description(BaseModel):
    """What retention needs of a model's description."""

    dataset_version: str


class Shelf(NamedTuple):
    """What lies in the folders whose objects refer to one another."""

    datasets: list[Listed]
    models: list[Listed]
    jobs: list[Job]


def ours(store: Store, folder: str) -> list[Listed]:
    """Return the product's own objects in a folder of a store: no others are ever judged."""
    return [one for one in store.objects(folder) if is_ours(one.key)]


def left_alone(store: Store) -> list[str]:
    """Return what lies in the folders of a store and is somebody else's."""
    return [name for folder in FOLDERS for name in foreign(store.keys(folder))]


class ShelfReader:
    """Reads records; one that the listing shows unchanged is not read again."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self.store = store
        self._known: dict[Listed, BaseModel | None] = {}

    def shelf(self) -> Shelf:
        """List datasets and models, and read the jobs.

        The jobs are listed last: one that is ordered meanwhile is seen.

        Raises:
            BadInput: a folder cannot be listed or a job not be read, so that nobody knows what it
                refers to.
        """
        datasets, models = ours(self.store, "datasets/"), ours(self.store, "models/")
        jobs = (self._job(one) for one in self.store.objects("jobs/"))
        return Shelf(datasets, models, [job for job in jobs if job is not None])

    def read(self, listed: Listed, kind: type[_Read]) -> _Read | None:
        """Return a record; None where it went meanwhile.

        Raises:
            BadInput: it cannot be read.
        """
        if listed not in self._known:
            self._known[listed] = self._parsed(listed.key, kind)
        found = self._known[listed]
        return found if isinstance(found, kind) else None

    def _job(self, one: Listed) -> Job | None:
        """Read a job; one under a strange name, as a copy made by hand, counts where it can be read."""
        if is_ours(one.key):
            return self.read(one, Job)
        with suppress(BadInput):
            return self.read(one, Job)
        return None

    def _parsed(self, key: str, kind: type[_Read]) -> _Read | None:
        try:
            return record_of(self.store.read(key).data, kind)
        except Missing:
            return None
        except Unparsed as why:
            message = (
                f"prune: {self.store.where(key)} cannot be read ({why}), so nobody knows what it "
                "needs and nothing more is deleted; restore it from a backup"
            )
            raise BadInput(message) from None
