"""The coach as a small HTTP service, for a backend in another language."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from starlette.middleware.trustedhost import TrustedHostMiddleware

from wearable_coach import __version__
from wearable_coach.client.answer_headers import AnswerHeaders
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.body_limit import BodyLimit
from wearable_coach.client.coach import Coach
from wearable_coach.client.docs_page import POLICY, docs_page
from wearable_coach.client.json_bodies import JsonBodies
from wearable_coach.client.metrics import Metrics
from wearable_coach.client.result import CoachAnswer
from wearable_coach.client.served_days import ServedDays
from wearable_coach.client.service_errors import add_errors
from wearable_coach.client.service_models import AnswerOut, ChatRequest, DayRequest, answer_out
from wearable_coach.client.under_way import CountingRequests, UnderWay
from wearable_coach.drift.counts import ServedCounts
from wearable_coach.serving.warming import WarmUp
from wearable_coach.zone import local_time

MOST_BYTES = 64 * 1024
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]", "::1")
BODY_SECONDS = 10.0
_OF_SAFETY = frozenset({"emergency", "crisis", "urgent", "contact", "unclear"})
_log = logging.getLogger("wearable_coach.service")
_bearer = HTTPBearer(auto_error=False, description="Authorization: Bearer KEY")
_header = APIKeyHeader(name="X-API-Key", auto_error=False)


def create_app(
    coach: Coach, *, api_keys: ApiKeys, close_coach: bool = True, warm_up: bool = False
) -> FastAPI:
    """Return the service.

    Args:
        coach: What answers.
        api_keys: Any one of them opens the service; without keys it is open, for loopback only.
        close_coach: Whether the end of the service is the end of the coach.
        warm_up: Whether to read what the topics say while nobody is answered: the first answers come faster.
    """
    metrics, days, under_way = Metrics(), ServedDays(), UnderWay()

    @asynccontextmanager
    async def _life(_app: FastAPI) -> AsyncIterator[None]:
        reading = WarmUp(under_way.any) if warm_up else None
        yield
        if reading is not None:
            reading.end()
        if close_coach:
            coach.close()

    app = FastAPI(
        title="wearable-coach",
        version=__version__,
        lifespan=_life,
        description="Verified Korean answers about a day's wearable vitals. No number without a "
        "source: what the verifier does not support is not shown, the rules answer instead.",
        docs_url=None,  # ours fetches nothing from outside
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat the Host that was sent
    )
    app.add_middleware(JsonBodies)
    app.add_middleware(BodyLimit, most=MOST_BYTES, within_s=BODY_SECONDS)
    if (
        not api_keys
    ):  # open to this machine, so not to a site whose name is led here (DNS rebinding)
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_NAMES, www_redirect=False)
    app.add_middleware(AnswerHeaders)
    app.add_middleware(CountingRequests, under_way=under_way)
    add_errors(app)
    _add_answers(app, coach, (metrics, days), Depends(_authentication(api_keys)))
    _add_views(app, coach, (metrics, days), Depends(_authentication(api_keys)))
    return app


_Counted = tuple[Metrics, ServedDays]


def _add_answers(app: FastAPI, coach: Coach, counted: _Counted, opened: Any) -> None:  # noqa: ANN401 - FastAPI's own
    compact: Any = {"dependencies": [opened], "response_model_exclude_none": True}

    def shown(route: str, answer: CoachAnswer) -> AnswerOut:
        counted[0].count(route, answer)
        counted[1].count(local_time(datetime.now(UTC)).date(), answer)
        _log.info(_line(route, answer))
        return answer_out(answer)

    @app.post("/v1/interpret", **compact, summary="Interpret a day")
    async def _interpret(day: DayRequest) -> AnswerOut:
        answer = await coach.ainterpret(*_given(day))
        return shown("interpret", answer)

    @app.post("/v1/prescribe", **compact, summary="Prescribe exercise")
    async def _prescribe(day: DayRequest) -> AnswerOut:
        answer = await coach.aprescribe(*_given(day))
        return shown("prescribe", answer)

    @app.post("/v1/chat", **compact, summary="Answer a question in own words")
    async def _chat(chat: ChatRequest) -> AnswerOut:
        history = [turn.model_dump() for turn in chat.history]
        vitals, profile, past_days = _given(chat)
        answer = await coach.achat(
            chat.question,
            vitals,
            profile,
            history,
            past_days=past_days,
            length=chat.length,
            persona=chat.persona,
        )
        return shown("chat", answer)


_Fields = dict[str, Any]


def _given(of: DayRequest | ChatRequest) -> tuple[_Fields, _Fields, list[_Fields]]:
    """Return readings, profile and the days before as the coach takes them."""
    past_days = [day.model_dump(exclude_none=True) for day in of.past_days]
    return of.vitals.model_dump(), of.profile.model_dump(), past_days


def _add_views(app: FastAPI, coach: Coach, counted: _Counted, opened: Any) -> None:  # noqa: ANN401 - FastAPI's own
    @app.get("/healthz", summary="Is it up, and what does it serve?")
    async def _health() -> dict[str, Any]:
        status = coach.status()
        code = status.pop("error_code")  # its cause may name an inner address
        return {"status": "degraded" if code else "ok", **status, "error": code}

    @app.get("/metrics", dependencies=[opened], summary="Counters for Prometheus")
    async def _metrics() -> Response:
        text = counted[0].text(coach.status(), coach.fallbacks())
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/days", dependencies=[opened], summary="What was served, by day")
    async def _days() -> ServedCounts:
        return counted[1].all()

    @app.get("/docs", include_in_schema=False)
    async def _docs() -> HTMLResponse:
        page = docs_page(app.openapi())
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    @app.get("/favicon.ico", include_in_schema=False)
    async def _no_icon() -> Response:
        return Response(status_code=204)


def _authentication(keys: ApiKeys) -> Any:  # noqa: ANN401 - a FastAPI dependency
    async def check(
        bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
        header: Annotated[str | None, Depends(_header)],
    ) -> None:
        given = bearer.credentials if bearer is not None else header or ""
        if keys and not keys.opens(given):
            detail = "api key: missing or wrong; send Authorization: Bearer KEY or X-API-Key: KEY"
            raise HTTPException(401, detail, headers={"WWW-Authenticate": "Bearer"})

    return check


def _line(route: str, answer: CoachAnswer) -> str:
    """Return a line for the log: no reading, no text, and no word of the person's state."""
    why = [w for w in answer.why if w not in _OF_SAFETY]
    shown = {
        "event": "answer",
        "route": route,
        "request_id": answer.request_id,
        "source": answer.source,
        "why": why,
        "model": answer.model,
        "identity": answer.identity,
        "latency_s": round(answer.latency_s, 4),
    }
    return json.dumps(shown, ensure_ascii=False)
