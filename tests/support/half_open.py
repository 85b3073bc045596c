"""Connections that ask and never finish asking, many at once, and again when they are ended."""

import asyncio
import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

BEGUN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
AGAIN_AFTER_S = 1.0


def with_descriptors(count: int, command: list[str]) -> list[str]:
    """A command that may have so many descriptors."""
    return ["sh", "-c", 'ulimit -n "$0" && exec "$@"', str(count), *command]


class Held:
    """How the attack goes."""

    def __init__(self) -> None:
        self.opened = self.ended = self.refused = self.open_now = 0


class Health(NamedTuple):
    """One look at /healthz over a connection of its own."""

    status: int | None
    """None where it did not answer in time."""
    took_s: float


@contextmanager
def half_open(port: int, count: int, begun: bytes = BEGUN) -> Iterator[Held]:
    """Hold `count` half-open connections to a port of loopback until the block ends."""
    held, stop = Held(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_attack(port, count, begun, held, stop)))
    thread.start()
    try:
        yield held
    finally:
        stop.set()
        thread.join(30)


def look(port: int, patience_s: float = 5.0) -> Health:
    """Ask for /healthz."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience_s)
    try:
        connection.request("GET", "/healthz")
        status: int | None = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        status = None
    finally:
        connection.close()
    return Health(status, time.monotonic() - began)


async def _attack(port: int, count: int, begun: bytes, held: Held, stop: threading.Event) -> None:
    tasks = [asyncio.create_task(_hold(port, begun, held)) for _ in range(count)]
    await asyncio.to_thread(stop.wait)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _hold(port: int, begun: bytes, held: Held) -> None:
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            held.refused += 1
        else:
            held.opened += 1
            held.open_now += 1
            try:
                with suppress(OSError):
                    writer.write(begun)
                    await reader.read()
            finally:
                held.open_now -= 1
                writer.transport.abort()
            held.ended += 1
        await asyncio.sleep(AGAIN_AFTER_S)
