"""Watch jobs to their success against a real Prefect server, killed between recording and starting.

    python -m tests.support.watch_drill kill|finish FOLDER FIRST LAST

*kill*: for each trial order a job, watch it until the next look sees its success, and take that look in a
child that kills itself with SIGKILL: before anything is told, between two tellings, or when all is told
and that is not yet written down. *finish*: a second watcher looks, twice, and the success is told once
more, as if it had been seen twice. Each trial prints its job's name.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from flows.starters.evaluation import EvaluationStarter
from flows.starters.events import PrefectSink
from tests.support.published import small_dataset
from tests.support.scripted_tuner import RUN_OF_STATES, ScriptedTuner
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.job import Event, Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import EventSink, StillUnderWay, StoreSink, Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.store import LocalStore

POINTS = 4


class Death:
    """A sink at which the process dies."""

    name = "death"

    def emit(self, event: Event, job: Job) -> None:
        """Die as by a failing machine."""
        del event, job
        os.kill(os.getpid(), signal.SIGKILL)


class LastWords:
    """A sink after which the process dies, whatever it said."""

    def __init__(self, sink: EventSink) -> None:
        self.sink, self.name = sink, sink.name

    def emit(self, event: Event, job: Job) -> None:
        """Emit, and die."""
        with suppress(StillUnderWay):
            self.sink.emit(event, job)
        os.kill(os.getpid(), signal.SIGKILL)


class Trial:
    """One trial's store and backend."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "store")
        self.tuner = ScriptedTuner(folder / "backend")
        self.sinks: tuple[EventSink, ...] = (
            StoreSink(self.store),
            PrefectSink(),
            EvaluationStarter(self.store, str(self.store.folder)),
        )

    def order(self, salt: str) -> None:
        """Order the job, and watch it until success is what comes next."""
        dataset = small_dataset(self.store, salt=salt)
        order = place_order(self.tuner, dataset, Hyperparameters())
        submit_job(self.store, self.tuner, order, tuner_name="x", clock=lambda: datetime.now(UTC))
        while self.job().state != RUN_OF_STATES[-2]:
            self.look(())

    def job(self) -> Job:
        """The one job."""
        ledger = JobLedger(self.store)
        (name,) = ledger.names()
        return ledger.read(name)

    def look(self, sinks: tuple[EventSink, ...]) -> None:
        """One round of watching."""
        clock = lambda: datetime.now(UTC)  # noqa: E731 - what it is
        Watcher(self.store, lambda _: self.tuner, sinks, clock).poll_all()

    def look_and_die(self, point: int) -> None:
        """Take the look that sees success, and die at a point of telling it."""
        if point == len(self.sinks):  # its evaluation is started, and that is not yet written down
            self.look((*self.sinks[:-1], LastWords(self.sinks[-1])))
        self.look((*self.sinks[:point], Death(), *self.sinks[point:]))

    def finish(self) -> None:
        """Look twice more, and tell the success once more."""
        for _ in range(2):
            self.look(self.sinks)
        job = self.job()
        assert job.event is not None
        with suppress(StillUnderWay):  # nobody runs what is started
            self.sinks[-1].emit(job.event, job)


def in_child(work: Callable[[], None]) -> bool:
    """Do a piece of work in a child; say whether it was killed."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


def main() -> None:
    phase, folder = sys.argv[1], Path(sys.argv[2])
    for number in range(int(sys.argv[3]), int(sys.argv[4])):
        trial = Trial(folder / str(number))
        if phase == "kill":
            trial.order(f"{number} ")
            point = number % POINTS
            assert in_child(lambda: trial.look_and_die(point)), "the watcher was to be killed"  # noqa: B023 - used at once
        else:
            assert not in_child(trial.finish)
        sys.stdout.write(f"{trial.job().name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
