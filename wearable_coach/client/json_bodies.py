"""Bodies that are no readable JSON are refused before anything looks into them; none is ever quoted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from wearable_coach.client.body_limit import replayed
from wearable_coach.serving.inputs import is_sayable

_REMEDY = "send a JSON object in UTF-8 with Content-Type: application/json"


class JsonBodies:
    """Answers 400 to a body that is no JSON, or holds texts that no UTF-8 can say; reads it whole."""

    def __init__(self, app: ASGIApp) -> None:
        """Guard `app`; what limits the size of a body must come before."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        message = await receive()
        body = message.get("body", b"")
        wrong = what_is_wrong(body, _kind(scope)) if body else None
        if wrong is None:
            await self._app(scope, replayed(message, receive), send)
        else:
            await JSONResponse({"detail": f"body: {wrong}; {_REMEDY}"}, 400)(scope, receive, send)


def what_is_wrong(body: bytes, kind: str) -> str | None:
    """Return why a body of a content type cannot be read, in words of ours alone; None if it can."""
    if kind != "application/json" and not kind.endswith("+json"):
        return "is not said to be JSON"
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        return "is not UTF-8"
    except RecursionError:
        return "is nested too deep"
    except ValueError:
        return "is no JSON"
    if not all(map(is_sayable, _texts(value))):
        return "a text holds NUL or half of a character (a lone surrogate)"
    return None


def _kind(scope: Scope) -> str:
    given: bytes = dict(scope["headers"]).get(b"content-type", b"")
    return given.decode("latin-1").partition(";")[0].strip().lower()


def _no_number(_name: str) -> NoReturn:
    raise ValueError


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    """Return keys and texts, without recursion."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            yield from item
            left.extend(item.values())
        elif isinstance(item, list):
            left.extend(item)
        elif isinstance(item, str):
            yield item
