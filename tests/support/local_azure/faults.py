"""Faults to inject: a script of what goes wrong, by method, address and count."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.local_azure.messages import Reply, Request, refusal

_CODES = {401: "InvalidAuthenticationToken", 409: "Conflict", 429: "TooManyRequests"}


@dataclass
class Fault:
    """One thing that goes wrong with the calls that it matches."""

    method: str
    url: str
    """Pattern searched in host and path."""
    status: int = 503
    """Answered in place of the true answer; 0 drops the connection."""
    times: int = 1
    """How many matching calls go wrong."""
    skip: int = 0
    """How many matching calls go right before."""
    commit: bool = False
    """Whether the call takes effect although the client is told otherwise."""
    delay_s: float = 0.0
    """Wait before the answer [s]."""
    hold: Callable[[], object] | None = None
    """Called before the answer, e.g. a barrier's `wait`."""
    slow_only: bool = False
    """The true answer, only late."""
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "injected by the test"
    seen: int = 0

    @property
    def drops(self) -> bool:
        """Whether the connection is closed without an answer."""
        return self.status == 0 and not self.slow_only

    def strikes(self, request: Request) -> bool:
        """Say whether this call goes wrong, and count it."""
        if request.method != self.method or not re.search(self.url, request.url):
            return False
        self.seen += 1
        return self.skip < self.seen <= self.skip + self.times

    def wait(self) -> None:
        """Let the client wait."""
        time.sleep(self.delay_s)
        if self.hold:
            self.hold()

    def reply(self) -> Reply:
        """Return what the client is told."""
        code = _CODES.get(self.status, "InternalServerError")
        return refusal(self.status, code, self.message, **self.headers)
