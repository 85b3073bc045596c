"""A door that opens to what the Prefect UI is signed in to with: HTTP Basic, as every browser asks for."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ASKS = {"WWW-Authenticate": 'Basic realm="wearable-coach reports", charset="UTF-8"'}
_NEEDED = "sign in with what the Prefect UI asks for: USER:PASSWORD"


class SignedIn:
    """Lets through who knows the credentials, and anybody to what is open."""

    def __init__(self, app: ASGIApp, *, auth: str, open_paths: Collection[str]) -> None:
        """Stand before `app`.

        Args:
            app: What is asked.
            auth: ``USER:PASSWORD``.
            open_paths: What is answered without signing in.
        """
        self._app, self._auth, self._open = app, auth.encode(), open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or ask for the credentials."""
        if scope["type"] == "http" and not self._may(scope):
            await PlainTextResponse(_NEEDED, 401, headers=_ASKS)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        given = _given(Headers(scope=scope).get("authorization", ""))
        return scope["path"] in self._open or hmac.compare_digest(given, self._auth)


def _given(header: str) -> bytes:
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(coded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
