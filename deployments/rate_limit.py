"""A limit on requests by client address, before anything else is looked at."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wearable_coach.errors import BadInput

VARIABLE, DEFAULT = "WEARABLE_COACH_WEBHOOK_RATE", "60/minute"
MOST_ADDRESSES = 10_000
_IPV6_NETWORK_BITS = 64


def read_rate(environment: Mapping[str, str]) -> RateLimitItem:
    """Return the rate that is allowed to an address.

    Raises:
        BadInput: the variable holds no rate.
    """
    text = environment.get(VARIABLE) or DEFAULT
    try:
        return parse(text)
    except ValueError:
        message = f"{VARIABLE}: got {text!r}; write it like {DEFAULT} or 5/second"
        raise BadInput(message) from None


class RateLimit:
    """Answers 429 and when to come again to an address that asks too often, in a moving window."""

    def __init__(self, app: ASGIApp, *, rate: RateLimitItem, under: str) -> None:
        """Guard the paths of `app` that begin with `under`."""
        self._app, self._rate, self._under = app, rate, under
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        guarded = scope["type"] == "http" and scope["path"].startswith(self._under)
        wait = self._wait(client_address(scope)) if guarded else None
        if wait is None:
            await self._app(scope, receive, send)
            return
        detail = f"rate: more than {self._rate}; send it again in {wait} s"
        refusal = JSONResponse({"detail": detail}, 429, headers={"Retry-After": str(wait)})
        await refusal(scope, receive, send)

    def _wait(self, address: str) -> int | None:
        """Count a request; return how long its address must wait [s], None for not at all."""
        if len(self._storage.events) > MOST_ADDRESSES:  # memory is bounded, all begin anew
            self._storage.reset()
        if self._limiter.hit(self._rate, address):
            return None
        free_at = self._limiter.get_window_stats(self._rate, address).reset_time
        return max(1, math.ceil(free_at - time.time()))


def client_address(scope: Scope) -> str:
    """Return whom a request counts for: its address, in IPv6 its network, of which one has many."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    network = ipaddress.ip_network((int(address), _IPV6_NETWORK_BITS), strict=False)
    return str(network)
