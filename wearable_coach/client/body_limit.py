"""No body beyond a limit is ever held in memory, and none is waited for without end."""

from __future__ import annotations

import asyncio

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _TooLarge(Exception):
    pass


class _Gone(Exception):
    pass


class BodyLimit:
    """Reads a body whole before the application is asked: it is small, and comes in time or not at all."""

    def __init__(self, app: ASGIApp, *, most: int, within_s: float) -> None:
        """Guard `app`.

        Args:
            app: What is asked.
            most: The largest body [bytes]; 413 answers a larger one, whatever its header says.
            within_s: The longest that a body may take [s]; 408 answers a slower one.
        """
        self._app, self._most, self._within_s = app, most, within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._within_s):
                body = await self._body(scope, receive)
        except _Gone:
            return
        except _TooLarge:
            refusal = JSONResponse({"detail": f"body: more than {self._most:,} bytes"}, 413)
        except TimeoutError:
            detail = f"body: did not come within {self._within_s:g} s; send it again"
            refusal = JSONResponse({"detail": detail}, 408, headers={"Connection": "close"})
        else:
            whole = {"type": "http.request", "body": body, "more_body": False}
            await self._app(scope, replayed(whole, receive), send)
            return
        await refusal(scope, receive, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """Return the body.

        Raises:
            _TooLarge: it is too large.
            _Gone: its sender has gone.
        """
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._most:
            raise _TooLarge
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            body += message.get("body", b"")
            if len(body) > self._most:
                raise _TooLarge
            more = message.get("more_body", False)
        return body


def replayed(message: Message, receive: Receive) -> Receive:
    """Return a source that gives a message that was read already, then what else comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return message

    return replay
