"""Make a small dataset in shards, as a process that may be killed at any point and begun again.

    python -m tests.support.shard_drill FOLDER WORKERS [STORE [ENGINE [DASK_ADDRESS]]]

Every object that is written into the store, by this process or its workers, is a line of ``FOLDER/written``; adopted
ones are lines, too; not where another store is named. The processes that wrote them are the
lines of ``FOLDER/writers``. The last line on standard output is where the version lies.
"""

import os
import re
import sys
from pathlib import Path

from flows.compositions.refresh import compose_refresh
from flows.openers.stores import open_store
from tasks.dataset import RefreshRequest
from tasks.running.direct import DirectSteps
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.store import LocalStore

ROWS, ROWS_A_SHARD, SEED = 60, 20, 7
WRITTEN, WRITERS = "written", "writers"
RECEIPT = re.compile(r"/(composed|looked)-")
"""In the key of an object that says that a shard's step is done."""


class NotedStore(LocalStore):
    """A local store that writes down what is written into it."""

    def create(self, key: str, data: bytes) -> str:
        """Write a new file, and a line about it."""
        etag = super().create(key, data)
        self._note(key)
        return etag

    def adopt(self, key: str, new_key: str) -> None:
        """Link a file, and write a line about it."""
        super().adopt(key, new_key)
        self._note(new_key)

    def _note(self, key: str) -> None:
        for name, line in ((WRITERS, os.getpid()), (WRITTEN, key)):
            handle = os.open(self.folder.parent / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                os.write(handle, f"{line}\n".encode())
            finally:
                os.close(handle)


def request(folder: Path, workers: int = 1, **changes: object) -> RefreshRequest:
    """Return the request for a small dataset of three shards in a store of `folder`."""
    recipe = Recipe().scaled_to(ROWS).model_copy(update={"seed": SEED})
    asked = RefreshRequest(
        recipe=recipe,
        seed=SEED,
        date="20260101",
        store=NotedStore(folder / "store"),
        workers=workers,
        rows_a_shard=ROWS_A_SHARD,
    )
    return asked._replace(**changes)


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    folder, workers = Path(sys.argv[1]), int(sys.argv[2])
    named = dict(zip(("store", "engine", "dask_address"), sys.argv[3:], strict=False))
    place = named.pop("store", "")
    store = {"store": open_store(place, environment=os.environ)} if place else {}
    made = compose_refresh(DirectSteps(tell), request(folder, workers, **store, **named))
    tell(made.published.where)


if __name__ == "__main__":
    main()
