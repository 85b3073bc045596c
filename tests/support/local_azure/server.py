"""The server: a proxy on loopback that ends the TLS of Azure's own host names itself.

A client is pointed at it with HTTPS_PROXY and made to trust its throw-away authority with
REQUESTS_CA_BUNDLE; so the SDK keeps its own addresses, and a host that is not served is refused:
nothing of a test can leave the machine.
"""

from __future__ import annotations

import socket
import ssl
import tempfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import Any, Self

import trustme

from tests.support.local_azure import (
    blobs,
    control,
    foundry,
    history,
    registry,
    resource_manager,
    scoring,
    tokens,
)
from tests.support.local_azure import state as held
from tests.support.local_azure.faults import Fault
from tests.support.local_azure.messages import Reply, Request, refusal
from tests.support.local_azure.state import State

HISTORY_HOSTS = "*.api.azureml.ms"
SCORING_HOSTS = (scoring.MANAGED, scoring.SERVERLESS, scoring.OPENAI)
_SERVED = {
    tokens.HOST: tokens.serve,
    resource_manager.HOST: resource_manager.serve,
    registry.HOST: registry.serve,
    blobs.HOST: blobs.serve,
    foundry.HOST: foundry.serve,
}


_RETIRES = "    retires: 2026-06-13\n"


def _still_offered() -> str:
    """Return the product's table, but that the plan's model is offered for ever, as it is here."""
    table = (files("wearable_coach.finetuning") / "models.yaml").read_text(encoding="utf-8")
    if table.count(_RETIRES) != 1:
        message = f"models.yaml has {_RETIRES.strip()!r} {table.count(_RETIRES)} times"
        raise AssertionError(message)
    return table.replace(_RETIRES, "    retires:\n")


class LocalAzure:
    """A local Azure; a context manager, or `start` and `stop`."""

    def __init__(self, port: int = 0, folder: Path | None = None, **state: Any) -> None:
        """Make it; `state` are fields of `State`."""
        self.state = State(**state)
        self.faults: list[Fault] = []
        self.requests: list[tuple[Request, int]] = []
        """Every call with the status it was answered, 0 where the connection was dropped."""
        self.times: list[float] = []
        self.refused: list[str] = []
        self.lock = RLock()
        self._folder = folder or Path(tempfile.mkdtemp(prefix="local-azure-"))
        self._folder.mkdir(parents=True, exist_ok=True)
        self.tls = self._authority()
        self._models = self._folder / "models.yaml"
        self._models.write_text(_still_offered(), encoding="utf-8")
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.azure = self
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def _authority(self) -> ssl.SSLContext:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self._folder / "ca.pem"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        scored = (
            f"*.{self.state.region}{scoring.MANAGED}",
            f"*.{self.state.region}{scoring.SERVERLESS}",
            f"*{scoring.OPENAI}",
        )
        authority.issue_cert(*_SERVED, HISTORY_HOSTS, *scored).configure_cert(context)
        return context

    @property
    def address(self) -> str:
        """Address of the proxy, and of its control calls."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """What to set so that the SDK, in this process or another, talks to it."""
        return {
            "HTTPS_PROXY": self.address,
            "https_proxy": self.address,
            "NO_PROXY": "localhost,127.0.0.1",
            "no_proxy": "localhost,127.0.0.1",
            "REQUESTS_CA_BUNDLE": str(self._folder / "ca.pem"),
            "SSL_CERT_FILE": str(self._folder / "ca.pem"),
            "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
            "AZURE_TENANT_ID": held.TENANT,
            "AZURE_CLIENT_ID": held.CLIENT_ID,
            "AZURE_CLIENT_SECRET": held.CLIENT_SECRET,
            "AZURE_SUBSCRIPTION_ID": held.SUBSCRIPTION,
            "AZURE_RESOURCE_GROUP": held.RESOURCE_GROUP,
            "AZUREML_WORKSPACE_NAME": held.WORKSPACE,
            "WEARABLE_COACH_AZURE_MAX_COST": "5000",
            "WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT": held.FOUNDRY_ACCOUNT,
            "WEARABLE_COACH_AZURE_MODELS": str(self._models),
        }

    def fault(self, method: str, url: str, **how: Any) -> Fault:
        """Let the matching calls go wrong."""
        self.faults.append(Fault(method, url, **how))
        return self.faults[-1]

    def calls(self, method: str, url: str = "") -> int:
        """Return how many calls of a method had `url` in host and path."""
        return sum(r.method == method and url in r.url for r, _ in self.requests)

    def moments(self, method: str, url: str = "") -> list[float]:
        """Return when such calls were answered [s]."""
        called = zip(self.requests, self.times, strict=True)
        return [at for (r, _), at in called if r.method == method and url in r.url]

    def start(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def reply(self, request: Request) -> Reply | None:
        """Answer a call, or None where the connection is to be dropped."""
        scored = request.host.endswith(SCORING_HOSTS) and not _tunes(request)
        with self.lock:
            fault = next((f for f in self.faults if f.strikes(request)), None)
            served = not fault or fault.commit or fault.slow_only
            true = self._true(request) if served and not scored else None
        if served and scored:  # without the lock: many are asked at once
            true = self._scored(request)
        with self.lock:
            reply = true if fault is None or fault.slow_only else fault.reply()
            self.times.append(time.monotonic())
            self.requests.append((request, 0 if fault and fault.drops else reply.status))  # type: ignore[union-attr]
        if fault:
            fault.wait()
        return None if fault and fault.drops else reply

    def _true(self, request: Request) -> Reply:
        serve = _SERVED.get(request.host, history.serve)
        return self._or_refused(request, serve(self.state, request))

    def _scored(self, request: Request) -> Reply:
        return self._or_refused(request, scoring.serve(self, request))

    def _or_refused(self, request: Request, found: Reply | None) -> Reply:
        if found is None:
            self.refused.append(f"{request.method} {request.url}")
            return refusal(
                404, "NotServed", f"the local Azure has no {request.method} {request.url}"
            )
        return found


def _tunes(request: Request) -> bool:
    """Say whether a call is to the Foundry account's fine-tuning, at the address where its models answer."""
    return request.host == foundry.HOST and foundry.is_ours(request.path)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    azure: LocalAzure

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    host = ""

    def do_CONNECT(self) -> None:
        """Take over a connection to a served host; refuse every other."""
        host = self.path.partition(":")[0]
        others = (HISTORY_HOSTS.removeprefix("*"), *SCORING_HOSTS)
        if host not in _SERVED and not host.endswith(others):
            self.server.azure.refused.append(f"CONNECT {host}")
            self.send_error(403, f"the local Azure does not serve {host}")
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.connection = self.server.azure.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.host, self.close_connection = host, False

    def finish(self) -> None:
        """Close the TLS connection too, which took the place of the one that the server closes."""
        super().finish()
        self.connection.close()

    def _serve(self) -> None:
        azure = self.server.azure
        length = int(self.headers.get("Content-Length") or 0)
        headers = dict(self.headers.items())
        request = Request(self.command, self.host, self.path, headers, self.rfile.read(length))
        reply = azure.reply(request) if self.host else control.serve(azure, request)
        if reply is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(reply)

    do_GET = do_PUT = do_POST = do_HEAD = do_PATCH = do_DELETE = _serve  # noqa: N815

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
