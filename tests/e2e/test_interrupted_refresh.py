"""Ctrl-C of a refresh that runs directly: at once, in one line, and nothing of it goes on or stays."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

POINTS_S = (0.3, 1.0, 2.0, 3.0, 4.5)
"""After the first batches are told: while two processes compose, and while the gate looks [s]."""


@pytest.mark.slow("kills")
@pytest.mark.parametrize("after_s", POINTS_S)
def test_ctrl_c_ends_a_direct_refresh_with_its_processes_in_one_line(tmp_path, after_s):
    store = tmp_path / "store"
    words = [
        "refresh",
        "--direct",
        "--rows",
        "12000",
        "--seed",
        "7",
        "--workers",
        "2",
        "--out",
        str(store),
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "wearable_coach", *words],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
    ) as process:  # fmt: skip
        line = process.stderr.readline()
        while "composing" not in line:
            line = process.stderr.readline()
            assert line
        time.sleep(after_s)
        children = psutil.Process(process.pid).children(recursive=True)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
        _, said = process.communicate(timeout=60)
        took_s = time.monotonic() - began
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "wearable-coach: interrupted"
    assert took_s < 30, "nobody waits for the batches that are under way"
    until = time.monotonic() + 10
    while any(child.is_running() for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [child for child in children if child.is_running()]
    assert not list(store.glob("datasets/*"))
