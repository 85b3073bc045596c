"""Limits on requests: by sender once a signature is checked, and before it by address, against floods."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wearable_coach.errors import BadInput

VARIABLE, DEFAULT = "WEARABLE_COACH_WEBHOOK_RATE", "60/minute"
FLOOD_VARIABLE, FLOOD_DEFAULT = "WEARABLE_COACH_WEBHOOK_FLOOD_RATE", "3000/minute"
MOST_KEYS = 10_000
_IPV6_NETWORK_BITS = 64


class Rates(NamedTuple):
    """How often may be asked."""

    sender: RateLimitItem
    """Signed deliveries of one secret."""
    flood: RateLimitItem
    """Requests of one address, whatever they are."""


def read_rates(environment: Mapping[str, str]) -> Rates:
    """Return the rates that are allowed; an address may ask as often as one sender at least.

    Raises:
        BadInput: a variable holds no rate.
    """
    sender = _rate(environment, VARIABLE, DEFAULT)
    flood = _rate(environment, FLOOD_VARIABLE, FLOOD_DEFAULT)
    if not environment.get(FLOOD_VARIABLE):
        flood = max(sender, flood, key=lambda rate: rate.amount / rate.get_expiry())
    return Rates(sender, flood)


class Window:
    """Counts by key, in a moving window."""

    def __init__(self, rate: RateLimitItem) -> None:
        """Allow `rate` to each key."""
        self.rate = rate
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)

    def wait_s(self, key: str) -> int | None:
        """Count a request; return how long its sender must wait [s], None for not at all."""
        if len(self._storage.events) > MOST_KEYS:  # memory is bounded, all begin anew
            self._storage.reset()
        if self._limiter.hit(self.rate, key):
            return None
        free_at = self._limiter.get_window_stats(self.rate, key).reset_time
        return max(1, math.ceil(free_at - time.time()))


class FloodLimit:
    """Answers 429 and when to come again to an address that floods, before anything else is looked at."""

    def __init__(
        self, app: ASGIApp, *, rate: RateLimitItem, under: str, count: Callable[[str], None]
    ) -> None:
        """Guard the paths of `app` that begin with `under`, and count what is refused."""
        self._app, self._under, self._window, self._count = app, under, Window(rate), count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        guarded = scope["type"] == "http" and scope["path"].startswith(self._under)
        wait = self._window.wait_s(client_address(scope)) if guarded else None
        if wait is None:
            await self._app(scope, receive, send)
            return
        self._count("flood")
        refusal = JSONResponse(
            {"detail": too_often(self._window.rate, wait)}, 429, headers={"Retry-After": str(wait)}
        )
        await refusal(scope, receive, send)


def too_often(rate: RateLimitItem, wait_s: int) -> str:
    """Return what is told to who asks too often."""
    return f"rate: more than {rate}; send it again in {wait_s} s"


def _rate(environment: Mapping[str, str], variable: str, default: str) -> RateLimitItem:
    text = environment.get(variable) or default
    try:
        return parse(text)
    except ValueError:
        message = f"{variable}: got {text!r}; write it like {default} or 5/second"
        raise BadInput(message) from None


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
