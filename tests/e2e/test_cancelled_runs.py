"""A cancelled run on a real server and worker: it ends as Cancelled, at once, and leaves nothing half done."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from tests.support.chat_replies import Fault, Messages
from tests.support.chat_server import ChatServer
from tests.support.generated import generated_dataset
from tests.support.run_drill import SECONDS, run_drill
from tests.support.running_up import until
from wearable_coach.chat.probe_set import probe_set
from wearable_coach.evaluation.collecting import Wanted
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow("kills"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.timeout(1800),
]
TASKS_ENDED = (0, 1, 2, 3, 4, 5, 6, 7, 8, 17)
"""The ten points: how many tasks have ended when the run is cancelled; the first four plan."""
WHILE_COMPOSING = 8
"""Beyond it the dataset is checked, of so many rows that the check takes a while."""
AT_ONCE = 2


def is_case(messages: Messages) -> bool:
    """Whether a model is asked a case, and not who it is."""
    return messages[-1]["content"] not in {q.ask for q in probe_set().questions.values()}


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    with run_drill(tmp_path_factory.mktemp("drill")) as drill:
        yield drill


@pytest.fixture(scope="module")
def runs(drill, tmp_path_factory):
    """How runs ended, three at once: those cancelled by how many of their tasks had ended, two others by name."""
    named = ("refresh-dataset", "flows.refresh_dataset.refresh_dataset")
    refresh = drill.make("drill", *named)
    evaluate = drill.make("ask", "evaluate-model", "flows.evaluate_model.evaluate_model")
    short = drill.make("short", *named, WEARABLE_COACH_REFRESH_TIMEOUT_H=str(4 / 3600))

    def cancelled(after):
        store = tmp_path_factory.mktemp("store")
        rows = 3000 if after > WHILE_COMPOSING else 1000
        run = drill.start(refresh, rows=rows, seed=7, workers=2, store=str(store))
        until(lambda: drill.state(run)["type"] == "RUNNING", SECONDS)
        until(lambda: list(drill.tasks(run).values()).count("COMPLETED") >= after, SECONDS)
        drill.cancel(run)
        return drill.ended(run, store)

    def asking():
        store = LocalStore(tmp_path_factory.mktemp("store"))
        generated_dataset(store, 40)
        file, cases = (
            store.folder / "endpoints.yaml",
            Wanted(sets=("valid",)).model_dump(mode="json"),
        )
        with ChatServer() as model:
            model.faults.append(Fault(hang=True, when=is_case, always=True))
            file.write_text(yaml.safe_dump({"endpoints": {"slow": {"url": model.url}}}))
            run = drill.start(
                evaluate,
                candidate="slow",
                cases=cases,
                endpoints=str(file),
                store=str(store.folder),
            )
            until(lambda: any(r.struck for r in model.requests), SECONDS)
            drill.cancel(run)
            return drill.ended(run, store.folder)

    def refused():
        store = tmp_path_factory.mktemp("store")
        run = drill.start(refresh, rows=60, vitals=["/nowhere.csv"], store=str(store))
        return drill.ended(run, store)

    def out_of_time():
        store = tmp_path_factory.mktemp("store")
        run = drill.start(short, rows=40000, seed=7, workers=2, store=str(store))
        return drill.ended(run, store)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        begun = {after: threads.submit(cancelled, after) for after in reversed(TASKS_ENDED)}
        begun |= {"asking": threads.submit(asking)}
        begun |= {"out of time": threads.submit(out_of_time), "refused": threads.submit(refused)}
        return {name: one.result() for name, one in begun.items()}


@pytest.mark.parametrize("after", TASKS_ENDED)
def test_a_cancelled_refresh_ends_as_cancelled_and_leaves_nothing(runs, after):
    ended = runs[after]
    assert ended.state["type"] == "CANCELLED", ended
    kinds = list(ended.tasks.values())
    assert set(kinds) <= {"COMPLETED", "CANCELLED", "CRASHED"}, ended
    assert kinds.count("CRASHED") <= 1, (
        "the one at which Prefect was as it began or ended, its word for it"
    )
    assert ended.left == []
    assert not list(ended.store.glob("datasets/2*")), ended
    assert ended.took_s < 90  # never as long as what was cancelled would take


def test_a_cancelled_evaluation_does_not_wait_for_a_model_that_hangs(runs):
    ended = runs["asking"]
    assert ended.state["type"] == "CANCELLED", ended
    assert {name: kind for name, kind in ended.tasks.items() if kind != "COMPLETED"} == {
        next(name for name in ended.tasks if name.startswith("ask-contender")): "CANCELLED"
    }
    assert ended.left == []
    assert ended.took_s < 90  # never as long as what was cancelled would take


def test_a_run_out_of_time_ends_as_timed_out_with_its_processes(runs):
    ended = runs["out of time"]
    assert ended.state["name"] == "TimedOut", ended
    assert set(ended.tasks.values()) <= {"COMPLETED", "CANCELLED"}, ended
    assert ended.left == []
    assert not list(ended.store.glob("datasets/2*")), ended


def test_a_refusal_is_one_line_in_a_worker_s_log_and_neither_it_nor_a_cancel_a_traceback(
    drill, runs
):
    ended = runs["refused"]
    assert (ended.state["type"], ended.left) == ("FAILED", [])
    assert "nowhere.csv" in ended.state["message"]
    log = drill.log.read_text(errors="replace")
    assert "nowhere.csv" in log
    assert "Traceback" not in log, log
