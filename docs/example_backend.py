"""What an existing FastAPI service adds to answer with the verified coach."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from wearable_coach.client import Coach
from wearable_coach.errors import BadInput


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Hold one coach for the whole process; it follows promotions and rollbacks by itself."""
    with Coach.from_store(os.environ["COACH_STORE"]) as app.state.coach:
        yield


app = FastAPI(lifespan=lifespan)


class Question(BaseModel):
    """What the phone sends."""

    text: str
    vitals: dict[str, float | int | None] = {}


@app.post("/coach")
async def coach(question: Question) -> dict[str, str]:
    """Answer a user's question about their day."""
    try:
        answer = await app.state.coach.achat(question.text, question.vitals)
    except BadInput as error:
        raise HTTPException(400, str(error)) from None
    return {"answer": answer.text, "source": answer.source, "request_id": answer.request_id}
