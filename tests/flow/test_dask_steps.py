"""Steps as Prefect tasks in the workers of a cluster: recorded by the server, done again where a worker is lost."""

import logging
import os
import signal
import time
from collections import Counter
from threading import Thread

import pytest

from tasks.engines.dask import dask_engine
from tasks.policy import ONCE, step
from tests.support.dask_processes import address_of, cluster
from tests.support.hanging import HUNG_S
from tests.support.pooled import dying, noted, noted_slowly_again, own_id, refusing
from tests.support.steps import task_runs
from wearable_coach.errors import BadInput
from wearable_coach.process_pool import WorkersLost
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.slow("kills"),
]


def as_flow(compose):
    """Run a composition as a flow of its own; return its state."""
    from prefect import flow

    from tasks.running.prefect_tasks import PrefectSteps

    made = flow(name="steps", persist_result=False)(
        lambda: compose(PrefectSteps(logging.getLogger("steps")))
    )
    return made(return_state=True)


def test_tasks_run_in_the_workers_are_recorded_and_done_again_when_one_is_killed(tmp_path):
    told, ended, notes = [], [], tmp_path / "notes"
    notes.mkdir()
    work = step("work-shard", ONCE, run_name=lambda _engine, _notes, n: f"shard {n}")(
        lambda engine, notes, number: (engine.run(noted, notes, number), os.getpid())
    )
    store = LocalStore(tmp_path / "store")

    def compose(steps):
        with dask_engine("", 2, store, tell=told.append) as engine:
            victim = engine.run(own_id, 0)
            Thread(target=kill_at_work, args=(victim, notes), daemon=True).start()
            calls = [(engine, str(notes), n) for n in range(8)]
            return steps.side_by_side(work, calls, at_once=1, ended=ended.append)

    state = as_flow(compose)
    done = state.result()
    assert [number for number, _ in done] == list(range(8))
    assert sorted(ended) == done
    assert os.getpid() not in {who for _, who in done}
    assert told == ["a worker was lost; what it was at is done again by another"]
    names = {run.name for run in task_runs(state.state_details.flow_run_id, 8)}
    assert names == {f"shard {n}" for n in range(8)}


def test_what_ended_in_a_worker_that_went_before_it_was_fetched_is_done_again(tmp_path):
    told, notes = [], tmp_path / "notes"
    notes.mkdir()
    work = step("work-shard", ONCE)(
        lambda engine, notes, number: engine.run(noted_slowly_again, notes, number)
    )

    def compose(steps):
        with dask_engine("", 2, LocalStore(tmp_path / "store"), tell=told.append) as engine:

            def lose_a_result(_number):
                if not told:
                    os.kill(who_holds_a_result(notes), signal.SIGKILL)
                    until = time.monotonic() + HUNG_S
                    while not told and time.monotonic() < until:
                        time.sleep(0.01)

            calls = [(engine, str(notes), n) for n in range(12)]
            return steps.side_by_side(work, calls, at_once=1, ended=lose_a_result)

    assert as_flow(compose).result() == list(range(12))
    assert told == ["a worker was lost; what it was at is done again by another"]
    assert max(len(pids) for pids in pids_of(notes).values()) > 1


def who_holds_a_result(notes):
    """Wait for a worker that has gone on from a result which nobody takes yet; return its id."""
    being_taken, until = set(pids_of(notes)), time.monotonic() + HUNG_S
    while time.monotonic() < until:
        held = [
            pids[-1] for name, pids in pids_of(notes).items() if pids and name not in being_taken
        ]
        if twice := [pid for pid, n_held in Counter(held).items() if n_held > 1]:
            return int(twice[0])
        time.sleep(0.01)
    raise AssertionError(held)


def pids_of(notes):
    """Who did each piece of work, in turn, by its number."""
    return {note.name: note.read_text().split() for note in notes.iterdir()}


def kill_at_work(victim, notes):
    while not list(notes.iterdir()):
        time.sleep(0.05)
    os.kill(victim, signal.SIGKILL)


def test_a_refusal_and_work_that_ends_its_workers_are_raised_as_they_are_known(tmp_path):
    refuse = step("refuse-shard", ONCE)(lambda engine: engine.run(refusing))
    die = step("die-shard", ONCE)(lambda engine: engine.run(dying, 0))
    found = []

    def compose(steps):
        with dask_engine("", 1, LocalStore(tmp_path / "store"), tell=found.append) as engine:
            for one in (refuse, die):
                try:
                    steps.side_by_side(one, [(engine,)], at_once=1, ended=found.append)
                except (BadInput, WorkersLost) as error:
                    found.append(type(error))

    assert as_flow(compose).is_completed()
    assert [kind for kind in found if not isinstance(kind, str)] == [BadInput, WorkersLost]


def test_workers_that_do_not_reach_prefect_are_named_before_anything_is_asked(
    tmp_path, monkeypatch
):
    from prefect.settings import PREFECT_API_URL

    from tasks.running import dask_tasks

    real = dask_tasks.get_current_settings().api.url
    away = "http://127.0.0.1:9/api"
    settings = dask_tasks.get_current_settings()
    changed = settings.copy_with_update(updates={PREFECT_API_URL: away})
    monkeypatch.setattr(dask_tasks, "get_current_settings", lambda: changed)
    work = step("work-shard", ONCE)(lambda engine: engine.run(own_id, 0))
    store = LocalStore(tmp_path / "store")
    with cluster(1) as port, dask_engine(address_of(port), 0, store, tell=print) as engine:
        with pytest.raises(BadInput, match=f"does not reach Prefect at {away}.*--direct"):
            dask_tasks.side_by_side_in(engine, work, [(engine,)], ended=print)
        assert dask_tasks._why_no_prefect(real) == ""
