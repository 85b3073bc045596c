"""A network that does harm: under the SDK's own retries, above a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from azure.core.exceptions import ServiceResponseError
from azure.core.pipeline.transport import HttpRequest, RequestsTransport


class Unreliable(RequestsTransport):
    """Sends requests for real, after and before `harm` had its way.

    `harm` is given the request; it may change it, and may return a function that is given the
    answer, to change it or to raise. `sent` holds what was asked for, in order.
    """

    def __init__(self, harm: Callable[[HttpRequest], Callable[[Any], None] | None]) -> None:
        super().__init__()
        self._harm = harm
        self.sent: list[str] = []

    def send(self, request: HttpRequest, **kwargs: Any) -> Any:
        self.sent.append(kind_of(request))
        after = self._harm(request)
        answer = super().send(request, **kwargs)
        if after is not None:
            after(answer)
        return answer


def kind_of(request: HttpRequest) -> str:
    """Return ``PUT block``, ``PUT blocklist``, ``PUT container``, ``GET``, ``HEAD`` or ``DELETE``."""
    asked = dict(part.split("=", 1) for part in request.url.partition("?")[2].split("&") if part)
    return f"{request.method} {asked.get('comp') or asked.get('restype') or ''}".strip()


def lost(answer: Any) -> None:
    """Lose an answer on its way, as a dropped connection does."""
    answer.internal_response.close()
    message = "dropped"
    raise ServiceResponseError(message)
