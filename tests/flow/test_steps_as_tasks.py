"""A step as a Prefect task: its policy is kept, and its end is told as people need it."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psutil
import pytest

from tasks.policy import Policy, step
from tests.support.hanging import HUNG_S
from tests.support.pooled import sleeping
from tests.support.process_words import words_of
from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from tests.support.steps import task_runs
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.polling import Watcher
from wearable_coach.finetuning.submission import place_order, submit_job
from wearable_coach.process_pool import ProcessPool
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
AT_ONCE = Policy(retries=2, delays_s=(0.0,))


def run(compose):
    """Run a composition as a flow of its own; return its end."""
    from prefect import flow

    from tasks.running.prefect_tasks import PrefectSteps

    made = flow(name="steps", persist_result=False)(
        lambda: compose(PrefectSteps(logging.getLogger("steps")))
    )
    return made(return_state=True)


def failing(times, error):
    tried = []

    def fails() -> int:
        """Fail a few times."""
        tried.append(1)
        if len(tried) <= times:
            raise error
        return len(tried)

    return fails, tried


def test_what_is_transient_is_tried_again_as_the_policy_says():
    fails, tried = failing(2, TransientError("away"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    assert (state.result(), len(tried)) == (3, 3)
    fails, tried = failing(3, TransientError("away"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    assert (state.is_failed(), len(tried)) == (True, 3)


def test_what_is_not_transient_ends_the_task_at_once_with_its_message_alone():
    fails, tried = failing(1, BadInput("rows: got -5"))
    state = run(lambda steps: steps.call(step("fail", AT_ONCE)(fails)))
    with pytest.raises(BadInput, match="rows: got -5"):
        state.result()
    (ended,) = task_runs(state.state_details.flow_run_id, 1)
    assert (len(tried), ended.state.message) == (1, "rows: got -5")


def test_another_error_is_transient_where_the_policy_says_so():
    fails, tried = failing(1, BadInput("not yet"))
    policy = AT_ONCE._replace(transient=(BadInput,))
    assert run(lambda steps: steps.call(step("fail", policy)(fails))).result() == 2
    assert len(tried) == 2


def test_runs_side_by_side_carry_their_own_names_and_keep_the_order_of_the_calls():
    def doubled(number: int) -> int:
        """Double."""
        return 2 * number

    double = step("double", Policy(), run_name=lambda number: f"number {number}")(doubled)
    ended = []
    state = run(
        lambda steps: steps.side_by_side(
            double, [(n,) for n in range(4)], at_once=2, ended=ended.append
        )
    )
    assert state.result() == [0, 2, 4, 6]
    assert sorted(ended) == state.result()
    assert {t.name for t in task_runs(state.state_details.flow_run_id, 4)} == {
        f"number {n}" for n in range(4)
    }


def test_a_long_step_draws_one_bar_a_subject_and_the_end_is_drawn_at_once(monkeypatch):
    from prefect.client.orchestration import get_client

    from tasks.running.contract import Headway

    def compose(steps):
        def works() -> None:
            """Work."""
            for due, done in ((True, 1), (True, 2), (False, 3), (False, 4)):
                monkeypatch.setattr(steps, "_pace", Due(due))
                steps.headway(Headway("Coach/Local 1", done, 4, f"step {done} of 4"))

        steps.call(step("work", Policy())(works))

    state = run(compose)
    assert state.is_completed()
    only = {"flow_run_id": {"any_": [str(state.state_details.flow_run_id)]}}
    with get_client(sync_client=True) as client:
        (bar,) = client.request("POST", "/artifacts/filter", json={"artifacts": only}).json()
    assert (bar["key"], bar["type"], bar["data"]) == ("progress-coach-local-1", "progress", 100.0)
    assert bar["description"] == "step 4 of 4"
    assert bar["task_run_id"] is not None


def test_a_bar_that_cannot_be_drawn_stops_nothing(monkeypatch, caplog):
    from tasks.running import prefect_tasks
    from tasks.running.contract import Headway

    def away(*_given, **_named):
        raise OSError

    def compose(steps):
        monkeypatch.setattr(steps, "_pace", Due(True))  # noqa: FBT003
        steps.headway(Headway("job", 1, 4, "step 1 of 4"))

    monkeypatch.setattr(prefect_tasks, "create_progress_artifact", away)
    assert run(compose).is_completed()
    assert "progress not shown in the UI (OSError)" in caplog.text


class Due:
    """A pace that says the same always."""

    def __init__(self, due):
        self.due = due

    def is_time(self):
        return self.due


def test_an_asset_is_told_with_what_it_is_made_of_and_what_was_there_is_not(tmp_path):
    from prefect.client.orchestration import get_client

    from tasks.policy import Asset, asset_key
    from wearable_coach.store import LocalStore

    store = LocalStore(tmp_path)
    made = Asset(
        "models",
        store=lambda store, _new: store,
        of=("datasets",),
        about=lambda given, *_: {"model": given},
        is_new=lambda given: given == "new",
    )

    def makes(_store, name: str) -> str:
        """Make a model."""
        return name

    both = step("make", Policy(), asset=made)(makes)
    state = run(lambda steps: [steps.call(both, store, name) for name in ("new", "known")])
    assert state.result() == ["new", "known"]
    asked = {"any_resource": {"id": [asset_key(store, "models")]}}
    with get_client(sync_client=True) as client:
        for _ in range(150):
            answer = client.request("POST", "/events/filter", json={"filter": asked}).json()
            if answer["events"]:
                break
            time.sleep(0.2)
    (event,) = answer["events"]
    assert event["event"] == "prefect.asset.materialization.succeeded"
    assert event["payload"] == {"model": "new"}
    assert asset_key(store, "datasets") in {r["prefect.resource.id"] for r in event["related"]}
    ended = [run.state.name for run in task_runs(state.state_details.flow_run_id, 2)]
    assert ended == ["Completed", "Cached"]


def test_a_run_out_of_time_ends_at_once_its_tasks_cancelled_and_those_that_wait_never_begun():
    from prefect import flow
    from prefect.task_runners import ThreadPoolTaskRunner

    from tasks.running.prefect_tasks import PrefectSteps

    wait = step("wait", Policy(), run_name=lambda _pool, number: f"wait {number}")(
        lambda pool, _number: pool.run(sleeping, 600.0)
    )

    @flow(timeout_seconds=4, persist_result=False, task_runner=ThreadPoolTaskRunner(max_workers=2))
    def long() -> None:
        with ProcessPool(2) as pool:
            calls = [(pool, number) for number in range(9)]
            steps = PrefectSteps(logging.getLogger("steps"))
            steps.side_by_side(wait, calls, at_once=2, ended=lambda _: None)

    with ThreadPoolExecutor(1) as threads:  # outside the main thread, where no alarm breaks a wait
        state = threads.submit(long, return_state=True).result(timeout=120)
    assert state.name == "TimedOut"
    ended = task_runs(state.state_details.flow_run_id, 2)
    assert {run.state.name for run in ended} == {"Cancelled"}
    assert len(ended) == 2
    below = [" ".join(words_of(process)) for process in psutil.Process().children(recursive=True)]
    assert not [words for words in below if "spawn_main" in words]


def test_a_run_that_waits_for_a_training_ends_by_its_time_and_the_job_goes_on(tmp_path):
    from prefect import flow

    from tasks.finetuning import wait_for_job
    from tasks.running.prefect_tasks import PrefectSteps

    def clock():
        return datetime.now(UTC)

    store, tuner = (
        LocalStore(tmp_path / "store"),
        ScriptedTuner(tmp_path / "backend", states=("Running",)),
    )
    order = place_order(tuner, small_dataset(store), Hyperparameters())
    name = submit_job(store, tuner, order, tuner_name="scripted", clock=clock).job.name

    @flow(timeout_seconds=3, persist_result=False)
    def waiting() -> None:
        steps = PrefectSteps(logging.getLogger("steps"))
        steps.call(wait_for_job, Watcher(store, lambda _: tuner, (), clock), name, steps.headway)

    with ThreadPoolExecutor(1) as threads:
        state = threads.submit(waiting, return_state=True).result(timeout=HUNG_S)
    assert state.name == "TimedOut"
    (only,) = task_runs(state.state_details.flow_run_id, 1)
    assert only.state.name == "Cancelled"
    assert JobLedger(store).read(name).state == "Running"
    assert tuner.status(name).state == "Running", "nobody asked it to stop"
