"""Kill whoever brings a model deployment up, or takes it down, at a random point; go on, and say what is left.

    python -m tests.support.hosting_drill up|down FOLDER TRIALS SEED

Points and output as of `tests.support.kill_drill`.
"""

from datetime import timedelta
from pathlib import Path
from random import Random

from tests.support.completed_jobs import DONE_AT, completed_job
from tests.support.kill_drill import calls_of, killed_at, main
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.hosting.keeping import keep_all
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import bring_up, take_down
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.store import LocalStore

ROUNDS = 8
STATES = ("unfinished", "Creating", "unfinished", "Ready")


class HostingDrill:
    """One trial's store, job and hoster."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "store")
        self.hoster = ScriptedHoster(folder / "azure", states=STATES)
        self.job = completed_job()
        self.now = DONE_AT

    def up(self) -> None:
        """Bring it up, as one who waits does."""
        while not self._bring_up().ready:
            continue

    def _bring_up(self) -> ModelDeployment:
        return bring_up(
            self.store, self.hoster, self.job, clock=lambda: self.now, asked_by="evaluation-1"
        )

    def down(self) -> None:
        """Take it down, and wait until it is gone."""
        take_down(self.store, self.hoster, self.job.name, why="rejected", clock=lambda: self.now)
        while self.found()["state"] != "Gone":
            self.watch()

    def watch(self) -> None:
        """Let the watch look at it."""
        self.now += timedelta(minutes=2)
        keep_all(self.store, lambda _: self.hoster, clock=lambda: self.now)

    def found(self) -> dict[str, object]:
        """What the world holds now; reading a broken ledger fails."""
        record = HostingLedger(self.store).find(self.job.name)
        return {
            "made": self.hoster.made(),
            "standing": self.hoster.list(),
            "state": record.state if record else None,
            "wanted": record.wanted if record else None,
            "asked_by": [one.who for one in record.asked_by] if record else [],
        }


def trial(kind: str, folder: Path, rng: Random) -> dict[str, object]:
    """Kill once, look, let the same be asked for again and the watch go on, and look again."""
    scratch, drill = HostingDrill(folder / "counted"), HostingDrill(folder / "killed")
    if kind == "down":
        scratch.up()
        drill.up()
    work = {"up": HostingDrill.up, "down": HostingDrill.down}[kind]
    point = rng.randint(1, calls_of(lambda: work(scratch)))
    killed = killed_at(point, lambda: work(drill))
    between = drill.found()
    if kind == "up" or between["wanted"] == "up":  # else the watch alone goes on
        work(drill)
    for _ in range(ROUNDS):
        drill.watch()
    return {"point": point, "killed": killed, "between": between, "end": drill.found()}


if __name__ == "__main__":
    main(trial)
