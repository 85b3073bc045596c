"""From what a person asks to a refresh that can be run: its scale, its seed, its workers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal

from pydantic import Field

from flows.compositions.night import night_of
from tasks.dataset import RefreshRequest
from tasks.engines.choice import EngineName, checked_choice
from wearable_coach.dataset.batches import sensible_workers
from wearable_coach.dataset.recipe import MOST_ROWS, Recipe, checked_recipe
from wearable_coach.store import Store

TRIAL_ROWS = 60
"""Enough for every kind of conversation, in seconds [count]."""
Size = Literal["plan", "trial"]
Workers = Annotated[int, Field(ge=0, le=256)]
"""Worker processes; Prefect's forms take bounds from the type, not from the default's `Field`."""
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS)]
Seed = Annotated[int, Field(ge=0)]
RealShare = Annotated[float, Field(ge=0, le=1)]


def asked_of(  # noqa: PLR0913 - a form's short fields
    recipe: Recipe,
    *,
    seed: int | None = None,
    vitals: Sequence[str] = (),
    columns: Mapping[str, str] | None = None,
    missing: Sequence[str] = (),
    real_share: float | None = None,
) -> Recipe:
    """Return a recipe with what the short fields of a form say instead.

    Raises:
        BadInput: together they are none.
    """
    data: dict[str, Any] = recipe.model_dump()
    if seed is not None:
        data["seed"] = seed
    if vitals:
        data["sources"]["vitals"] = list(vitals)
    if columns:
        data["sources"]["columns"] = dict(columns)
    if missing:
        data["sources"]["missing"] = list(missing)
    if real_share is not None:
        data["sources"]["real_share"] = real_share
    return checked_recipe(data)


def refresh_request(  # noqa: PLR0913 - what a run is asked
    recipe: Recipe,
    *,
    rows: int | None,
    store: Store,
    workers: int,
    due_at: datetime,
    zone: tzinfo | None = None,
    size: Size = "plan",
    make_latest: bool = False,
    engine: EngineName = "auto",
    dask_address: str = "",
) -> RefreshRequest:
    """Settle what a refresh will do: the scale, the seed (the day's unless set) and the workers.

    Args:
        recipe: What is made, whole.
        rows: How many of it; all if None.
        store: Where it is published.
        workers: Worker processes; 0 for what pays off.
        due_at: When the run was due.
        zone: Where its night is one; Seoul if None.
        size: What `rows` is if None: the recipe's, or a few.
        make_latest: Whether it becomes the latest though it is a trial.
        engine: Who does the work.
        dask_address: Of the scheduler, where that is a Dask cluster which runs already.

    Raises:
        RecipeUnmet: `rows` cannot be made.
        BadInput: the engine cannot be had, or what is asked of it does not go together.
    """
    checked_choice(engine, workers=workers, dask_address=dask_address)
    if rows is None and size == "trial":
        rows = min(TRIAL_ROWS, recipe.rows)
    scaled = recipe if rows is None else recipe.scaled_to(rows)
    date = night_of(due_at, zone)
    seed = int(date) if scaled.seed is None else scaled.seed
    processes = workers or sensible_workers(scaled.rows, os.cpu_count() or 1)
    return RefreshRequest(
        recipe=scaled.model_copy(update={"seed": seed}),
        seed=seed,
        date=date,
        store=store,
        workers=1 if engine == "here" else processes,
        engine=engine,
        dask_address=dask_address,
        trial=scaled.rows != recipe.rows and not make_latest,
    )
