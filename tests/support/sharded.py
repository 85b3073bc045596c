"""A small published version cut into parts, as one that was made in shards lies in its store."""

import io
import json
from collections.abc import Sequence
from functools import partial

import pyarrow.parquet as pq

from wearable_coach.dataset.assembly import (
    content_hash_of_shards,
    shard_hash,
    shard_members,
    training_file,
)
from wearable_coach.dataset.parts import part_name, part_of
from wearable_coach.dataset.published import VersionFiles
from wearable_coach.dataset.records_file import read_rows, records_parquet
from wearable_coach.finetuning.datasets import manifest_of
from wearable_coach.records import Row
from wearable_coach.store import Store
from wearable_coach.store.datasets import mark_latest, publish, version_name

SHARDS = 3


def sharded(store: Store, version: str, *, shards: int = SHARDS) -> str:
    """Publish the rows of a version again in parts, each split's rows of a shard in a file, and return the version."""
    manifest = manifest_of(store, version)
    read = VersionFiles(store, version, manifest).read
    rows = read_rows(read("records.parquet"))
    parts = cut(rows, shards)
    seed = int(manifest["seed"])
    files = {}
    lists = {n: read(n) for n in ("rejects.jsonl", "columns.parquet") if n in manifest["files"]}
    for number, members in enumerate(parts):
        files |= _files_of(members, number, shards, seed)
        files |= _lists_of(lists, {row.row_id for row in members}, number, shards)
    files |= {name: read(name) for name in manifest["files"] if part_of(name) is None}
    digest = content_hash_of_shards([shard_hash(members) for members in parts])
    told = {k: v for k, v in manifest.items() if k != "files"}
    made = version_name(version.partition("-")[0], digest)
    publish(
        store,
        version=made,
        files={name: partial(bytes, data) for name, data in files.items()},
        manifest=told | {"content_sha256": digest, "shards": shards},
    )
    mark_latest(store, made)
    return made


def cut(rows: Sequence[Row], shards: int) -> list[list[Row]]:
    """Return the rows of each shard: of every category the places from count * k // shards on."""
    by_category: dict[str, list[Row]] = {}
    for row in rows:
        by_category.setdefault(row.category, []).append(row)
    return [
        [
            row
            for members in by_category.values()
            for row in members[len(members) * k // shards : len(members) * (k + 1) // shards]
        ]
        for k in range(shards)
    ]


def _files_of(rows, number, of, seed):
    made = {part_name("records", number, of): records_parquet(rows)}
    for split, members in shard_members(rows, seed=seed, shard=number).items():
        made[part_name(split, number, of)] = training_file(members)
    return made


def _lists_of(lists, members, number, of):
    """Return what was refused of a shard's rows, and their columns; what is of no row stands in the first part."""
    made = {}
    if "rejects.jsonl" in lists:
        lines = lists["rejects.jsonl"].splitlines(keepends=True)
        ids = [json.loads(line).get("row_id") for line in lines]
        own = [x for x, i in zip(lines, ids, strict=True) if i in members or not (i or number)]
        made[part_name("rejects", number, of)] = b"".join(own)
    if "columns.parquet" in lists:
        table = pq.read_table(io.BytesIO(lists["columns.parquet"]))
        own, sink = [i in members for i in table["row_id"].to_pylist()], io.BytesIO()
        pq.write_table(table.filter(own), sink)
        made[part_name("columns", number, of)] = sink.getvalue()
    return made
