"""A pool that loses a process, for real."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.support.cases import some
from tests.support.pooled import doubled, dying, own_id, sleeping
from wearable_coach.process_pool import MOST_LOST, ProcessPool, WorkEnded, WorkersLost


def gone(pid, seconds=10):
    until = time.monotonic() + seconds
    while psutil.pid_exists(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not psutil.pid_exists(pid)


def test_a_killed_process_is_replaced_once_for_all_who_wait_and_told_in_one_line():
    told = []
    with ProcessPool(2, tell=told.append) as pool, ThreadPoolExecutor(6) as threads:
        victim = pool.run(own_id, 0)
        waiting = [threads.submit(pool.run, sleeping, 0.5) for _ in range(6)]
        time.sleep(0.2)
        os.kill(victim, signal.SIGKILL)
        assert [one.result() for one in waiting] == [0.5] * 6
        assert [pool.run(doubled, n) for n in range(3)] == [0, 2, 4]
    (line,) = told
    assert "started anew" in line
    assert "\n" not in line


def test_a_pool_that_loses_every_process_is_given_up_with_a_remedy():
    told = []
    with (
        ProcessPool(1, tell=told.append) as pool,
        pytest.raises(WorkersLost, match="fewer workers"),
    ):
        pool.run(dying, 0)
    assert len(told) == MOST_LOST


def test_a_closed_pool_ends_its_processes_at_once_and_frees_who_waits():
    with ThreadPoolExecutor(1) as threads:
        pool = ProcessPool(1)
        process = pool.run(own_id, 0)
        waiting = threads.submit(pool.run, sleeping, 600)
        time.sleep(0.2)
        pool.close()
        with pytest.raises(WorkEnded):
            waiting.result(timeout=10)
    assert gone(process)
    with pytest.raises(WorkEnded):
        pool.run(doubled, 1)


def test_no_process_of_a_pool_outlives_the_one_that_started_it():
    words = (
        "import time\nfrom tests.support.pooled import own_id\n"
        "from wearable_coach.process_pool import ProcessPool\n"
        "if __name__ == '__main__':\n    print(ProcessPool(1).run(own_id, 0), flush=True)\n    time.sleep(600)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", words], cwd=root, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.kill()
    assert gone(child)


LEAVES_ONE = """
import sys, multiprocessing
from wearable_coach.process_pool import ProcessPool
def holding():
    multiprocessing.held = multiprocessing.RLock()
if __name__ == "__main__":
    with ProcessPool(1) as pool:
        pool.run(holding)
        if sys.argv[1:]:
            pool.finish()
"""


def test_processes_that_end_by_themselves_leave_nothing_behind(tmp_path):
    script = tmp_path / "leaves_one.py"
    script.write_text(LEAVES_ONE)
    for words, is_told in some([([], True), (["finish"], False)]):
        done = subprocess.run(
            [sys.executable, script, *words], capture_output=True, check=True, text=True
        )
        assert ("leaked semaphore" in done.stderr) is is_told
