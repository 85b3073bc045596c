"""What the service answers to what it cannot take, and to a fault: never a word of what was sent."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from wearable_coach.errors import BadInput

_log = logging.getLogger("wearable_coach.service")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_MOST_ERRORS, _DEEPEST = 8, 8


def add_errors(app: FastAPI) -> None:
    """Let `app` answer errors in its own words."""
    app.add_exception_handler(BadInput, _impossible)
    app.add_exception_handler(RequestValidationError, _of_another_form)
    app.add_exception_handler(Exception, _fault)


async def _impossible(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=400)


async def _of_another_form(_request: Request, error: Exception) -> JSONResponse:
    """Say which fields are wrong and why; FastAPI's own answer holds what was sent."""
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    wrong = [
        {"type": e["type"], "loc": _place(e["loc"]), "msg": e["msg"]} for e in found[:_MOST_ERRORS]
    ]
    return JSONResponse({"detail": wrong}, status_code=422)


async def _fault(_request: Request, _error: Exception) -> JSONResponse:
    """Answer what nobody thought of; uvicorn logs its kind and place."""
    return JSONResponse({"detail": "service: a fault of its own; see its log"}, status_code=500)


def _place(steps: Sequence[int | str]) -> list[int | str]:
    """Return where a field stands; a name that is none of a field might be a person's words."""
    return [step if isinstance(step, int) or _FIELD.fullmatch(step) else "…" for step in steps][:_DEEPEST]  # fmt: skip
