"""The webhook receiver: `uvicorn deployments.webhook:from_environment --factory`.

It takes signed requests to retrain, keeps each in the store before anything is started, and starts
one run for it. It is all of the installation that needs to be reached from outside.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from limits import RateLimitItem
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.deliveries import Deliveries
from deployments.delivering import Deliverer
from deployments.names import SECRETS_VARIABLE
from deployments.rate_limit import RateLimit, read_rate
from deployments.receiver_log import log_to_stderr
from deployments.receiver_metrics import ReceiverMetrics
from deployments.receiver_state import health, store_figures
from deployments.receiving import JSON, Answer, Receiver
from deployments.run_starter import PrefectRuns, Runs
from deployments.webhook_secrets import SecretSource, open_secrets
from flows.requests import open_store
from wearable_coach.client.body_limit import BodyLimit
from wearable_coach.errors import CoachError
from wearable_coach.store import Store

MOST_BYTES = 64 * 1024
BODY_SECONDS = 10.0
_WEBHOOKS = "/webhooks/"
_HOME = "WEARABLE_COACH_HOME"
_EXIT_BAD_INPUT = 2
_UNTAKEN = {404: "unknown", 405: "unknown", 413: "too_large", 429: "limited", 500: "fault"}


def from_environment() -> FastAPI:
    """Return the receiver that the environment describes; what is wrong with it is one line."""
    try:
        # In a thread: blocks are read synchronously, and uvicorn's loop runs here already.
        with ThreadPoolExecutor(1) as thread:
            app = thread.submit(_described_by, os.environ).result()
    except CoachError as error:
        sys.stderr.write(f"webhook: {error}\n")
        raise SystemExit(_EXIT_BAD_INPUT) from None
    log_to_stderr()
    return app


def create_app(
    *,
    store: Store,
    secrets: SecretSource,
    runs: Runs,
    rate: RateLimitItem,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """Return the receiver.

    Args:
        store: Where deliveries are kept, and what the metrics tell of.
        secrets: What signatures are checked with.
        runs: Where runs are started.
        rate: How often an address may ask.
        clock: Gives the time that is written down.
    """
    metrics, deliveries = ReceiverMetrics(), Deliveries(store)
    deliverer = Deliverer(deliveries, runs, clock=clock, took=metrics.took)
    receiver = Receiver(secrets, deliveries, deliverer, runs.url, clock)

    @asynccontextmanager
    async def _life(_app: FastAPI) -> AsyncIterator[None]:
        async with runs, deliverer.in_background():
            yield

    app = FastAPI(title="wearable-coach webhooks", lifespan=_life, openapi_url=None)
    app.add_middleware(BodyLimit, most=MOST_BYTES)
    app.add_middleware(RateLimit, rate=rate, under=_WEBHOOKS)
    app.add_middleware(_CountUntaken, count=metrics.count)
    _add_deliveries(app, receiver, metrics)
    _add_views(app, store, deliveries, runs, metrics)
    return app


def _add_deliveries(app: FastAPI, receiver: Receiver, metrics: ReceiverMetrics) -> None:
    @app.post(f"{_WEBHOOKS}retrain")
    async def _retrain(request: Request) -> JSONResponse:
        answer = await _answered(request, receiver)
        metrics.count(answer.outcome)
        again = answer.retry_after_s
        headers = {"Retry-After": str(again)} if again is not None else None
        return JSONResponse(answer.body, answer.status, headers=headers)


async def _answered(request: Request, receiver: Receiver) -> Answer:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        return Answer(415, {"detail": f"content-type: is not {JSON}; send JSON"}, "not_json")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.body()
    except (TimeoutError, ClientDisconnect):
        detail = f"body: did not come within {BODY_SECONDS:g} s; send it again"
        return Answer(408, {"detail": detail}, "slow")
    return await receiver.receive(request.headers, body)


def _add_views(
    app: FastAPI, store: Store, deliveries: Deliveries, runs: Runs, metrics: ReceiverMetrics
) -> None:
    seen, figures = health(deliveries, runs), store_figures(store)

    @app.get("/healthz")
    async def _health() -> dict[str, Any]:
        now = await seen.now()
        return {"status": now.status, "prefect": now.prefect, "kept": now.kept}

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
    return create_app(store=store, secrets=secrets, runs=PrefectRuns(), rate=read_rate(environment))
