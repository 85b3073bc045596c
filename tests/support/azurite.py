"""A real Azurite on loopback, installed from npm once, started and stopped here."""

import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.needs import lacking

VERSION = "3.37.0"
_FOLDER = Path(__file__).parents[2] / ".azurite"
_ENTRY = _FOLDER / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
_ACCOUNT = "devstoreaccount1"
_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""Azurite's own, published in its README: no secret."""


def installed() -> None:
    """Install Azurite where it is not; skip where npm is not, fail instead in CI."""
    if _ENTRY.exists():
        return
    if not (shutil.which("npm") and shutil.which("node")):
        lacking("node", "Azurite needs node and npm")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(_FOLDER)]
    _FOLDER.mkdir(exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:  # tests may run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _ENTRY.exists():
            subprocess.run([*command, f"azurite@{VERSION}"], check=True, capture_output=True)


@contextmanager
def running_azurite(account: str = _ACCOUNT, key: str = _KEY) -> Iterator[str]:
    """Run Azurite in memory on a free port; yield its connection string."""
    installed()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", str(_ENTRY), "--blobHost", "127.0.0.1", "--blobPort", str(port), "--silent"]
    command += ["--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence"]
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"AZURITE_ACCOUNTS": f"{account}:{key}"},
    )
    try:
        _wait_for(port, server)
        yield (
            f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
            f"BlobEndpoint=http://127.0.0.1:{port}/{account};"
        )
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "Azurite ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Azurite did not listen within a minute")
