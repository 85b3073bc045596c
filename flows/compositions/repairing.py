"""Putting a damaged dataset version right: composed again by its own manifest, and only then compared."""

from __future__ import annotations

from tasks.dataset import RefreshRequest
from wearable_coach.dataset.recipe import checked_recipe
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.datasets import manifest_of
from wearable_coach.store import Store
from wearable_coach.store.wholeness import damaged_files


def repair_request(store: Store, version: str, *, workers: int) -> RefreshRequest | None:
    """Return the request that makes a version's content again; None where all its files are whole.

    Raises:
        BadInput: there is no such version, or its manifest does not say how it was made.
    """
    manifest = manifest_of(store, version)
    if next(damaged_files(store, version, manifest["files"]), None) is None:
        return None
    try:
        recipe, seed = checked_recipe(manifest["recipe"]), int(manifest["seed"])
        shards = max(1, int(manifest.get("shards", 1)))  # as it was cut, whatever is usual now
    except (BadInput, KeyError, TypeError, ValueError):
        where = store.where(f"datasets/{version}")
        message = (
            f"repair: the manifest of {version} holds no recipe that this version can read; "
            f"restore {where} from a backup (docs/backup.md)"
        )
        raise BadInput(message) from None
    return RefreshRequest(
        recipe=recipe.model_copy(update={"seed": seed}),
        seed=seed,
        date=version.partition("-")[0],
        store=store,
        workers=workers,
        repairs=version,
        rows_a_shard=-(-recipe.rows // shards),
    )
