"""Write to a store until stopped: datasets, jobs, models, promotions and deliveries, one after another.

    python -m tests.support.busy_store FOLDER

Each round that is whole is a line on standard output.
"""

import sys
from pathlib import Path

from tests.support.old_store import dataset, deliver, evaluation, job, promoted
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import mark_latest


def night(store: LocalStore, number: int) -> None:
    """A dataset, a job on it, its model, an evaluation, a promotion; a delivery comes, one is settled."""
    data = dataset(store, 0, f"night {number}")
    mark_latest(store, data.version)
    if number % 3 == 0:
        job(store, data, "Running", 0, str(number))
    else:
        trained = job(store, data, "Completed", 0, str(number))
        promoted(store, evaluation(store, trained.name, data.version, -number / 10), -number / 10)
    deliver(store, number, begin=True)
    if number > 1:
        deliver(store, number - 1, begin=False)


def main() -> None:
    store = LocalStore(Path(sys.argv[1]))
    number = 1
    while True:
        night(store, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main()
