"""Kill a receiver at a random point of a delivery, or of the delivering of kept ones; go on; look.

    python -m tests.support.delivery_drill receive|deliver FOLDER TRIALS SEED

Each trial is a line of JSON on standard output; see `tests.support.kill_drill` for what a point is.
"""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from limits import parse

from deployments.receiver.deliveries import Deliveries
from deployments.receiver.delivering import Deliverer
from deployments.receiver.rate_limit import Window
from deployments.receiver.receiving import Receiver
from deployments.receiver.signatures import new_secret, parsed_secrets
from deployments.receiver.state import Writing
from tests.support.kill_drill import calls_of, killed_at, main
from tests.support.scripted_runs import ScriptedRuns
from wearable_coach.store import LocalStore

BODY = b'{"type": "retrain.requested"}'
KEPT = 3


class Unchanging:
    """Secrets that are what they are."""

    def __init__(self) -> None:
        self.secrets = parsed_secrets([("", new_secret())])

    async def now(self):
        return self.secrets


class Drill:
    """One trial's store, Prefect and receiver."""

    def __init__(self, folder: Path) -> None:
        self.deliveries = Deliveries(LocalStore(folder / "store"))
        self.runs = ScriptedRuns(folder / "runs")
        self.secrets = Unchanging()

    def send(self, delivery: str = "msg_1"):
        """One delivery to a receiver of its own."""
        headers = self.secrets.secrets.sign(BODY, delivery=delivery, at=datetime.now(UTC))
        receiver = Receiver(
            self.secrets, self.deliveries, self._deliverer(), self.runs.url, self._now,
            Window(parse("1000/second")), Writing(self.deliveries),
        )  # fmt: skip
        return asyncio.run(receiver.receive(headers, BODY))

    def keep(self) -> None:
        """Deliveries that come while Prefect is down."""
        self.runs.down = True
        for number in range(1, KEPT + 1):
            self.send(f"msg_{number}")
        self.runs.down = False

    def deliver(self) -> None:
        """A round of another receiver, after a restart."""
        asyncio.run(self._deliverer().deliver_waiting())

    def found(self) -> dict[str, object]:
        """What the world holds now."""
        return {
            "waiting": len(self.deliveries.waiting()),
            "runs": self.runs.runs(),
            "events": self.runs.events(),
        }

    def _deliverer(self) -> Deliverer:
        return Deliverer(self.deliveries, self.runs, clock=self._now)

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)


def trial(kind: str, folder: Path, rng: Random) -> dict[str, object]:
    """Kill once, look, let another receiver go on, look, send again, and look."""
    scratch, drill = Drill(folder / "counted"), Drill(folder / "killed")
    if kind == "deliver":
        scratch.keep()
        drill.keep()
    work = {"receive": lambda d: d.send, "deliver": lambda d: d.deliver}[kind]
    point = rng.randint(1, calls_of(work(scratch)))
    killed = killed_at(point, work(drill))
    between = drill.found()
    drill.deliver()
    settled = drill.found()
    answer = drill.send()
    return {
        "point": point,
        "killed": killed,
        "between": between,
        "settled": settled,
        "answer": [answer.status, answer.body["run"]],
        "end": drill.found(),
    }


if __name__ == "__main__":
    main(trial)
