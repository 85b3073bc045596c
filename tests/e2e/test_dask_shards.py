"""A dataset in shards by a Dask cluster: the version that a pool makes, whatever of the cluster is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

from tests.support.dask_processes import ROOT, address_of, free_port, scheduler, worker
from tests.support.shard_drill import RECEIPT, WRITERS, WRITTEN
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.e2e, pytest.mark.slow("kills")]
WAIT_S = 900
"""A whole run, on a busy machine."""


_begun = []


@pytest.fixture(autouse=True)
def _ended():
    """A test that fails leaves no run behind for the next ones."""
    yield
    while _begun:
        with _begun.pop() as run, suppress(ProcessLookupError):
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def begun(folder, *words):
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.support.shard_drill", str(folder), *words]
    run = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    _begun.append(run)
    return run


def ended(process):
    """Wait for the end of a run; return where its version lies, and what it told."""
    told, _ = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0, told
    return Path(told.splitlines()[-1]), told


def written(folder):
    path = folder / WRITTEN
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def writers(folder):
    """The processes that wrote."""
    return set(map(int, (folder / WRITERS).read_text(encoding="utf-8").split()))


def wait_for(process, folder, key):
    until = time.monotonic() + WAIT_S
    while not any(re.search(key, one) for one in written(folder)):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.01)


def need_nothing_twice(folder):
    """No receipt was written twice; some have no line, as a kill can fall between a write and its line."""
    receipts = Counter(filter(RECEIPT.search, written(folder)))
    assert set(receipts.values()) == {1}


@pytest.fixture(scope="module")
def by_pool(tmp_path_factory):
    """The version that a pool makes, undisturbed: its name and its manifest."""
    version, _ = ended(begun(tmp_path_factory.mktemp("pool"), "2", "", "pool"))
    return version.name, (version / "manifest.json").read_bytes()


def test_a_local_cluster_whose_worker_and_then_itself_are_killed_goes_on_to_the_same_version(
    by_pool, tmp_path
):
    folder = tmp_path / "local"
    run = begun(folder, "2", "", "dask")
    wait_for(run, folder, r"r0/records-")
    workers = [psutil.Process(pid) for pid in writers(folder) - {run.pid}]
    workers[0].kill()
    wait_for(run, folder, r"r0/looked-")
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    version, _ = ended(begun(folder, "2", "", "dask"))
    assert (version.name, (version / "manifest.json").read_bytes()) == by_pool
    need_nothing_twice(folder)
    assert (
        LocalStore(folder / "store").keys("making/") == []
    )  # a killed write's own file stays for `prune`
    assert not psutil.wait_procs(workers, timeout=60)[1]


def test_a_scheduler_that_is_killed_and_comes_again_changes_nothing(by_pool, tmp_path):
    folder, port = tmp_path / "far", free_port()
    with ExitStack() as there:
        first = there.enter_context(scheduler(port))
        there.enter_context(worker(port))
        run = begun(folder, "0", "", "dask", address_of(port))
        wait_for(run, folder, r"r0/composed-")
        first.kill()
        first.wait()
        there.enter_context(scheduler(port))
        there.enter_context(worker(port))
        version, told = ended(run)
    assert (version.name, (version / "manifest.json").read_bytes()) == by_pool
    assert told.count("was lost; connecting anew") == 1
    need_nothing_twice(folder)
