"""Days without a worker, then one, on a real server: the newest night is made; a person's word comes later.

Each run is a process of some five seconds of CPU: twenty nights and twenty trials, two deployments at once, take
minutes of both cores, `WEARABLE_COACH_NIGHTS=20`; `tests/flow/test_nights.py` does as many without a worker.
"""

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest
import yaml

from deployments.names import POOL
from tests.support.chat_server import ChatServer
from tests.support.evaluating import ROWS, WANTED, lying, truthful
from tests.support.generated import generated_dataset
from tests.support.prefect_service import prefect_client, prefect_environment, prefect_server, stop
from tests.support.running_up import until
from tests.support.small_rule import small_rule_file
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, versions

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow("services"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.timeout(3600),
]
NIGHTS = int(os.environ.get("WEARABLE_COACH_NIGHTS", "4"))
TRIALS = NIGHTS if NIGHTS >= 20 else 2
CHECKOUT = Path(__file__).parents[2]
OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
SMALL = Recipe().scaled_to(30).model_dump(mode="json")
SECONDS = 120 * NIGHTS


class Place:
    """A server with all deployments of prefect.yaml, a store, and a worker when one is there."""

    def __init__(self, api, environment, folder):
        self.api, self.environment = api, environment
        self.store, self.log = LocalStore(folder / "store"), folder / "worker.log"

    def start(self, deployment, due=None, **parameters):
        found = self.api.get(f"/deployments/name/{deployment}").json()["id"]
        details = {"scheduled_time": due.isoformat()} if due else {}
        body = {"parameters": {"store": str(self.store.folder)} | parameters}
        body["state"] = {"type": "SCHEDULED", "state_details": details}
        made = self.api.post(f"/deployments/{found}/create_flow_run", json=body)
        assert made.is_success, made.text
        return made.json()["id"]

    def state(self, run):
        return self.api.get(f"/flow_runs/{run}").json()["state"]

    def is_over(self, run):
        """Whether a run has ended; one that crashed before it began is started again by the caretaker."""
        found = self.api.get(f"/flow_runs/{run}").json()
        never_began = found["state"]["type"] == "CRASHED" and not found["run_count"]
        return found["state"]["type"] in OVER and not never_began

    def reaches(self, run, *names):
        until(lambda: self.is_over(run) or self.state(run)["name"] in names, SECONDS)
        return self.state(run)

    @contextmanager
    def worker(self):
        """A worker, with the caretaker that stands beside it in every installation."""
        start = ["worker", "start", "--pool", POOL, "--limit", "6", "--install-policy", "never"]
        care = ["deployments.caretaker", "--store", str(self.store.folder)]
        with self.log.open("ab") as log, ExitStack() as running:
            for words in (["prefect", *start], care):
                process = subprocess.Popen(
                    [sys.executable, "-m", *words], env=self.environment, cwd=CHECKOUT,
                    stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
                running.callback(stop, process)
            yield


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nights")
    waits = {"PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "2"}
    with prefect_server(folder / "prefect", more=waits) as url, prefect_client(url) as api:
        environment = prefect_environment(folder / "prefect", url=url)
        environment["PREFECT_WORKER_QUERY_SECONDS"] = "2"
        here = str(Path(sys.executable).parent)  # runs are started by the `python` on it
        environment["PATH"] = os.pathsep.join([here, environment["PATH"]])
        prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
        for words in (["work-pool", "create", POOL, "--type", "process"], ["deploy", "--all"]):
            done = subprocess.run([*prefect, *words], cwd=CHECKOUT, env=environment, check=False, capture_output=True)  # fmt: skip
            assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        paused = api.get("/deployments/name/watch-finetuning/watch-finetuning").json()["id"]
        api.post(f"/deployments/{paused}/pause_deployment")
        yield Place(api, environment, folder)


def test_nights_without_a_worker_end_as_the_newest_and_others_that_say_so_whatever_people_start(
    place,
):
    nightly = "refresh-dataset/nightly-refresh"
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    last = now.replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=1)
    due = [last - timedelta(days=days) for days in reversed(range(NIGHTS))]
    nights = [place.start(nightly, at.astimezone(UTC), recipe=SMALL) for at in due]
    by_hand = place.start(nightly, recipe=SMALL, seed=1, rows=20)  # as at 01:59
    trials = [
        place.start("refresh-dataset/refresh", size="trial", seed=2 + n) for n in range(TRIALS)
    ]
    with place.worker():
        states = [place.reaches(run) for run in (*nights, by_hand, *trials)]
    told = [(state["type"], state["name"]) for state in states]
    skipped, made = ("COMPLETED", "Skipped"), ("COMPLETED", "Published")
    assert told == [skipped] * (NIGHTS - 1) + [made] * (2 + TRIALS), (
        states,
        place.log.read_text()[-3000:],
    )
    assert f"that of {due[-1]:%Y%m%d} is due too and is made instead" in states[0]["message"]
    assert latest_version(place.store).startswith(f"{due[-1]:%Y%m%d}-")
    assert len(versions(place.store)) == 2 + TRIALS


def test_a_person_answers_after_the_process_ended_and_a_worker_takes_it_up_again(place, tmp_path):
    store = LocalStore(tmp_path / "store")
    generated_dataset(store, ROWS)
    with ChatServer(truthful) as good, ChatServer(lying) as bad:
        file = tmp_path / "endpoints.yaml"
        known = {"good": {"url": good.url}, "bad": {"url": bad.url}}
        file.write_text(yaml.safe_dump({"endpoints": known}))
        asked = {"candidate": "good", "base": "bad", "cases": WANTED.model_dump(mode="json")}
        asked |= {"endpoints": str(file), "promotion": "ask_when_better"}
        asked |= {"store": str(store.folder), "rule": str(small_rule_file(tmp_path))}
        with place.worker():
            run = place.start("evaluate-model/evaluate", **asked)
            assert place.reaches(run, "Suspended")["name"] == "Suspended", place.log.read_text()
            until(lambda: not processes_of(run), 60)
            requests = len(good.requests)
            said = {"run_input": {"approve": True, "by": "김 선생님"}}
            assert (
                place.api.post(f"/flow_runs/{run}/resume", json=said).json()["status"] == "ACCEPT"
            )
            state = place.reaches(run)
    assert state["type"] == "COMPLETED", (state, place.log.read_text()[-3000:])
    assert len(good.requests) == requests, "nothing is asked twice"
    assert read_promoted(store).promoted.current.by == "김 선생님"


def processes_of(run):
    found = []
    for process in psutil.process_iter():
        try:
            found += [process] if process.environ().get("PREFECT__FLOW_RUN_ID") == run else []
        except psutil.Error:
            continue  # gone meanwhile, or somebody else's
    return found
