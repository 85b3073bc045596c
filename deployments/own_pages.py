"""A door before a server on one's own machine: pages of other sites stay outside, whoever's browser shows them.

A browser sends what any page asks for to loopback too, and a name of an attacker's may lead there
(DNS rebinding). Signing in does not need the door; what is asked without signing in does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.names import HOSTS_VARIABLE
from wearable_coach.errors import BadInput

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]", "::1")
EVERYBODY = "*"
_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - addresses that are no names
_HOST = re.compile(r"\*|(\*\.)?[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:]+\]")
_REFUSED = "refused: asked by a page of another site"


def own_hosts(host: str, ui_url: str | None, environment: Mapping[str, str]) -> list[str]:
    """Return the names under which the server is asked.

    Raises:
        BadInput: one of those that were added is no name.
    """
    more = [name.strip() for name in environment.get(HOSTS_VARIABLE, "").split(",")]
    for name in filter(None, more):
        if not _HOST.fullmatch(name):
            message = f"{HOSTS_VARIABLE}: got {name!r}; need host names, comma-separated, as coach.example.org or *.example.org"
            raise BadInput(message)
    listens = [] if host in _ANYWHERE else [host]
    shown = urlsplit(ui_url or "").hostname
    found = [*LOOPBACK_NAMES, *listens, *([shown] if shown else []), *filter(None, more)]
    return list(dict.fromkeys(found))


class OwnPages:
    """Lets through what is asked under a name of the server, by its own pages or by no page at all."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], origins: Collection[str]) -> None:
        """Stand before `app`.

        Args:
            app: The server.
            hosts: Names that it is asked under; ``*.example.org`` are all below one, ``*`` is any.
            origins: Addresses of pages that may ask, beside those that it serves itself; ``*`` is any.
        """
        own = _OwnOrigins(app, origins)
        self._app = TrustedHostMiddleware(own, [*hosts], www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or refuse it."""
        await self._app(scope, receive, send)


class _OwnOrigins:
    """Refuses what a browser says that another site's page asks; CORS alone would hide the answer only."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"} and not self._is_own(Headers(scope=scope)):
            refused = PlainTextResponse(_REFUSED, 403)
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or EVERYBODY in self._origins or origin in self._origins:
            return True
        return urlsplit(origin).netloc == headers.get("host")
