"""A real Prefect server on loopback, in a folder of its own, started and stopped here.

    with prefect_server(tmp_path / "prefect") as url, prefect_client(url) as client:
        ...

It keeps its SQLite database in the folder: started there again, it has what it had.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

import httpx

START_SECONDS = 400


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def prefect_server(
    folder: Path,
    *,
    auth: str | None = None,
    port: int | None = None,
    ui: bool = False,
    bare: bool = False,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[str]:
    """Run a server with SQLite until the block ends; yield the URL of its API.

    Args:
        folder: Its PREFECT_HOME; what it says goes to ``server.log`` in it.
        auth: ``user:password`` that every request must carry; open if None.
        port: Where it listens; a free port if None.
        ui: Whether it serves the pages too.
        bare: Whether it is Prefect's own, without our door before it.
        more: Settings of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    start = ["prefect", "server", "start"] if bare else ["deployments.prefect_server"]
    command = [sys.executable, "-m", *start]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            command,
            env=prefect_environment(folder, auth=auth, ui=ui) | dict(more),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}/api"
        _wait_for(url, auth, server, folder / "server.log")
        yield url
    finally:
        stop(server)


def prefect_environment(
    folder: Path, *, url: str | None = None, auth: str | None = None, ui: bool = False
) -> dict[str, str]:
    """The environment of a process that works with the server of a folder, and with no other.

    Args:
        folder: Its PREFECT_HOME.
        url: The API that it talks to; None for the server itself.
        auth: What a request must carry.
        ui: Whether a server serves the pages too.
    """
    mine = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    mine |= {
        "PREFECT_HOME": str(folder),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": str(ui).lower(),
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    if url is not None:
        mine["PREFECT_API_URL"] = url
    if auth is not None:
        mine |= {"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth}
    return mine


def stop(process: subprocess.Popen[bytes], *, seconds: float = 20) -> None:
    """End a process that leads its own session, and what it started; by force when it lingers."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=seconds)


@contextmanager
def prefect_client(url: str, *, auth: str | None = None) -> Iterator[httpx.Client]:
    """A plain client of the API, for what a test looks at."""
    credentials = httpx.BasicAuth(*auth.split(":", 1)) if auth else None
    # No proxy of the environment stands between this machine and itself. SQLite waits up to a minute for another
    # writer before it answers.
    with httpx.Client(
        base_url=url, auth=credentials, trust_env=False, timeout=120, transport=_Patient()
    ) as client:
        yield client


class _Patient(httpx.HTTPTransport):
    """Asks again where SQLite is held by another writer, as Prefect's own client does."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(20):
            answer = super().handle_request(request)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            answer.close()
            time.sleep(0.3)
        return answer


def _wait_for(url: str, auth: str | None, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    with prefect_client(url, auth=auth) as client:
        while time.monotonic() < until:
            assert server.poll() is None, f"the server ended by itself:\n{log.read_text()[-2000:]}"
            with suppress(httpx.HTTPError):
                if client.get("/health").is_success:
                    return
            time.sleep(0.2)
    message = f"the server did not answer within {START_SECONDS} s:\n{log.read_text()[-2000:]}"
    raise AssertionError(message)
