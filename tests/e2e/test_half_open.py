import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deployments.receiver.signatures import new_secret
from tests.support.half_open import half_open, look, with_descriptors
from tests.support.prefect_service import free_port

ROOT = Path(__file__).parents[2]
DESCRIPTORS, CONNECTIONS, SECONDS = 256, 300, 4.0
COMMANDS = {
    "receiver": ["deployments.receiver"],
    "reports": ["deployments.reports"],
    "serve": [
        "wearable_coach",
        "serve",
        "--no-warm-up",
    ],  # what it reads beside is no matter of connections
}


@pytest.fixture(params=COMMANDS)
def service(request, tmp_path):
    """The real service in a process of its own, with few descriptors; its port, process and log."""
    (tmp_path / "store").mkdir()
    (tmp_path / "secrets").write_text(f"{new_secret()}\n")
    port, log = free_port(), tmp_path / "log"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_API_AUTH_STRING": "admin:word",
        "WEARABLE_COACH_HOME": str(tmp_path / "store"),
        "WEARABLE_COACH_WEBHOOK_SECRETS": str(tmp_path / "secrets"),
    }
    command = [sys.executable, "-m", *COMMANDS[request.param], "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            with_descriptors(DESCRIPTORS, command), cwd=tmp_path, env=environment, stdout=out, stderr=out
        )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while look(port).status is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until
            time.sleep(0.2)
        yield port, psutil.Process(process.pid), log
    finally:
        process.terminate()
        assert process.wait(30) == -15
        assert "Traceback" not in log.read_text()


def test_health_is_answered_however_many_connections_only_hold_the_line(service):
    port, process, log = service
    said, before = log.stat().st_size, sum(process.cpu_times()[:2])
    with half_open(port, CONNECTIONS) as held:
        until = time.monotonic() + SECONDS
        looks = []
        while time.monotonic() < until:
            looks.append(look(port).status)
            time.sleep(0.2)
        assert process.num_fds() < DESCRIPTORS
    assert held.opened > CONNECTIONS
    assert looks == [200] * len(looks)
    assert sum(process.cpu_times()[:2]) - before < 0.7 * SECONDS
    lines = [json.loads(line) for line in log.read_bytes()[said:].decode().splitlines()]
    assert [line["event"] for line in lines] == ["connections"]
