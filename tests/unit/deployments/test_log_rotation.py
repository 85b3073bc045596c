import subprocess
import sys
import time

from deployments.children import Child, Command
from deployments.log_rotation import MOST_BYTES, keep_small

CHATTY = """
import sys, time
for number in range(400):
    print(f"line {number:06}", "x" * 1000, flush=True)
    time.sleep(0.001)
"""


def _written(*logs):
    text = "".join(log.read_text() for log in logs if log.exists())
    return [int(line.split()[1]) for line in text.splitlines() if line.startswith("line")]


def test_a_log_is_moved_aside_while_its_process_writes_on(tmp_path):
    log = tmp_path / "server.log"
    kept: list[int] = []
    with log.open("ab") as out:
        writer = subprocess.Popen([sys.executable, "-c", CHATTY], stdout=out)
    while writer.poll() is None:
        if keep_small(log, 50_000):
            kept += _written(log.with_suffix(".log.1"))
        assert log.stat().st_size < 1_000_000
        time.sleep(0.005)
    kept += _written(log)
    assert len(kept) >= 390  # a line between copying and emptying is lost
    assert kept == sorted(set(kept))
    assert log.with_suffix(".log.1").stat().st_size > 50_000
    assert b"\0" not in log.read_bytes()


def test_the_one_before_is_replaced_and_keeps_its_owner_alone(tmp_path):
    log, before = tmp_path / "worker.log", tmp_path / "worker.log.1"
    before.write_text("old")
    log.write_text("x" * 100)
    log.chmod(0o600)
    assert keep_small(log, 99)
    assert before.read_text() == "x" * 100
    assert before.stat().st_mode & 0o777 == 0o600
    assert log.read_text() == ""
    assert not keep_small(log, 99)
    assert not keep_small(tmp_path / "none.log", 99)


def test_where_the_copy_cannot_be_written_the_log_is_small_all_the_same(tmp_path):
    log = tmp_path / "receiver.log"
    log.write_text("x" * 100)
    log.with_suffix(".log.1").mkdir()
    assert keep_small(log, 99)
    assert log.read_text() == ""


def test_a_supervisor_keeps_the_logs_of_its_children_small(tmp_path):
    log = tmp_path / "server.log"
    with log.open("wb") as sparse:
        sparse.truncate(MOST_BYTES + 1)
    wait = [sys.executable, "-c", "import time; print('on', flush=True); time.sleep(60)"]
    child = Child(Command("server", wait, {}, log), tell=lambda _: None)
    try:
        assert log.with_suffix(".log.1").stat().st_size == MOST_BYTES + 1
        while b"on" not in log.read_bytes():
            time.sleep(0.02)
        with log.open("ab") as more:
            more.write(b"x" * MOST_BYTES)
        child.look_after()
        assert log.stat().st_size == 0
    finally:
        child.stop()
