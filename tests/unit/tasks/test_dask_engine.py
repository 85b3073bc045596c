"""A cluster does the work, loses workers and its scheduler for real, and nothing is asked of it twice."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import psutil
import pytest

from tasks.engines import dask
from tasks.engines.dask import DaskEngine, dask_engine
from tasks.engines.dask_cluster import WORKER_MEMORY_BYTES
from tasks.engines.pool import pool_engine
from tasks.policy import ONCE, step
from tasks.running.direct import DirectSteps
from tests.support.dask_processes import address_of, cluster, free_port, scheduler, worker
from tests.support.pooled import doubled, dying, noted, own_id, refusing, sleeping, swelling_once
from wearable_coach.errors import BadInput
from wearable_coach.process_pool import WorkEnded, WorkersLost
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.slow("kills")]


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def told():
    return []


@pytest.fixture
def local(store, told):
    with dask_engine("", 2, store, tell=told.append) as engine:
        yield engine


def test_a_cluster_of_this_machine_does_the_work_in_order_and_ends_with_the_run(store, told):
    work = step("work", ONCE)(lambda engine, number: engine.run(doubled, number))
    with dask_engine("", 2, store, tell=told.append) as engine:
        calls = [(engine, n) for n in range(9)]
        steps = DirectSteps(told.append)
        done = steps.side_by_side(work, calls, at_once=engine.at_once, ended=lambda _: None)
        workers = {engine.run(own_id, n) for n in range(4)}
        assert done == [2 * n for n in range(9)]
        assert os.getpid() not in workers
        with pytest.raises(BadInput, match="rows: none"):
            engine.run(refusing)
        assert listens_beyond_this_machine() == []
        assert engine.address.startswith("tls://127.0.0.1:")
    assert told == []
    assert store.keys("") == []
    assert not [pid for pid in workers if psutil.pid_exists(pid)]


def test_results_that_many_threads_wait_for_come_however_often_each_looks(local, monkeypatch):
    monkeypatch.setattr(dask, "_LOOK_EVERY_S", 0.001)
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(partial(local.run, doubled), range(200))) == [
            2 * n for n in range(200)
        ]


def listens_beyond_this_machine():
    """Addresses that this process and its own listen on, other than the loopback."""
    ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
    found = [c for p in ours for c in p.net_connections("inet") if c.status == "LISTEN"]
    assert found
    return [c.laddr for c in found if c.laddr.ip != "127.0.0.1"]


def test_what_a_killed_worker_was_at_is_done_by_another_and_told(local, told):
    with ThreadPoolExecutor(6) as threads:
        victim = local.run(own_id, 0)
        waiting = [threads.submit(local.run, sleeping, 1.0) for _ in range(6)]
        time.sleep(0.5)
        os.kill(victim, signal.SIGKILL)
        assert [one.result() for one in waiting] == [1.0] * 6
    assert told == ["a worker was lost; what it was at is done again by another"]


def test_work_that_ends_every_worker_is_given_up_with_a_remedy(local):
    with pytest.raises(WorkersLost, match=r"4 of them were ended.*--engine pool"):
        local.run(dying, 0)
    assert local.run(doubled, 4) == 8
    with pool_engine(2, tell=print) as pool:
        assert pool.run(doubled, 4) == 8


def test_a_worker_that_swells_is_ended_before_the_machine_suffers(local, told, tmp_path):
    assert local.run(swelling_once, str(tmp_path / "note"), WORKER_MEMORY_BYTES) == 2
    assert told == ["a worker was lost; what it was at is done again by another"]


def test_a_closed_engine_frees_who_waits(store, told):
    with ThreadPoolExecutor(1) as threads:
        with dask_engine("", 1, store, tell=told.append) as engine:
            waiting = threads.submit(engine.run, sleeping, 600)
            time.sleep(1)
        with pytest.raises(WorkEnded):
            waiting.result(timeout=60)
    with pytest.raises(WorkEnded):
        engine.run(doubled, 1)


def test_a_restarted_scheduler_is_connected_to_anew_and_what_is_done_is_not_done_again(
    tmp_path, store, told
):
    port, notes = free_port(), tmp_path / "notes"
    notes.mkdir()
    with ExitStack() as begun, ThreadPoolExecutor(1) as threads:
        first = begun.enter_context(scheduler(port))
        begun.enter_context(worker(port))
        engine = begun.enter_context(dask_engine(address_of(port), 0, store, tell=told.append))
        work = step("work", ONCE)(lambda engine, number: engine.run(noted, str(notes), number))
        steps, ended = DirectSteps(told.append), []
        calls = [(engine, n) for n in range(12)]
        all_of_it = threads.submit(
            steps.side_by_side, work, calls, at_once=engine.at_once, ended=ended.append
        )
        until = time.monotonic() + 120
        while len(ended) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        done_before = list(ended)
        first.kill()
        first.wait()
        begun.enter_context(scheduler(port))
        begun.enter_context(worker(port))
        assert all_of_it.result(timeout=240) == list(range(12))
    assert len(done_before) >= 3
    times = {n: len((notes / str(n)).read_text().split()) for n in range(12)}
    assert {times[n] for n in done_before} == {1}
    assert sum(times.values()) <= 12 + engine.at_once
    assert [line for line in told if "was lost; connecting anew" in line] == told[-1:]


def test_a_scheduler_that_stays_away_ends_the_run_in_one_line(told):
    port = free_port()
    with scheduler(port) as gone, worker(port):
        engine = DaskEngine(address_of(port), tell=told.append, connect_anew_s=2)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(engine.run, sleeping, 600)
            time.sleep(1)
            gone.kill()
            gone.wait()
            with pytest.raises(
                BadInput, match=r"no Dask scheduler.*the same command goes on"
            ) as said:
                waiting.result(timeout=240)
        engine.close()
    assert "\n" not in str(said.value)


def test_a_scheduler_without_workers_is_refused_within_the_time_and_taken_with_one(
    monkeypatch, told
):
    with scheduler(port := free_port()):
        with monkeypatch.context() as impatient:
            impatient.setattr(dask, "WORKERS_S", 2)
            with pytest.raises(BadInput, match=f"{address_of(port)} has no worker.*dask worker"):
                DaskEngine(address_of(port), tell=told.append)
        with worker(port):
            engine = DaskEngine(address_of(port), tell=told.append)
            assert engine.run(doubled, 2) == 4
            engine.close()


def test_a_worker_that_sees_another_store_is_refused_and_one_of_all_is_taken(tmp_path, told):
    """As on another machine, where a folder of the same name is another one: here by a root of its own."""
    refused = pytest.raises(BadInput, match=r"store: worker tcp://.* does not find what is written here.*azure://")  # fmt: skip
    with cluster(1) as port:
        with refused:
            begun = dask_engine(address_of(port), 0, ElsewhereStore(tmp_path), tell=told.append)
            begun.__enter__()
        shared = LocalStore(tmp_path / "store")
        with dask_engine(address_of(port), 0, shared, tell=told.append) as engine:
            assert engine.run(doubled, 2) == 4
    assert list((tmp_path / "store").rglob("probe*")) == []


class ElsewhereStore(LocalStore):
    """A folder that is another one in another process."""

    def __init__(self, folder):
        super().__init__(folder / "store")
        self.other = folder / "other"

    def __reduce__(self):
        return LocalStore, (self.other,)
