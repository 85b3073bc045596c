"""What the two transports share: httpx's settings, its faults in our words, and a bounded body."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore  # noqa: F401 - httpx imports it at its first request, which would then pay for it
import httpx

from wearable_coach.client.answer_reading import MOST_BYTES
from wearable_coach.client.retrying import TryAgain
from wearable_coach.errors import BadInput

CONNECT_S = 10.0
LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=30)
LEAST_S = 0.001
"""httpx takes a timeout of 0 for one that has passed [s]."""


class Route(NamedTuple):
    """How an endpoint is reached."""

    url: httpx.URL
    trust: ssl.SSLContext
    """Shared by all clients: to read the authorities takes 20 ms, an empty context one."""
    proxy: str | None

    def threaded(self) -> httpx.HTTPTransport:
        """Return a client for one thread at a time.

        It is httpx's transport: what `httpx.Client` does above it, cookies and redirects, costs a
        quarter of a call and must not happen here.
        """
        return httpx.HTTPTransport(verify=self.trust, proxy=self.proxy, limits=LIMITS)


def way_to(url: str) -> Route:
    """Return the way to an address, through the proxy that the environment names for it.

    Raises:
        BadInput: httpx cannot read the address, or cannot use the proxy.
    """
    proxies = getproxies()
    bypassed = proxy_bypass(urlsplit(url).hostname or "")
    proxy = None if bypassed else proxies.get(url.partition(":")[0]) or proxies.get("all")
    way = Route(_checked_url(url), httpx.create_ssl_context(), proxy)
    try:
        way.threaded().close()
    except (ValueError, ImportError, httpx.InvalidURL):
        message = (
            "HTTPS_PROXY: holds no address that can be used; need http://HOST:PORT, or unset it"
        )
        raise BadInput(message) from None
    return way


def _checked_url(url: str) -> httpx.URL:
    """Return an address, read once.

    Raises:
        BadInput: httpx cannot read it.
    """
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        message = "url: is no address; need https://HOST/… as the endpoint's page shows it"
        raise BadInput(message) from None


def post(url: httpx.URL, headers: httpx.Headers, body: bytes, *, left_s: float) -> httpx.Request:
    """Return a request that may take so long [s]."""
    left = max(left_s, LEAST_S)
    waits = {"connect": min(CONNECT_S, left), "read": left, "write": left, "pool": left}
    return httpx.Request("POST", url, headers=headers, content=body, extensions={"timeout": waits})


def in_our_words(error: Exception, url: str) -> TryAgain:
    """Return a fault of the connection as one that may pass; httpx's words may hold anything."""
    late = isinstance(error, httpx.TimeoutException)
    what = "did not answer in time" if late else "lost"
    message = f"model: {url} {what} ({type(error).__name__}); try again later"
    return TryAgain(message, load="maybe" if late else "none")


class RequestBody:
    """An answer's bytes as they come: at most `MOST_BYTES`, at most until a moment."""

    def __init__(self, response: httpx.Response, *, until: float) -> None:
        """Begin; `until` is read on the clock that `add` is told."""
        self._parts: list[bytes] = []
        self._size, self._until = 0, until
        declared = response.headers.get("content-length", "")
        self._check(int(declared) if declared.isdigit() else 0)

    def add(self, part: bytes, *, at: float) -> None:
        """Take a part.

        Raises:
            TryAgain: it is too much, or too late.
        """
        self._parts.append(part)
        self._size += len(part)
        self._check(self._size)
        if at > self._until:
            message = "model: its answer came too slowly; raise timeout_s"
            raise TryAgain(message, load="maybe")

    def whole(self) -> bytes:
        """Return what came."""
        return b"".join(self._parts)

    def _check(self, size: int) -> None:
        if size > MOST_BYTES:
            message = f"model: its answer is longer than {MOST_BYTES} bytes; check kind and url"
            raise TryAgain(message)


def utc_now() -> datetime:
    """Return the time, against which a server's dates are read."""
    return datetime.now(UTC)
