"""What half-open connections do to the receiver and to `serve`: does /healthz go on answering?

`uv run python bench/half_open.py [connections] [descriptors] [seconds]`: so many connections each send
half a request and wait, and come again a second after they were ended; the service may have so many
descriptors. ``--plain`` runs the receiver under uvicorn's own command instead, for comparison.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import NamedTuple

import psutil

from deployments.receiver.signatures import new_secret
from tests.support.half_open import half_open, look, with_descriptors
from tests.support.prefect_service import free_port

ROOT = Path(__file__).parents[1]
START_S, LOOK_EVERY_S = 120.0, 0.25
PLAIN = ("uvicorn", "deployments.receiver.service:from_environment", "--factory", "--no-access-log")


class AlwaysWell(BaseHTTPRequestHandler):
    """What the receiver asks of Prefect for its health; the server itself is not what is measured."""

    def do_GET(self) -> None:
        """Say that all is well."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Face(NamedTuple):
    """A service to try."""

    name: str
    command: tuple[str, ...]


def faces(*, plain: bool) -> Iterator[Face]:
    """Return what is tried."""
    if plain:
        yield Face("receiver, uvicorn's own command", PLAIN)
        return
    yield Face("receiver", ("deployments.receiver",))
    yield Face("serve", ("wearable_coach", "serve"))


@contextmanager
def running(face: Face, port: int, folder: Path, descriptors: int) -> Iterator[psutil.Process]:
    """Run a service that has so many descriptors; its words go to a file."""
    prefect = HTTPServer(("127.0.0.1", 0), AlwaysWell)
    Thread(target=prefect.serve_forever, daemon=True).start()
    (folder / "secrets").write_text(f"{new_secret()}\n", encoding="utf-8")
    (folder / "store").mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{prefect.server_port}/api",
        "WEARABLE_COACH_HOME": str(folder / "store"),
        "WEARABLE_COACH_WEBHOOK_SECRETS": str(folder / "secrets"),
    }
    command = [sys.executable, "-m", *face.command, "--port", str(port)]
    with (folder / "log").open("wb") as log:
        service = subprocess.Popen(
            with_descriptors(descriptors, command), cwd=folder, env=environment, stdout=log, stderr=log
        )  # fmt: skip
    try:
        until = time.monotonic() + START_S
        while look(port).status is None:
            if service.poll() is not None or time.monotonic() > until:
                sys.exit((folder / "log").read_text(encoding="utf-8"))
            time.sleep(0.2)
        yield psutil.Process(service.pid)
    finally:
        service.terminate()
        try:
            service.wait(30)
        except subprocess.TimeoutExpired:
            service.kill()
            service.wait()
        prefect.shutdown()
        prefect.server_close()


def tried(face: Face, count: int, descriptors: int, seconds: float) -> None:
    """Attack a service and print a line of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        with running(face, port, folder, descriptors) as process:
            before, began, looks = process.cpu_times(), time.monotonic(), []
            with half_open(port, count) as held:
                while time.monotonic() - began < seconds:
                    looks.append(look(port))
                    time.sleep(LOOK_EVERY_S)
            after, took = process.cpu_times(), time.monotonic() - began
        log = (folder / "log").stat().st_size
    answered = [100 * (x.status is not None) for x in looks]
    cpu = after.user + after.system - before.user - before.system
    times = [1000 * x.took_s for x in looks]
    print(
        f"| {face.name} | {held.opened:,} | {sum(answered) // 100} of {len(looks)} "
        f"| {median(times):.0f} / {max(times):.0f} ms | {100 * cpu / took:.0f} % | {log:,} |"
    )


def main() -> None:
    """Print the table."""
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, descriptors, seconds = (*numbers, *(1200, 1024, 30)[len(numbers) :])
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 500), hard))
    print(f"{count:,} connections, {descriptors:,} descriptors, {seconds} s")
    print("| service | connections opened | /healthz answered | p50 / max | CPU | log [bytes] |")
    print("|---|---|---|---|---|---|")
    for face in faces(plain="--plain" in sys.argv):
        tried(face, count, descriptors, seconds)


if __name__ == "__main__":
    main()
