"""Schedulers and workers of Dask as processes of their own, on the loopback, ended with the test that began them."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HOST = "127.0.0.1"
_STARTS_S = 400
_WITHIN_SHORT = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"}


def free_port():
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return probe.getsockname()[1]


def address_of(port):
    """Where a scheduler is."""
    return f"tcp://{_HOST}:{port}"


@contextmanager
def running(words, *, folder=ROOT, path=()):
    """A process in the background, killed at the end if it still runs."""
    set_too = {"PYTHONPATH": os.pathsep.join(map(str, path))} if path else {}
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, **_WITHIN_SHORT, **set_too},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(port):
    """A scheduler; given once it listens."""
    words = ["-m", "distributed.cli.dask_scheduler", "--host", _HOST, "--port", str(port)]
    with running([*words, "--dashboard-address", f"{_HOST}:0", "--no-show"]) as process:
        until = time.monotonic() + _STARTS_S
        while not _listens(port):
            assert time.monotonic() < until, "the scheduler does not start"
            assert process.poll() is None, "the scheduler has ended"
            time.sleep(0.1)
        yield process


@contextmanager
def worker(port, *, folder=ROOT, path=()):
    """A worker of one thread, which a nanny starts anew when it is killed."""
    words = ["-m", "distributed.cli.dask_worker", address_of(port), "--host", _HOST]
    with running(
        [*words, "--nthreads", "1", "--no-dashboard"], folder=folder, path=path
    ) as process:
        yield process


@contextmanager
def cluster(workers):
    """A scheduler with workers: its port."""
    with ExitStack() as begun:
        port = free_port()
        begun.enter_context(scheduler(port))
        for _ in range(workers):
            begun.enter_context(worker(port))
        yield port


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) == 0
