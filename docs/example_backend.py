"""What an existing FastAPI service adds to answer with the verified coach, from the dictionary that it has."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from wearable_coach.client import Coach
from wearable_coach.errors import BadInput
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources import cleaned

MINUTES, CM = 60, 100


def day_of(raw: Mapping[str, float | None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return readings and profile of what the phones send, some 23 keys, where 0 says that there is none.

    Sleep may stand in minutes alone, height in metres. What the coach has no rule for stays out: fat, lean mass,
    cadence, floors, minutes of exercise, energy in all and eaten, heart rate in walking and its variability.
    """
    told = {name: value for name, value in raw.items() if value}
    vitals: dict[str, Any] = {name: told.get(name) for name in VITAL_FIELDS}
    if vitals["sleep_hr"] is None and "sleep_min" in told:
        vitals["sleep_hr"] = told["sleep_min"] / MINUTES
    profile: dict[str, Any] = {"height_cm": told["height_m"] * CM} if "height_m" in told else {}
    if vitals["heart_rate"] is not None:
        profile["hr_context"] = "24h"  # the mean of a day, not a pulse at rest
    return cleaned(vitals), profile


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Hold one coach for the whole process; it follows promotions and rollbacks by itself."""
    with Coach.from_store(os.environ["COACH_STORE"]) as app.state.coach:
        yield


app = FastAPI(lifespan=lifespan)


class Question(BaseModel):
    """What the phone sends."""

    text: str
    raw_json: dict[str, float | None] = {}


@app.post("/coach")
async def coach(question: Question) -> dict[str, str]:
    """Answer a user's question about their day."""
    vitals, profile = day_of(question.raw_json)
    try:
        answer = await app.state.coach.achat(question.text, vitals, profile)
    except BadInput as error:
        raise HTTPException(400, str(error)) from None
    return {"answer": answer.text, "source": answer.source, "request_id": answer.request_id}
