"""Many good deliveries at once, to a whole installation, and what they do to the machine.

    python -m tests.support.pressing [DELIVERIES] [SECONDS]

prints a line of JSON. The retraining that each asks for finds its job there already: what is tried
is what stands between a sender and a run.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from deployments.receiver.signatures import parsed_secrets
from flows.openers.finetuners import LOCAL, open_finetuner
from tasks.finetuning import RetrainRequest, order_of
from tests.support.published import small_dataset
from tests.support.running_up import Up, running_up
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore

THREADS = 8
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
_RUN_VARIABLE = "PREFECT__FLOW_RUN_ID"
_BODY = b'{"type": "retrain.requested", "data": {"refresh": "never", "reason": "pressed"}}'


def lay_ready(home: Path) -> str:
    """Publish a dataset and write down its job as one that was cancelled; return the job's name."""
    store = LocalStore(home)
    small_dataset(store)
    now = datetime.now(UTC)
    tuner = open_finetuner(LOCAL, store=store, environment={}, today=now.date())
    order = order_of(RetrainRequest(store, tuner, LOCAL))
    ledger = JobLedger(store)
    ledger.open(order, tuner=LOCAL, estimate=None, at=now)
    ledger.update(order.name, lambda job: job.entered("Canceled", at=now))
    return order.name


def press(up: Up, count: int, seconds: float) -> list[dict[str, Any]]:
    """Send so many good deliveries in so many seconds, each until it is taken; return the answers."""
    text = Path(up.addresses["webhook_secrets"]).read_text(encoding="utf-8").split()
    secrets = parsed_secrets([(str(n), secret) for n, secret in enumerate(text)])
    begun = time.monotonic()

    def send(number: int) -> dict[str, Any]:
        time.sleep(max(0.0, begun + number * seconds / count - time.monotonic()))
        while True:
            signed = secrets.sign(_BODY, delivery=f"pressed_{number}", at=datetime.now(UTC))
            headers = {"content-type": "application/json", **signed}
            with suppress(httpx.HTTPError):
                answer = client.post(up.addresses["webhook"], content=_BODY, headers=headers)
                if answer.status_code == httpx.codes.ACCEPTED:
                    return dict(answer.json())
            time.sleep(1)

    with (
        httpx.Client(trust_env=False, timeout=60) as client,
        ThreadPoolExecutor(THREADS) as threads,
    ):
        return list(threads.map(send, range(count)))


def runs_of(up: Up) -> list[dict[str, Any]]:
    """All runs that deliveries have started."""
    only = {"tags": {"all_": ["webhook"]}}
    found: list[dict[str, Any]] = []
    while page := up.post("/flow_runs/filter", flow_runs=only, limit=200, offset=len(found)):
        found += page
    return found


class Watched:
    """How many engines run at once, and the machine's load, looked at every half second."""

    def __init__(self) -> None:
        self.most_engines, self.highest_load, self.slowest_s = 0, 0.0, 0.0

    def look(self, up: Up) -> None:
        """Look once, and ask the server how it is."""
        engines = 0
        for process in up.processes():
            with suppress(psutil.Error):
                engines += _RUN_VARIABLE in process.environ()
        began = time.monotonic()
        with suppress(httpx.HTTPError):
            up.api.get("/health")
        self.slowest_s = max(self.slowest_s, time.monotonic() - began)
        self.most_engines = max(self.most_engines, engines)
        self.highest_load = max(self.highest_load, os.getloadavg()[0])


@contextmanager
def watched(up: Up) -> Iterator[Watched]:
    """Watch until the block ends."""
    found, over = Watched(), threading.Event()

    def go_on() -> None:
        while not over.wait(0.5):
            found.look(up)

    watching = threading.Thread(target=go_on)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()


def until_all_ended(up: Up, count: int, seconds: float) -> list[dict[str, Any]]:
    """Wait until so many runs have ended, and none is to begin."""
    over = time.monotonic() + seconds
    while True:
        runs = runs_of(up)
        if len(runs) >= count and all(_has_ended(run) for run in runs):
            return runs
        assert time.monotonic() < over, Counter(run["state_name"] for run in runs)
        time.sleep(5)


def _has_ended(run: dict[str, Any]) -> bool:
    """Whether a run is over; one that crashed before it began is to be started again."""
    never_began = run["state_type"] == "CRASHED" and not run["run_count"]
    return run["state_type"] in ENDS and not never_began


def main() -> None:
    """Measure."""
    count, seconds = (int(a) for a in (*sys.argv[1:], "100", "20")[:2])
    with tempfile.TemporaryDirectory() as folder, running_up(Path(folder) / "home") as up:
        lay_ready(up.home)
        began, cpu = time.monotonic(), psutil.cpu_times()
        with watched(up) as seen:
            answers = press(up, count, seconds)
            answered_s = time.monotonic() - began
            runs = until_all_ended(up, count, 3600)
        told = {
            "deliveries": count,
            "sent_in_s": round(answered_s, 1),
            "answers": Counter(answer["state"] for answer in answers),
            "runs": Counter(run["state_name"] for run in runs),
            "started_again": sum(_again(up, run) for run in runs),
            "all_ended_s": round(time.monotonic() - began, 1),
            "most_engines": seen.most_engines,
            "highest_load": round(seen.highest_load, 1),
            "slowest_health_s": round(seen.slowest_s, 1),
            "cpu_s_of_the_machine": round(_busy(psutil.cpu_times()) - _busy(cpu)),
        }
    sys.stdout.write(f"{json.dumps(told)}\n")


def _again(up: Up, run: dict[str, Any]) -> bool:
    """Whether a run was started more than once."""
    states = up.api.get("/flow_run_states/", params={"flow_run_id": run["id"]}).json()
    return any("started again" in (state["message"] or "") for state in states)


def _busy(times: Any) -> float:
    return float(times.user + times.system + times.nice)


if __name__ == "__main__":
    main()
