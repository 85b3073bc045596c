"""How many requests a service is answering."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class UnderWay:
    """Counts the requests that are being answered, so that what is not urgent can wait for them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0

    def any(self) -> bool:
        """Say whether one is being answered."""
        return self.count > 0


class CountingRequests:
    """Counts requests in an `UnderWay`, from the first byte to the last of the answer."""

    def __init__(self, app: ASGIApp, under_way: UnderWay) -> None:
        """Count for `app`."""
        self._app, self._under_way = app, under_way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._under_way.count += 1  # on the loop's own thread alone
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way.count -= 1
