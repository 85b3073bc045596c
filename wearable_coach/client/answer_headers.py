"""What every answer of a service says of itself to browsers, caches and readers of text."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_UNLESS_SAID = (
    (b"cache-control", b"no-store"),  # an answer tells of a person's state
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_JSON, _JSON_UTF8 = b"application/json", b"application/json; charset=utf-8"


class AnswerHeaders:
    """Adds headers; JSON says that it is UTF-8, since some clients read it as Latin-1 otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        """Speak for `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with headers."""

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_ours(message.get("headers", ()))
            await send(message)

        await self._app(scope, receive, said if scope["type"] == "http" else send)


def _with_ours(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    given = [
        (name, _JSON_UTF8 if name == b"content-type" and value == _JSON else value)
        for name, value in headers
    ]
    names = {name for name, _ in given}
    return [*given, *_ALWAYS, *(h for h in _UNLESS_SAID if h[0] not in names)]
