"""The connections of an HTTP face: how many at once, and how long one may take to ask and to read.

uvicorn waits for ever for a request that never ends and counts no connection that has not asked.
Here a connection that waits for its sender has a deadline, and where there are too many, the one
that has waited longest makes room: who asks at once is answered, however many only hold the line.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any, NamedTuple

from uvicorn.protocols.http.h11_impl import H11Protocol

_log = logging.getLogger("wearable_coach.http")
_TOLD_EVERY_S = 60.0
_CLOSED = b"connection: close\r\ncontent-length: 0\r\n"
_LATE = b"HTTP/1.1 408 Request Timeout\r\n" + _CLOSED + b"\r\n"
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n" + _CLOSED + b"\r\n"


class Deadlines(NamedTuple):
    """How long a sender may take [s]."""

    header_s: float = 10.0
    """To send a request's line and headers, from the connection or the answer before."""
    body_s: float = 15.0
    """To send the body; the application answers 408 before, this is for what never reaches it."""
    write_s: float = 10.0
    """To take what is written to it."""


class Crowd:
    """The connections that are open, at most so many."""

    def __init__(self, most: int, patience: Deadlines = Deadlines()) -> None:  # noqa: B008 - immutable
        """Let `most` in at once."""
        self.most, self.patience = most, patience
        self._open: set[GuardedProtocol] = set()
        self._waiting: dict[GuardedProtocol, None] = {}  # in the order in which they began to wait
        self._dropped, self._tell_at_s = 0, 0.0

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._open)

    def enter(self, newcomer: GuardedProtocol) -> bool:
        """Let a connection in, in place of the one that has waited longest if need be."""
        if len(self._open) >= self.most and not self.make_room():
            self._tell("all connections are being answered; a new one was refused")
            return False
        self._open.add(newcomer)
        return True

    def make_room(self) -> bool:
        """End the connection that has waited longest for its sender; say whether there was one."""
        oldest = next(iter(self._waiting), None)
        if oldest is None:
            return False
        self.leave(oldest)
        oldest.end()
        self._tell("too many connections wait for their senders; the oldest were ended")
        return True

    def waits(self, connection: GuardedProtocol) -> None:
        """Note that a connection waits for its sender from now on."""
        self._waiting.pop(connection, None)
        if connection in self._open:
            self._waiting[connection] = None

    def answers(self, connection: GuardedProtocol) -> None:
        """Note that a connection's request is complete and being answered."""
        self._waiting.pop(connection, None)

    def leave(self, connection: GuardedProtocol) -> None:
        """Forget a connection."""
        self._open.discard(connection)
        self._waiting.pop(connection, None)

    def _tell(self, why: str) -> None:
        """Say it once a minute: a line for each would be what the sender is after."""
        self._dropped += 1
        if time.monotonic() < self._tell_at_s:
            return
        self._tell_at_s = time.monotonic() + _TOLD_EVERY_S
        line = {"event": "connections", "outcome": "full", "reason": why}
        _log.warning(json.dumps({**line, "most": self.most, "dropped": self._dropped}))


class GuardedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, with deadlines and a place in a crowd."""

    def __init__(self, crowd: Crowd, **of_uvicorn: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Belong to `crowd`."""
        super().__init__(**of_uvicorn)
        self._crowd = crowd
        self._stage: tuple[str, object] | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._write_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place in the crowd, or refuse."""
        super().connection_made(transport)
        if self._crowd.enter(self):
            self._look()
        else:
            transport.write(_FULL)
            self.end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._crowd.leave(self)
        for timer in (self._deadline, self._write_deadline):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a byte more does not put off the deadline, a request does."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Give who does not read a deadline."""
        super().pause_writing()
        seconds = self._crowd.patience.write_s
        self._write_deadline = self.loop.call_later(seconds, self.end)

    def resume_writing(self) -> None:
        """Take the deadline back: what was written is read."""
        super().resume_writing()
        if self._write_deadline is not None:
            self._write_deadline.cancel()

    def end(self) -> None:
        """Close the connection now; what the kernel has taken over is still delivered."""
        self.transport.abort()

    def _look(self) -> None:
        """Set the deadline anew where what is waited for has changed."""
        stage = self._waits_for()
        if stage == self._stage:
            return
        self._stage = stage
        if self._deadline is not None:
            self._deadline.cancel()
        if stage is None:
            self._crowd.answers(self)
            return
        self._crowd.waits(self)
        patience = self._crowd.patience
        seconds = patience.header_s if stage[0] == "headers" else patience.body_s
        self._deadline = self.loop.call_later(seconds, self._end_late)

    def _waits_for(self) -> tuple[str, object] | None:
        """Return what the sender owes, and after or with which request; None while it is answered."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return "headers", cycle
        return ("body", cycle) if cycle.more_body else None

    def _end_late(self) -> None:
        begun = self.conn.trailing_data[0]
        asked = self._stage is not None and self._stage[0] == "headers"
        if asked and begun and not self.transport.is_closing():
            self.transport.write(_LATE)
        self.end()
