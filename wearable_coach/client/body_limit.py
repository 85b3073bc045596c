"""No body beyond a limit is ever held in memory."""

from __future__ import annotations

from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _TooLarge(Exception):
    pass


class BodyLimit:
    """Answers 413 to a body of more than `most` bytes, whatever its header says."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        """Guard `app`."""
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its bytes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen, refused = 0, False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most:
                refused = True
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            if not refused:  # the framework makes an answer of its own out of what was raised
                await send(message)

        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._most:
            refused = True
        else:
            with suppress(_TooLarge):
                await self._app(scope, counted, noted)
        if refused:
            refusal = JSONResponse({"detail": f"body: more than {self._most:,} bytes"}, 413)
            await refusal(scope, receive, send)
