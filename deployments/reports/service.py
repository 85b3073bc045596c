"""The reports of a store, served: `python -m deployments.reports`.

Read-only, behind what the Prefect UI is signed in to with, and closed to pages and names of other sites.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.names import REPORTS_PORT, REPORTS_STORE_VARIABLE, REPORTS_VARIABLE
from deployments.own_pages import OwnPages, own_hosts
from deployments.prefect_auth import CLIENT_AUTH, SERVER_AUTH, checked_auth
from deployments.receiver.log import log_line, log_to_stderr
from deployments.receiver.state import Recalled
from deployments.reports.contents import Contents, contents
from deployments.reports.shown import PAGE_POLICY, is_shown, kind_of, policy_of
from deployments.reports.signed_in import SignedIn
from flows.openers.stores import open_store
from wearable_coach.client.answer_headers import AnswerHeaders
from wearable_coach.client.body_limit import BodyLimit
from wearable_coach.client.connections import Crowd
from wearable_coach.client.listening import listen, most_connections, run
from wearable_coach.errors import BadInput, CoachError
from wearable_coach.reporting.environment import environment as templates
from wearable_coach.store import Missing, Store
from wearable_coach.zone import local_time

HEALTH = "/healthz"
_READS = ("GET", "HEAD")
_MOST_BYTES, _BODY_SECONDS, _LISTED_FOR_S = 1024, 10.0, 5.0
"""Nobody sends a body here; a list that is this old [s] is made anew."""


def main() -> None:
    """Listen and serve until SIGINT or SIGTERM comes."""
    told = _options()
    app = from_environment(os.environ, host=told.host)
    crowd = Crowd(most_connections())
    listeners = listen(told.host, told.port, crowd)
    log_to_stderr()
    run(app, listeners, crowd, ())


def from_environment(environment: Mapping[str, str], *, host: str) -> ASGIApp:
    """Return the service that the environment describes.

    Raises:
        BadInput: no credentials are set, or the store cannot be opened.
    """
    auth = environment.get(SERVER_AUTH) or environment.get(CLIENT_AUTH)
    if not auth:
        message = f"{CLIENT_AUTH}: not set, and the reports are for who signs in to Prefect alone; set it to USER:PASSWORD"
        raise BadInput(message)
    store = open_store(environment.get(REPORTS_STORE_VARIABLE, ""), environment=environment)
    hosts = own_hosts(host, environment.get(REPORTS_VARIABLE), environment)
    return create_app(store, auth=checked_auth(auth, CLIENT_AUTH), hosts=hosts)


def create_app(store: Store, *, auth: str, hosts: list[str]) -> ASGIApp:
    """Return the service.

    Args:
        store: What is shown.
        auth: ``USER:PASSWORD`` of who may look.
        hosts: Names under which it is asked.
    """

    async def _read() -> Contents:
        return await asyncio.to_thread(contents, store)

    listed = Recalled(_read, _LISTED_FOR_S)

    async def _index(_request: Request) -> Response:
        page = _index_page(await listed.now(), store.where("datasets").removesuffix("datasets"))
        return HTMLResponse(page, headers={"Content-Security-Policy": PAGE_POLICY})

    async def _page(request: Request) -> Response:
        key = request.scope["path"].removeprefix(
            "/"
        )  # whole: the route's pattern drops a line's end
        if not is_shown(key):
            return _nothing()
        try:
            found = await asyncio.to_thread(store.read, key)
        except Missing:
            return _nothing()
        headers = {"Content-Security-Policy": policy_of(key), "Content-Type": kind_of(key)}
        return Response(found.data, headers=headers)

    async def _health(_request: Request) -> Response:
        await asyncio.to_thread(store.keys, "datasets/latest")
        return JSONResponse({"status": "ok", "service": "reports"})

    app = Starlette(
        routes=[Route(HEALTH, _health), Route("/", _index), Route("/{key:path}", _page)],
        middleware=[
            Middleware(AnswerHeaders),
            Middleware(OwnPages, hosts=hosts, origins=()),
            Middleware(_ReadsOnly),
            Middleware(SignedIn, auth=auth, open_paths=(HEALTH,)),
            Middleware(BodyLimit, most=_MOST_BYTES, within_s=_BODY_SECONDS),
        ],
        exception_handlers={CoachError: _unreadable, OSError: _unreadable},
    )
    app.router.redirect_slashes = False  # a redirect would repeat the Host that was sent
    return app


class _ReadsOnly:
    """Refuses every method that is not for looking."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READS:
            refused = PlainTextResponse("read-only", 405, headers={"Allow": ", ".join(_READS)})
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)


async def _unreadable(_request: Request, error: Exception) -> Response:
    log_line("store", outcome="failed", reason=str(error))
    detail = "the store cannot be read just now; the log of the reports says why"
    return PlainTextResponse(detail, 503, headers={"Retry-After": "5"})


def _nothing() -> Response:
    return PlainTextResponse("there is no such page; / lists what there is", 404)


def _index_page(found: Contents, where: str) -> str:
    text = (Path(__file__).parent / "index.html").read_text(encoding="utf-8")
    return templates().from_string(text).render(found=found, where=where, local=_local)


def _local(at: datetime) -> str:
    return f"{local_time(at):%Y-%m-%d %H:%M}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m deployments.reports", description="Show the reports of a store, read-only."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=REPORTS_PORT, help="port (%(default)s)")
    return parser.parse_args()
