"""When a round of watching is done without Prefect, and when its engine has to do it."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from deployments import watch_round
from deployments.plain_api import ApiAnswer, NoAnswer
from flows.starters.evaluation import DEPLOYMENT, EvaluationStarter
from flows.starters.events import PrefectSink
from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.errors import CoachError
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import StoreSink
from wearable_coach.finetuning.submission import place_order
from wearable_coach.store import LocalStore

NOW = datetime(2026, 11, 28, tzinfo=UTC)
EVERYBODY = ("store", "prefect", "evaluation")
RUN = "0c6a4c3e-0000-0000-0000-000000000000"


class Server:
    """A Prefect API, as far as a round asks it."""

    def __init__(self):
        self.run = {
            "parameters": {},
            "state_type": "PENDING",
            "expected_start_time": "2026-11-27T17:16:00Z",
        }
        self.names, self.takes_names = [], True
        self.evaluate_is_deployed = True
        self.verdicts = {"RUNNING": "ACCEPT", "COMPLETED": "ACCEPT"}
        self.put = []

    def get(self, path):
        if path == f"/flow_runs/{RUN}":
            return ApiAnswer(200, self.run)
        if path == watch_round.EVALUATE and self.evaluate_is_deployed:
            return ApiAnswer(200, {"id": "x"})
        return ApiAnswer(404, None)

    def patch(self, path, body):
        if not self.takes_names:
            raise NoAnswer(path)
        self.names.append((path, body))

    def post(self, path, body):
        assert path == f"/flow_runs/{RUN}/set_state"
        self.put.append(body["state"])
        return ApiAnswer(201, {"status": self.verdicts[body["state"]["type"]]})


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture(scope="module")
def order(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ordered")
    dataset = small_dataset(LocalStore(folder / "store"))
    return place_order(ScriptedTuner(folder / "backend"), dataset, Hyperparameters())


@pytest.fixture
def lay(store, order):
    def laid(*, ended=True, told=EVERYBODY):
        ledger = JobLedger(store)
        ledger.open(order, tuner="x", estimate=None, at=NOW)
        if ended:
            ledger.update(order.name, lambda job: job.entered("Canceled", at=NOW))
            for sink in told:
                ledger.update(order.name, lambda job, sink=sink: job.announced(sink, at=NOW))

    return laid


def is_done_here(server, store):
    """Whether the round is over without Prefect; what stands in the way is the engine's to tell."""
    server.run["parameters"].setdefault("store", str(store.folder))
    try:
        return watch_round.is_over({watch_round.RUN_VARIABLE: RUN}, server)
    except (CoachError, NoAnswer, OSError):
        return False


def test_where_nothing_is_open_the_run_is_put_to_running_and_then_completed(store, lay):
    lay()
    server = Server()
    assert is_done_here(server, store)
    assert [state["type"] for state in server.put] == ["RUNNING", "COMPLETED"]
    assert server.put[1]["message"] == "nothing open: 1 job in the store, all ended"


def test_a_round_is_named_by_the_minute_that_it_was_due_as_the_flow_names_it(store):
    server = Server()
    assert is_done_here(server, store)
    assert server.names == [(f"/flow_runs/{RUN}", {"name": "watch-20261128-0216"})]
    server.takes_names = False
    assert is_done_here(server, store), "a name is not worth the engine"


def test_a_store_that_is_not_there_yet_has_nothing_open(store):
    assert is_done_here(Server(), store)


@pytest.mark.parametrize(
    "left",
    [{"ended": False}, {"told": EVERYBODY[:1]}, {"told": EVERYBODY[1:]}, {"told": EVERYBODY[:2]}],
)
def test_a_job_that_is_open_or_not_told_to_all_is_the_engines(store, lay, left):
    lay(**left)
    server = Server()
    assert not is_done_here(server, store)
    assert server.put == []


@pytest.mark.parametrize(("evaluate", "deployed"), [(False, True), (True, False)])
def test_an_evaluation_that_nobody_starts_keeps_no_job_open(store, lay, evaluate, deployed):
    lay(told=EVERYBODY[:2])
    server = Server()
    server.run["parameters"]["evaluate"] = evaluate
    server.evaluate_is_deployed = deployed
    assert is_done_here(server, store)


def test_a_job_that_cannot_be_read_is_the_engines(store, lay):
    lay()
    (file,) = (store.folder / "jobs").iterdir()
    file.write_text("{")
    server = Server()
    assert not is_done_here(server, store)
    assert server.put == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"store": "azure://container/prefix"},
        {"store": "block:ours"},
        {"store": "https://example.org"},
        {"store": 7},
        {"evaluate": "yes"},
        {"more": 1},
    ],
)
def test_what_is_not_for_here_to_judge_is_the_engines(store, parameters):
    server = Server()
    server.run["parameters"] = parameters
    assert not is_done_here(server, store)
    assert server.put == []


@pytest.mark.parametrize("kind", ["RUNNING", "CANCELLING", "SCHEDULED", "CRASHED", "COMPLETED"])
def test_a_run_that_is_not_pending_is_the_engines(store, kind):
    server = Server()
    server.run["state_type"] = kind
    assert not is_done_here(server, store)
    assert server.put == []


def test_a_run_that_was_cancelled_is_nobodys(store, lay):
    lay(ended=False)
    server = Server()
    server.run["state_type"] = "CANCELLED"
    assert is_done_here(server, store)
    assert server.put == []


@pytest.mark.parametrize("kind", ["RUNNING", "COMPLETED"])
@pytest.mark.parametrize("verdict", ["REJECT", "ABORT", "WAIT"])
def test_what_the_server_does_not_accept_is_the_engines(store, kind, verdict):
    server = Server()
    server.verdicts[kind] = verdict
    assert not is_done_here(server, store)
    assert server.put[-1]["type"] == kind


def test_the_sinks_are_those_of_the_flow(store):
    sinks = (StoreSink(store), PrefectSink(), EvaluationStarter(store, ""))
    assert [sink.name for sink in sinks] == [*watch_round.TOLD_TO, watch_round.EVALUATION]
    assert f"/deployments/name/{DEPLOYMENT}" == watch_round.EVALUATE


def test_nothing_of_prefect_is_imported_where_nothing_is_open(store, lay):
    lay()
    look = "import sys; from deployments import watch_round as w; print(w.nothing_to_do(w.RoundAsked(sys.argv[1], False), {}, w.PlainApi({'PREFECT_API_URL': 'http://x'}), w.datetime.now(w.UTC))); print([m for m in sys.modules if m.split('.')[0] in ('prefect', 'httpx', 'azure', 'fastapi')])"
    done = subprocess.run(
        [sys.executable, "-c", look, str(store.folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["nothing open: 1 job in the store, all ended", "[]"]


def test_the_engine_takes_the_place_of_the_process_where_it_is_wanted(monkeypatch):
    became = []
    monkeypatch.setattr(os, "execve", lambda *words: became.append(words))
    watch_round.main({"A": "1"})
    ((program, words, environment),) = became
    assert program == sys.executable
    assert words[1:] == ("-m", "prefect.engine")
    assert environment == {"A": "1"}
