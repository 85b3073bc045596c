"""Listening for HTTP: the one way in which both services run uvicorn, safe as it comes."""

from __future__ import annotations

import errno
import functools
import json
import logging
import os
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import uvicorn

from wearable_coach.client.connections import Crowd, GuardedProtocol
from wearable_coach.errors import BadInput

MOST_CONNECTIONS = 512
_FEWEST_CONNECTIONS = 16
_BACKLOG = 1024
_AT_ONCE = 16
"""Connections taken in a turn of the loop; those on their way hold descriptors and are not counted."""
_OUT_OF_DESCRIPTORS = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_PAUSE_S, _TOLD_EVERY_S = 0.02, 60.0
_GRACE_S = 15
_log = logging.getLogger("wearable_coach.http")


class Listener(socket.socket):
    """A listening socket that takes few connections at a time and bears it when descriptors run out.

    asyncio would try 1,024 times in a row to accept, and write a traceback for each.
    """

    def __init__(self, family: int, make_room: Callable[[], object]) -> None:
        """Make it, not bound; `make_room` is called when descriptors have run out."""
        super().__init__(family, socket.SOCK_STREAM)
        self._make_room = make_room
        self._taken, self._tell_at_s = 0, 0.0
        self._spare: int | None = os.open(os.devnull, os.O_RDONLY)

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection.

        Raises:
            BlockingIOError: there is none, or the others of this turn must be looked at first.
        """
        if self._taken >= _AT_ONCE:
            self._taken = 0
            raise BlockingIOError
        try:
            taken = super().accept()
        except BlockingIOError:
            self._taken = 0
            raise
        except OSError as error:
            if error.errno not in _OUT_OF_DESCRIPTORS:
                raise
            self._turn_away(error)
            raise BlockingIOError from None
        self._taken += 1
        return taken

    def close(self) -> None:
        """Close it, its spare descriptor too."""
        self._let_spare_go()
        super().close()

    def _turn_away(self, why: OSError) -> None:
        """Close a connection by a descriptor kept for this: one left waiting would wake the loop for ever."""
        self._make_room()
        self._tell(why)
        self._let_spare_go()
        try:
            super().accept()[0].close()
            self._spare = os.open(os.devnull, os.O_RDONLY)
        except BlockingIOError:
            pass
        except OSError:
            time.sleep(_PAUSE_S)  # somebody else took it; the loop must not spin meanwhile

    def _let_spare_go(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None

    def _tell(self, why: OSError) -> None:
        if time.monotonic() >= self._tell_at_s:
            self._tell_at_s = time.monotonic() + _TOLD_EVERY_S
            line = {"event": "connections", "outcome": "no_descriptor", "reason": why.strerror}
            _log.error(json.dumps(line))


def most_connections() -> int:
    """Return how many connections the process's descriptors bear: half are for all else."""
    import resource  # noqa: PLC0415 - Windows has none; the service runs elsewhere

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    half = MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else soft // 2
    return max(_FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, half))


def listen(host: str, port: int, crowd: Crowd) -> list[Listener]:
    """Bind every address of `host`.

    Raises:
        BadInput: the host has no address here, or the port is taken or not allowed.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        message = f"host: {host} is no address; give one of this machine, like 127.0.0.1"
        raise BadInput(message) from None
    listeners: list[Listener] = []
    try:
        for family, address in dict.fromkeys((f[0], f[4]) for f in found):
            listeners.append(Listener(family, crowd.make_room))
            _bind(listeners[-1], address)
    except OSError as error:
        for listener in listeners:
            listener.close()
        raise BadInput(_why_not(error, host, port)) from None
    return listeners


def run(app: Any, listeners: Sequence[Listener], crowd: Crowd, proxies: Sequence[str]) -> None:  # noqa: ANN401 - an ASGI application
    """Serve until SIGINT or SIGTERM comes: `server`, run."""
    with suppress(KeyboardInterrupt):  # uvicorn has ended in good order and raises it again
        server(app, crowd, proxies).run(sockets=list(listeners))


def server(app: Any, crowd: Crowd, proxies: Sequence[str]) -> uvicorn.Server:  # noqa: ANN401 - as above
    """Return the server of an application.

    Args:
        app: What answers.
        crowd: What limits the connections.
        proxies: Addresses whose ``X-Forwarded-For`` is believed; nobody's is without one.
    """
    config = uvicorn.Config(
        app,
        http=functools.partial(GuardedProtocol, crowd),  # type: ignore[arg-type]  # it makes one
        ws="none",
        loop="asyncio",  # the one that takes connections through `Listener.accept`
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_GRACE_S,
    )
    return uvicorn.Server(config)


def _bind(listener: Listener, address: Any) -> None:  # noqa: ANN401 - differs by family
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(address)
    listener.setblocking(False)  # noqa: FBT003 - the socket's own
    listener.listen(_BACKLOG)


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port: {port} is taken by another program; choose a free one with --port"
    if error.errno == errno.EACCES:
        return f"port: {port} is not allowed to this user; choose one above 1023 with --port"
    return f"host: cannot listen on {host} ({error.strerror}); give an address of this machine"
