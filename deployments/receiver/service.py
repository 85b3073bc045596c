"""The webhook receiver: `python -m deployments.receiver`.

It takes signed requests to retrain, keeps each in the store before anything is started, and starts
one run for it. It is all of the installation that needs to be reached from outside.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.names import RECEIVER_PORT, SECRETS_VARIABLE
from deployments.receiver.deliveries import Deliveries
from deployments.receiver.delivering import Deliverer
from deployments.receiver.log import log_to_stderr
from deployments.receiver.metrics import ReceiverMetrics
from deployments.receiver.rate_limit import FloodLimit, Rates, Window, read_rates
from deployments.receiver.receiving import JSON, Receiver, Reply
from deployments.receiver.run_starter import PrefectRunStarter, RunStarter
from deployments.receiver.secrets import SecretSource, open_secrets
from deployments.receiver.state import (
    Health,
    Recalled,
    StoreFigures,
    Writing,
    health,
    store_figures,
)
from flows.openers.stores import open_store
from wearable_coach.client.answer_headers import AnswerHeaders
from wearable_coach.client.body_limit import BodyLimit
from wearable_coach.client.connections import Crowd
from wearable_coach.client.listening import listen, most_connections, run
from wearable_coach.client.proxies import VARIABLE as PROXIES_VARIABLE
from wearable_coach.client.proxies import read_proxies
from wearable_coach.exits import end_of, one_line
from wearable_coach.store import Store

MOST_BYTES = 64 * 1024
BODY_SECONDS = 10.0
_WEBHOOKS = "/webhooks/"
_HOME = "WEARABLE_COACH_HOME"
_UNTAKEN = {404: "unknown", 405: "unknown", 408: "slow", 413: "too_large", 500: "fault"}


def main() -> None:
    """Listen and serve until SIGINT or SIGTERM comes."""
    told = _options()
    proxies = read_proxies(told.trusted_proxies, os.environ)
    crowd = Crowd(most_connections())
    listeners = listen(told.host, told.port, crowd)
    run(from_environment(), listeners, crowd, proxies)


def from_environment() -> FastAPI:
    """Return the receiver that the environment describes; what is wrong with it is one line."""
    try:
        # In a thread: blocks are read synchronously, and uvicorn's loop runs here already.
        with ThreadPoolExecutor(1) as thread:
            app = thread.submit(_described_by, os.environ).result()
    except Exception as error:  # noqa: BLE001 - uvicorn would show a traceback
        end = end_of(error)
        sys.stderr.write(f"webhook: {one_line(end.line)}\n")
        raise SystemExit(end.code) from None
    log_to_stderr()
    return app


def create_app(
    *,
    store: Store,
    secrets: SecretSource,
    runs: RunStarter,
    rates: Rates,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """Return the receiver.

    Args:
        store: Where deliveries are kept, and what the metrics tell of.
        secrets: What signatures are checked with.
        runs: Where runs are started.
        rates: How often may be asked.
        clock: Gives the time that is written down.
    """
    metrics, deliveries = ReceiverMetrics(), Deliveries(store)
    writing = Writing(deliveries)
    deliverer = Deliverer(deliveries, runs, clock=clock, took=metrics.took)
    senders = Window(rates.sender)
    receiver = Receiver(secrets, deliveries, deliverer, runs.url, clock, senders, writing)

    @asynccontextmanager
    async def _life(_app: FastAPI) -> AsyncIterator[None]:
        async with runs, deliverer.in_background():
            yield

    app = FastAPI(
        title="wearable-coach webhooks", lifespan=_life, openapi_url=None, redirect_slashes=False
    )
    app.add_middleware(BodyLimit, most=MOST_BYTES, within_s=BODY_SECONDS)
    app.add_middleware(_CountUntaken, count=metrics.count)
    app.add_middleware(FloodLimit, rate=rates.flood, under=_WEBHOOKS, count=metrics.count)
    app.add_middleware(AnswerHeaders)
    _add_deliveries(app, receiver, metrics)
    _add_views(app, store_figures(store), health(deliveries, runs, writing), metrics)
    return app


def _add_deliveries(app: FastAPI, receiver: Receiver, metrics: ReceiverMetrics) -> None:
    @app.post(f"{_WEBHOOKS}retrain")
    async def _retrain(request: Request) -> JSONResponse:
        answer = await _answered(request, receiver)
        metrics.count(answer.outcome)
        again = answer.retry_after_s
        headers = {"Retry-After": str(again)} if again is not None else None
        return JSONResponse(answer.body, answer.status, headers=headers)


async def _answered(request: Request, receiver: Receiver) -> Reply:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        return Reply(415, {"detail": f"content-type: is not {JSON}; send JSON"}, "not_json")
    return await receiver.receive(request.headers, await request.body())


def _add_views(
    app: FastAPI,
    figures: Recalled[StoreFigures],
    seen: Recalled[Health],
    metrics: ReceiverMetrics,
) -> None:
    @app.get("/healthz")
    async def _health() -> JSONResponse:
        now = await seen.now()
        told = {"status": now.status, **now._asdict()}
        return JSONResponse(told, 503 if now.status == "failing" else 200)

    @app.get("/metrics")
    async def _metrics() -> Response:
        text = metrics.text(await seen.now(), await figures.now(), datetime.now(UTC))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


class _CountUntaken:
    """Counts the deliveries that were answered before they came to the receiver."""

    def __init__(self, app: ASGIApp, *, count: Callable[[str], None]) -> None:
        self._app, self._count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in _UNTAKEN:
                self._count(_UNTAKEN[message["status"]])
            await send(message)

        watched = scope["type"] == "http" and scope["path"].startswith(_WEBHOOKS)
        await self._app(scope, receive, noted if watched else send)


def _described_by(environment: Mapping[str, str]) -> FastAPI:
    secrets = open_secrets(environment.get(SECRETS_VARIABLE, ""))
    store = open_store(environment.get(_HOME, ""), environment=environment)
    store.check_writable()
    rates = read_rates(environment)
    return create_app(store=store, secrets=secrets, runs=PrefectRunStarter(), rates=rates)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m deployments.receiver", description="Take webhooks.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=RECEIVER_PORT, help="port (%(default)s)")
    words = "addresses or networks, comma-separated, whose X-Forwarded-For is believed ($%(metavar)s, else nobody's)"
    parser.add_argument("--trusted-proxies", metavar=PROXIES_VARIABLE, help=words)
    return parser.parse_args()
