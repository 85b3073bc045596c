"""Model work of one machine is done one at a time, by whichever process; nobody waits for the dead, or for ever."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from backends.local.turn import FOLDER_VARIABLE, SLOTS_VARIABLE, NotMyTurn, machine_turn
from tests.support.local_training import LocalBench, wait_for
from wearable_coach.errors import BadInput

HOLD = """
import sys, time
from backends.local.turn import machine_turn
with machine_turn("coach-other trains", environment={"WEARABLE_COACH_MACHINE_FOLDER": sys.argv[1]}, tell=print):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def another_at_work(folder):
    """Another process has the turn until it is killed, or the block ends."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE)
    with process:
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "machine"


def turn(folder, *, slots="1", **more):
    environment = {FOLDER_VARIABLE: str(folder), SLOTS_VARIABLE: slots}
    given = {"environment": environment, "tell": lambda _: None, "sleep": lambda _: None}
    return machine_turn("coach-mine trains", **given | more)


def test_who_waits_is_told_for_whom_and_has_the_turn_once_the_other_is_killed(folder):
    told, waits = [], []
    with another_at_work(folder) as other:

        def sleep(seconds):
            waits.append(seconds)
            if len(waits) == 40:
                other.kill()
                other.wait()

        with turn(folder, tell=told.append, sleep=sleep):
            assert len(waits) >= 40, "it waited while the other lived"
    assert told[0].startswith("waits for this machine: coach-other trains since ")
    assert told[0].endswith(f"process {other.pid}")
    assert 2 <= len(told) <= 4, "said again now and then"


def test_who_waits_too_long_is_told_what_helps_and_it_helps(folder):
    with another_at_work(folder):
        with (
            pytest.raises(
                BadInput,
                match=r"coach-other trains .*; end what is there, or set WEARABLE_COACH_MODEL_WORK=2$",
            ),
            turn(folder, most_wait_s=3),
        ):
            pytest.fail("it had a turn")
        with turn(folder, slots="2", most_wait_s=0):
            pass
        with turn(folder, slots="0", most_wait_s=0):
            pass
    with turn(folder, most_wait_s=0):
        pass


def test_who_is_told_to_stop_waits_no_longer(folder):
    with (
        another_at_work(folder),
        pytest.raises(NotMyTurn),
        turn(folder, stop_asked=lambda: True),
    ):
        pytest.fail("it had a turn")


def test_a_turn_ends_with_its_block_however_that_ends(folder):
    with pytest.raises(ZeroDivisionError), turn(folder, most_wait_s=0):
        raise ZeroDivisionError
    for _ in range(2):
        with turn(folder, most_wait_s=0):
            pass


@pytest.mark.parametrize("slots", ["-1", "two", "1.5", "\u0662"])
def test_a_number_that_is_none_is_refused(folder, slots):
    with pytest.raises(BadInput, match="set 1, or 0 for no limit"), turn(folder, slots=slots):
        pytest.fail("it had a turn")


def test_a_folder_that_cannot_be_is_refused(folder):
    folder.write_text("a file")
    with pytest.raises(BadInput, match=f"set {FOLDER_VARIABLE} to a folder"), turn(folder):
        pytest.fail("it had a turn")


@contextmanager
def waiting_worker(tmp_path, folder):
    """A worker of a job, which has no turn yet."""
    from backends.local.job import write_job
    from backends.local.worker.job_folder import RunOptions

    bench = LocalBench(tmp_path)
    order = bench.order()
    write_job(bench.jobs / order.name, order, bench.data, RunOptions(base_folder="nowhere", base_sha256="x"))  # fmt: skip
    command = [sys.executable, "-m", "backends.local.worker", str(bench.jobs / order.name)]
    with subprocess.Popen(command, env={FOLDER_VARIABLE: str(folder)}) as worker:
        try:
            wait_for(lambda: "waits" in bench.tuner().status(order.name).reason)
            yield bench.tuner(), order.name, worker
        finally:
            worker.kill()


def test_a_training_waits_queued_says_for_whom_and_can_be_cancelled(tmp_path, folder):
    with another_at_work(folder), waiting_worker(tmp_path, folder) as (tuner, name, worker):
        seen = tuner.status(name)
        assert (seen.state, seen.revivable) == ("Queued", False)
        assert seen.reason.startswith("waits for this machine: coach-other trains since ")
        tuner.cancel(name)
        assert worker.wait(60) == 0
        assert tuner.status(name).state == "Canceled"


def test_a_training_has_its_turn_once_the_other_is_gone(tmp_path, folder):
    with (
        another_at_work(folder) as other,
        waiting_worker(tmp_path, folder) as (tuner, name, worker),
    ):
        other.kill()
        assert worker.wait(60) == 1
        assert "base model" in tuner.status(name).reason, "it began, and had no base"


def test_a_worker_that_is_killed_while_it_waits_is_seen_as_gone(tmp_path, folder):
    with another_at_work(folder), waiting_worker(tmp_path, folder) as (tuner, name, worker):
        worker.kill()
        worker.wait()
        seen = tuner.status(name)
        assert (seen.state, seen.revivable) == ("NotResponding", True)
        assert seen.reason.startswith("its worker is gone")
