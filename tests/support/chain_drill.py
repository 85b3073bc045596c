"""From a signed webhook to a verdict at the local Azure, killed again and again on the way.

    python -m tests.support.chain_drill FOLDER CHAINS KILLS

A real receiver starts real runs at the Prefect server of the environment; here they are worked off as a
worker does, each step of the way in a child: receiving, ordering, a round of watching, an evaluation. A
child kills itself with SIGKILL before or after an effect (a write to the store, a request to Azure or
Prefect), at points spread evenly over all effects of a chain that nobody disturbs; two of those come first.
Each chain prints a line of JSON.
"""

import asyncio
import json
import mmap
import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
import requests
from limits import parse

from deployments.receiver.deliveries import Deliveries
from deployments.receiver.delivering import Deliverer
from deployments.receiver.rate_limit import Window
from deployments.receiver.receiving import Receiver
from deployments.receiver.run_starter import PrefectRunStarter
from deployments.receiver.state import Writing
from flows.compositions.hosted_evaluation import HostedRequest, compose_hosted_evaluation, settle
from flows.compositions.retrain import compose_retrain
from flows.compositions.standing import compose_standing
from flows.compositions.watching import compose_round
from flows.openers.contestants import Names
from flows.openers.finetuners import open_finetuner, opener
from flows.openers.hosted import Deployer
from flows.starters.evaluation import EvaluationStarter
from flows.starters.events import PrefectSink
from tasks.finetuning import RetrainRequest
from tasks.running.direct import DirectSteps
from tests.support.delivery_drill import Unchanging
from tests.support.generated import generated_rows, publish_rows, recipe_of
from tests.support.prefect_service import prefect_client
from wearable_coach.errors import CoachError
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.evaluation.shelf import RECORD
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import StoreSink, Watcher
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.promotion.rule import Floor, read_rule
from wearable_coach.store import LocalStore

ROWS, CASES, MOST_ROUNDS = 40, 6, 40
RULE = read_rule().model_copy(
    update={"floors": {name: Floor(at_least=1.0) for name in ("structure", "number_fidelity")}}
)
"""Rejects on few cases what the local Azure answers."""
_STEPS = DirectSteps(lambda _text: None)


class Effects:
    """Counts effects over all children of a chain, and kills the one that comes to a marked one."""

    def __init__(self) -> None:
        self._count, self._lock = mmap.mmap(-1, 8), Lock()
        self.kills: set[int] = set()

    @property
    def count(self) -> int:
        return int(struct.unpack("q", self._count[:8])[0])

    def watch(self) -> None:
        """Let every effect of this process be counted, before and after it."""
        for owner, name in (
            (LocalStore, "create"), (LocalStore, "replace"), (requests.Session, "send"),
            (httpx.Client, "send"),
        ):  # fmt: skip
            setattr(owner, name, self._counted(getattr(owner, name)))
        ask = httpx.AsyncClient.send

        async def send(*args: Any, **kwargs: Any) -> Any:
            self._one()
            answer = await ask(*args, **kwargs)
            self._one()
            return answer

        httpx.AsyncClient.send = send  # type: ignore[method-assign]

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._one()
            result = function(*args, **kwargs)
            self._one()
            return result

        return counted

    def _one(self) -> None:
        with self._lock:
            self._count[:8] = struct.pack("q", self.count + 1)
            if self.count in self.kills:
                os.kill(os.getpid(), signal.SIGKILL)


class Chain:
    """One chain's store, and everybody who works on it."""

    def __init__(self, folder: Path, number: int, kills: set[int]) -> None:
        self.store = LocalStore(folder / "store")
        publish_rows(self.store, generated_rows(ROWS), recipe_of(ROWS, DEFAULT_FORMULA))
        values = {"learning_rate": 1e-4 + number * 1e-6}  # another one a chain: Azure is the same
        self.body = json.dumps({"type": "retrain.requested", "data": {"hyperparameters": values}}).encode()  # fmt: skip
        self.secrets, self.deliveries = Unchanging(), Deliveries(self.store)
        self.effects, self.ahead, self.sent, self.killed = Effects(), timedelta(), 0, 0
        self.effects.kills = kills
        self.number = number

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def run(self) -> dict[str, object]:
        """Go the whole way, whoever is killed on it."""
        for _ in range(MOST_ROUNDS):
            if self._is_unheard():
                self.sent += 1
                self._act(lambda: asyncio.run(self._receive(self.sent)))
            self._act(lambda: asyncio.run(self._deliver()))
            for run in self._due():
                self._work(run)
            self._act(self._watch)
            self.ahead += timedelta(minutes=20)
            if self._is_over():
                break
        return self._found()

    def _is_unheard(self) -> bool:
        """Say whether nothing came of what was sent: the sender, or who is told of the run, sends again."""
        waits = self.deliveries.waiting() if self.sent else []
        return not JobLedger(self.store).names() and not waits and not self._due()

    async def _receive(self, number: int) -> None:
        headers = self.secrets.secrets.sign(self.body, delivery=f"chain_{self.number}_{number}", at=datetime.now(UTC))  # fmt: skip
        async with PrefectRunStarter() as runs:
            deliverer = Deliverer(self.deliveries, runs, clock=lambda: datetime.now(UTC))
            receiver = Receiver(
                self.secrets, self.deliveries, deliverer, runs.url, lambda: datetime.now(UTC),
                Window(parse("1000/second")), Writing(self.deliveries),
            )  # fmt: skip
            reply = await receiver.receive(headers, self.body)
        assert reply.status < 300, reply

    async def _deliver(self) -> None:
        async with PrefectRunStarter() as runs:
            deliverer = Deliverer(self.deliveries, runs, clock=lambda: datetime.now(UTC))
            await deliverer.deliver_waiting()

    def _watch(self) -> None:
        name = str(self.store.folder)
        deployer = Deployer(self.store, os.environ, self.clock)
        starter = EvaluationStarter(self.store, name, ready=deployer, clock=self.clock)
        sinks = (StoreSink(self.store), PrefectSink(), starter)
        tuners = opener(self.store, os.environ, today=self.clock().date())
        compose_round(_STEPS, Watcher(self.store, tuners, sinks, self.clock))
        compose_standing(_STEPS, self.store, environment=os.environ, clock=self.clock)

    def _retrain(self, parameters: Mapping[str, Any]) -> None:
        today, values = self.clock().date(), Hyperparameters(**parameters["hyperparameters"])
        tuner = open_finetuner("azure", store=self.store, environment=os.environ, today=today)
        request = RetrainRequest(self.store, tuner, "azure", requested=values)
        compose_retrain(_STEPS, request, self.clock, gated=True)

    def _evaluate(self, parameters: Mapping[str, Any]) -> None:
        asked = HostedRequest(
            self.store, Names(parameters["candidate"]), Wanted(sets=("valid",), limit=CASES),
            RULE, os.environ, self.clock, "a run of evaluate-model",
        )  # fmt: skip
        done = compose_hosted_evaluation(_STEPS, asked)
        settle(_STEPS, asked, done.evaluation, wait=False)

    def _due(self) -> list[dict[str, Any]]:
        with self._prefect() as client:
            wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
            return list(client.post("/flow_runs/filter", json=wanted).json())

    def _work(self, run: Mapping[str, Any]) -> None:
        """Take a run as a worker does, and end it as what became of it; who is killed is seen by the caretaker."""
        parameters = run["parameters"]
        work = self._evaluate if "candidate" in parameters else self._retrain
        self._put(run, "RUNNING")
        ended = self._act(lambda: work(parameters))
        self._put(run, {0: "COMPLETED", 1: "FAILED"}.get(ended, "CRASHED"))

    def _put(self, run: Mapping[str, Any], state: str) -> None:
        with self._prefect() as client:
            body = {"state": {"type": state}, "force": True}
            client.post(f"/flow_runs/{run['id']}/set_state", json=body).raise_for_status()

    def _prefect(self) -> Any:
        return prefect_client(os.environ["PREFECT_API_URL"])

    def _act(self, work: Callable[[], object]) -> int:
        """Do a piece of work in a child; return how it ended, a signal as a negative number."""
        pid = os.fork()
        if pid == 0:
            self.effects.watch()
            try:
                work()
            except CoachError as error:
                sys.stderr.write(f"{error}\n")
                os._exit(1)
            except BaseException:  # noqa: BLE001 - whatever it is, the child ends here
                sys.excepthook(*sys.exc_info())
                os._exit(2)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        self.killed += os.WIFSIGNALED(status)
        assert os.waitstatus_to_exitcode(status) < 2, "a fault of the drill"
        return os.waitstatus_to_exitcode(status)

    def _is_over(self) -> bool:
        jobs = JobLedger(self.store).jobs()
        told = bool(jobs) and all(job.event and "evaluation" in job.event.told_at for job in jobs)
        return told and not any(r.stands for r in HostingLedger(self.store).deployments())

    def _found(self) -> dict[str, object]:
        (name,) = JobLedger(self.store).names()
        keys = self.store.keys(f"models/{name}/evaluations/")
        record = HostingLedger(self.store).read(name)
        return {
            "job": name,
            "killed": self.killed,
            "effects": self.effects.count,
            "over": self._is_over(),
            "deployment": record.name,
            "why": record.why,
            "evaluations": [key for key in keys if key.endswith(f"/{RECORD}")],
            "events": len(self.store.keys("events/")),
        }


def main() -> None:
    """Go two undisturbed chains, then as many as are asked for, each killed so often.

    The first one uploads what all train on; effects are counted in the second.
    """
    folder, chains, kills = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    import azure.ai.ml  # noqa: F401 - once, before the children are made

    effects = 0
    for number in range(-1, chains + 1):
        spread = chains * kills
        points = range(number - 1, spread, chains) if number > 0 else ()
        marked = {int(effects * (point + 0.5) / spread) for point in points}
        found = Chain(folder / str(number), number, marked).run()
        effects = effects if number > 0 else int(str(found["effects"]))
        sys.stdout.write(f"{json.dumps(found)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
