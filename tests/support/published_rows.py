"""A small version of real rows in a store, made without gate and report: seconds are dear."""

from functools import partial
from hashlib import sha256

from tests.support.generated import SEED, generated_rows
from wearable_coach.dataset.assembly import manifest, rejects_jsonl, split_members, training_file
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.refusals import RefusedRow, Why
from wearable_coach.records import Message, Row
from wearable_coach.store import Store
from wearable_coach.store.datasets import mark_latest, publish

COUNT = 24


def some_rows() -> tuple[Row, ...]:
    """Rows of every category."""
    return generated_rows(COUNT, SEED)


def refused_of(row: Row, text: str, why: Why) -> RefusedRow:
    """An attempt that was refused for its last answer, to the question of an accepted row."""
    wrong = Message(role="assistant", content=text)
    return RefusedRow(row.row_id, 0, (why,), (*row.messages[:-1], wrong))


def put_version(store: Store, *, refused=(), files=None, **changes) -> str:
    """Publish the rows as a version, and return its name."""
    rows = some_rows()
    made = {
        **{
            f"{s}_20260101.jsonl": training_file(m)
            for s, m in split_members(rows, seed=SEED).items()
        },
        "records.parquet": records_parquet(rows),
        "rejects.jsonl": rejects_jsonl(refused, ()),
        **(files or {}),
    }
    digest = sha256(b"".join(made.values())).hexdigest()
    recipe = Recipe().scaled_to(COUNT).model_dump(mode="json")
    told = manifest(recipe=recipe, seed=SEED, content_sha256=digest, rows=COUNT) | changes
    version = f"20260101-{digest[:12]}"
    publish(
        store, version=version, files={n: partial(bytes, d) for n, d in made.items()}, manifest=told
    )
    mark_latest(store, version)
    return version
