"""The process of a Prefect server for one command: `own_server` starts it, nobody else.

It listens on the socket that it is handed, and ends with the command that started it: the pipe at its
standard input closes, however that command ends.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import time

import uvicorn

_KEEPS_WITHIN_S, _ENDS_WITHIN_S, _LOOK_EVERY_S = 30.0, 60.0, 0.05
_FAILED = 3


class _Server(uvicorn.Server):
    """Writes down what it was told before it stops: Prefect drops the events that still queue."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        until = time.monotonic() + _KEEPS_WITHIN_S
        while _queued() and time.monotonic() < until:  # noqa: ASYNC110 - Prefect has no event for it
            await asyncio.sleep(_LOOK_EVERY_S)
        await super().shutdown(sockets)


def _queued() -> bool:
    from prefect.server.utilities.messaging.memory import Topic  # noqa: PLC0415 - loaded by now

    subscribed = [s for topic in Topic._topics.values() for s in topic._subscriptions]  # noqa: SLF001 - no public way
    return any(not s._queue.empty() or not s._retry.empty() for s in subscribed)  # noqa: SLF001


def _end_with_command() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_ENDS_WITHIN_S)
    os._exit(1)


def main() -> int:
    """Serve until the command ends; 3 where the server could not start."""
    listening = socket.socket(fileno=int(sys.argv[1]))
    threading.Thread(target=_end_with_command, daemon=True).start()
    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on"
    )
    server = _Server(config)
    server.run(sockets=[listening])
    return 0 if server.started else _FAILED


if __name__ == "__main__":
    sys.exit(main())
