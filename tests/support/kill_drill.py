"""Kill a submitter or a watcher at a random point, go on, and say what is left.

    python -m tests.support.kill_drill submit|watch FOLDER TRIALS SEED

A point is a function call, drawn evenly over all that the work makes; the process kills itself there
with SIGKILL, so nothing is cleaned up. Each trial is a line of JSON on standard output.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import FrameType

from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import StoreSink, Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.store import LocalStore

ROUNDS = 12
START = datetime(2026, 1, 1, tzinfo=UTC)


class Drill:
    """One trial's store and backend."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "store")
        self.dataset = small_dataset(self.store)
        self.tuner = ScriptedTuner(folder / "backend")
        self.now = START

    def submit(self) -> None:
        order = place_order(self.tuner, self.dataset, Hyperparameters())
        submit_job(self.store, self.tuner, order, tuner_name="x", clock=lambda: self.now)

    def watch(self) -> None:
        self.now += timedelta(minutes=2)
        sinks = (StoreSink(self.store),)
        Watcher(self.store, lambda _: self.tuner, sinks, lambda: self.now).poll_all()

    def found(self) -> dict[str, object]:
        """What the world holds now; reading a broken ledger fails."""
        ledger = JobLedger(self.store)
        jobs = [ledger.read(name) for name in ledger.names()]
        return {
            "accepted": self.tuner.accepted(),
            "jobs": [job.name for job in jobs],
            "states": [[s.state for s in job.states] for job in jobs],
            "events": self.store.keys("events/"),
            "told": [
                job.event is not None and list(job.event.told_at) == ["store"] for job in jobs
            ],
        }


def calls_of(work: Callable[[], None]) -> int:
    """Count the function calls that a piece of work makes, in a child, so that it changes nothing here."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        count = 0

        def counting(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal count
            count += event in {"call", "c_call"}

        _watch_calls(counting)
        work()
        sys.setprofile(None)
        os.write(writer, str(count).encode())
        os._exit(0)
    os.wait()
    return int(os.read(reader, 32))


def killed_at(point: int, work: Callable[[], None]) -> bool:
    """Run a piece of work in a child that kills itself at a call; say whether it came that far."""
    pid = os.fork()
    if pid == 0:
        left = point

        def killing(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal left
            if event in {"call", "c_call"}:
                left -= 1
                if left <= 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        _watch_calls(killing)
        work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


def _watch_calls(watcher: Callable[[FrameType, str, object], None]) -> None:
    """Let a function see every call of this thread, and of those that it starts."""
    threading.setprofile(watcher)
    sys.setprofile(watcher)


def trial(kind: str, folder: Path, rng: Random) -> dict[str, object]:
    """Kill once, look, go on to the end, and look again."""
    scratch = Drill(folder / "counted")
    drill = Drill(folder / "killed")
    if kind == "submit":
        point = rng.randint(1, calls_of(scratch.submit))
        killed = killed_at(point, drill.submit)
        between = drill.found()
        drill.submit()
    else:
        before = rng.randrange(7)
        for each in (scratch, drill):
            each.submit()
            for _ in range(before):
                each.watch()
        point = rng.randint(1, calls_of(scratch.watch))
        killed = killed_at(point, drill.watch)
        between = drill.found()
    for _ in range(ROUNDS):
        drill.watch()
    return {"point": point, "killed": killed, "between": between, "end": drill.found()}


def main(trial: Callable[[str, Path, Random], dict[str, object]]) -> None:
    """Run trials as the command line asks for, a line of JSON each."""
    kind, folder, trials, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    rng = Random(seed)
    for number in range(trials):
        sys.stdout.write(json.dumps(trial(kind, folder / str(number), rng)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(trial)
