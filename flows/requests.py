"""From what a person asks to a request that a composition can run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from backends.blob.account import Account, open_blob_store
from flows.compositions.refresh import Request
from wearable_coach.dataset.batches import sensible_workers
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.store import Store
from wearable_coach.store.opening import AZURE, BLOCK, open_folder

TIME_ZONE = "Asia/Seoul"
Workers = Annotated[int, Field(ge=0, le=256)]
"""Worker processes; Prefect's forms take bounds from the type, not from the default's `Field`."""


def refresh_request(
    recipe: Recipe, *, rows: int | None, store: Store, workers: int, due_at: datetime
) -> Request:
    """Settle what a refresh will do: the scale, the seed (the day's in Seoul unless set) and the workers.

    Raises:
        RecipeUnmet: `rows` cannot be made.
    """
    scaled = recipe if rows is None else recipe.scaled_to(rows)
    date = f"{due_at.astimezone(ZoneInfo(TIME_ZONE)):%Y%m%d}"
    seed = int(date) if scaled.seed is None else scaled.seed
    return Request(
        recipe=scaled.model_copy(update={"seed": seed}),
        seed=seed,
        date=date,
        store=store,
        workers=workers or sensible_workers(scaled.rows, os.cpu_count() or 1),
    )


def open_store(name: str, *, environment: Mapping[str, str]) -> Store:
    """Open a store: a folder, ``azure://CONTAINER/PREFIX``, ``block:NAME``, or the default.

    Raises:
        BadInput: the block is not there, the account is not whole, the folder is a file or cannot be
            read, or what is named is an address or a connection string, which may hold a secret: it is not repeated.
    """
    if name.startswith(BLOCK):
        return _block_store(name.removeprefix(BLOCK))
    if name.startswith(AZURE):
        return open_blob_store(name, Account.from_environment(environment))
    return open_folder(name, environment=environment)


def _block_store(name: str) -> Store:
    """Load a store block of either kind."""
    from flows.prefect_api.reaching import reach_prefect, tell_on_stderr  # noqa: PLC0415 - when needed

    reach_prefect(tell_on_stderr())
    from blocks import BlobDatasetStore, DatasetStore  # noqa: PLC0415 - imports Prefect
    from flows.openers.blocks import load_block  # noqa: PLC0415

    kinds: tuple[Any, ...] = (DatasetStore, BlobDatasetStore)
    store: Store = load_block(kinds, name, field="store", what="Dataset store").open()
    return store


def link_to(where: str) -> str:
    """Return a link that a browser opens: a URL as it is, a path as ``file://``."""
    return where if "://" in where else Path(where).absolute().as_uri()
