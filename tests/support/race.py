"""Submit fifty orders one after another, as another process does at the same time.

python -m tests.support.race FOLDER
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.datasets import find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.store import LocalStore

TRIALS = 50


def main() -> None:
    folder = Path(sys.argv[1])
    store, tuner = LocalStore(folder / "store"), ScriptedTuner(folder / "backend")
    dataset = find_dataset(store)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for trial in range(TRIALS):
        requested = Hyperparameters(learning_rate=1e-4 + trial * 1e-6)
        order = place_order(tuner, dataset, requested)
        submit_job(store, tuner, order, tuner_name="x", clock=lambda: datetime.now(UTC))


if __name__ == "__main__":
    main()
