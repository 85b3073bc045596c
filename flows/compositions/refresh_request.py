"""From what a person asks to a refresh that can be run: its scale, its seed, its workers."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from tasks.dataset import RefreshRequest
from wearable_coach.dataset.batches import sensible_workers
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.store import Store

TIME_ZONE = "Asia/Seoul"
Workers = Annotated[int, Field(ge=0, le=256)]
"""Worker processes; Prefect's forms take bounds from the type, not from the default's `Field`."""


def refresh_request(
    recipe: Recipe, *, rows: int | None, store: Store, workers: int, due_at: datetime
) -> RefreshRequest:
    """Settle what a refresh will do: the scale, the seed (the day's in Seoul unless set) and the workers.

    Raises:
        RecipeUnmet: `rows` cannot be made.
    """
    scaled = recipe if rows is None else recipe.scaled_to(rows)
    date = f"{due_at.astimezone(ZoneInfo(TIME_ZONE)):%Y%m%d}"
    seed = int(date) if scaled.seed is None else scaled.seed
    return RefreshRequest(
        recipe=scaled.model_copy(update={"seed": seed}),
        seed=seed,
        date=date,
        store=store,
        workers=workers or sensible_workers(scaled.rows, os.cpu_count() or 1),
    )
