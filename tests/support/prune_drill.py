"""Kill a prune at random points, look, prune again, and say what is left.

    python -m tests.support.prune_drill FOLDER TRIALS SEED

As in `tests.support.kill_drill`, a point is a function call, and the kill is SIGKILL. Each trial has its
own slice of the work, so that the points fall all over it however many calls a Python makes of it.
"""

import json
import shutil
import sys
from functools import partial
from pathlib import Path
from random import Random

from tests.support.kill_drill import calls_of, killed_at
from tests.support.old_store import NOW, aged, dataset, evaluation, job, problems, promoted, shelves
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.removal import Remover
from wearable_coach.store import LocalStore

POLICY = RetentionPolicy(keep_datasets=1, older_than=30)


def world(store: LocalStore) -> None:
    """Something of every kind that goes, and of every kind that stays."""
    old = [dataset(store, days) for days in (120, 110, 100, 90)]
    kept = job(store, old[0], "Completed", 119)
    for days in (118, 80, 60):
        found = evaluation(store, kept.name, old[0].version, days)
        if days == 118:
            promoted(store, found, 117)
    gone = job(store, old[1], "Completed", 109)
    evaluation(store, gone.name, old[1].version, 108)
    job(store, old[2], "Running", 50)
    job(store, old[2], "Completed", 49, salt="newest")
    dataset(store, 1)
    shelves(store, 50)
    store.create("datasets/20260101-aaaaaaaaaaaa/train_20260101.jsonl", b"half")
    aged(store, "datasets/20260101-aaaaaaaaaaaa/", 5)


def prune(folder: Path) -> None:
    store = LocalStore(folder)
    remover = Remover(store, POLICY, now=NOW)
    for group in make_plan(store, POLICY, now=NOW).goes:
        remover.remove(group)


def main() -> None:
    folder, trials, rng = Path(sys.argv[1]), int(sys.argv[2]), Random(int(sys.argv[3]))
    world(LocalStore(folder / "world"))

    def copy(name: str) -> Path:
        return Path(shutil.copytree(folder / "world", folder / name))

    undisturbed = copy("undisturbed")
    prune(undisturbed)
    expected = LocalStore(undisturbed).keys("")
    counted = copy("counted")
    calls = calls_of(lambda: prune(counted))
    for number in range(trials):
        place = copy(str(number))
        store = LocalStore(place)
        before = len(store.keys(""))
        first, last = calls * number // trials + 1, calls * (number + 1) // trials
        killed = killed_at(rng.randint(first, last), partial(prune, place))
        between = {"gone": before - len(store.keys("")), "problems": problems(store)}
        prune(place)
        end = {"as_undisturbed": store.keys("") == expected, "problems": problems(store)}
        told = {"killed": killed, "most": before - len(expected), "between": between, "end": end}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
