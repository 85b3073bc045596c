"""From accepted rows to the files of a dataset version, byte for byte the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from random import Random
from typing import Any

from wearable_coach import __version__
from wearable_coach.dataset.refusals import RefusedRow
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.records import SCHEMA_VERSION, Profile, Row
from wearable_coach.sources import Reject

EDITION = 2
"""Of datasets: from the second on, train and valid are worded apart, and the gate holds them to it."""


def training_line(row: Row) -> bytes:
    """Return a row as the line that fine-tuning takes: its messages and nothing else."""
    turns = [{"role": m.role, "content": m.content} for m in row.messages]
    return json.dumps({"messages": turns}, ensure_ascii=False).encode() + b"\n"


def line_order(splits: Sequence[str], *, seed: int) -> dict[str, list[int]]:
    """Return split → the places of its rows in the order of its file; that mixes the categories, seeded."""
    by_split: dict[str, list[int]] = {}
    for place, split in enumerate(splits):
        by_split.setdefault(split, []).append(place)
    for split, places in by_split.items():
        Random(seed_of(seed, "lines", split)).shuffle(places)
    return dict(sorted(by_split.items()))


def split_members(rows: Sequence[Row], *, seed: int) -> dict[str, list[Row]]:
    """Return each split's rows in the order of its file."""
    order = line_order([row.split for row in rows], seed=seed)
    return {split: [rows[place] for place in places] for split, places in order.items()}


def training_file(members: Sequence[Row]) -> bytes:
    """Return the file that fine-tuning takes, a line a row."""
    return b"".join(map(training_line, members))


def content_hash(rows: Sequence[Row], *, seed: int) -> str:
    """Return the hash that names a version: the training lines and the records, no date, no run.

    Under which key the facts show the unrounded maximal heart rate does not count: it was one for
    all formulas once, and what holds the same values keeps its name.
    """
    digest = sha256()
    for split, members in split_members(rows, seed=seed).items():
        digest.update(split.encode() + b"\0")
        for row in members:
            digest.update(training_line(row))
    for row in rows:
        digest.update(record_line(row))
    return digest.hexdigest()


def shard_members(rows: Sequence[Row], *, seed: int, shard: int) -> dict[str, list[Row]]:
    """Return each split's rows of a shard in the order of its file.

    Args:
        rows: The shard's rows in its order.
        seed: Of the run.
        shard: Its number.
    """
    return split_members(rows, seed=seed_of(seed, "shard", shard))


def shard_hash(rows: Sequence[Row]) -> str:
    """Return the hash of what a shard holds: over each row's own, in the shard's order."""
    digest = sha256()
    for row in rows:
        digest.update(sha256(training_line(row) + record_line(row)).digest())
    return digest.hexdigest()


def content_hash_of_shards(digests: Sequence[str]) -> str:
    """Return the hash that names a version of many shards: over each one's `shard_hash`, in their order."""
    return sha256(b"".join(map(bytes.fromhex, digests))).hexdigest()


def record_line(row: Row) -> bytes:
    """Return a row as a line of bytes, for the hash of its content.

    Not by pydantic: it leaves a UTF-8 copy in every text of the row, which doubles what rows hold.
    """
    held = {name: value for name, value in row.__dict__.items() if name not in _NESTED}
    held["profile"], held["vitals"] = _profile(row.profile), row.vitals.__dict__
    held["facts"] = _EXACT_HRMAX.sub('"hrmax": {"tanaka_exact"', row.facts, count=1)
    held["messages"] = [[m.role, m.content] for m in row.messages]
    return json.dumps(held, ensure_ascii=False).encode() + b"\n"


def _profile(profile: Profile) -> dict[str, Any]:
    """Return a profile as it was written before days before were known, and those after it where they are."""
    held = dict(profile.__dict__)
    past = held.pop("past", None)
    return held if past is None else held | {"past": past.model_dump()}


_NESTED = {"profile", "vitals", "messages"}
_EXACT_HRMAX = re.compile(r'"hrmax": \{"\w+_exact"')


def rejects_jsonl(refused: Iterable[RefusedRow], days: Iterable[Reject]) -> bytes:
    """Return what was not taken, each with its reasons: real days, then composed rows."""
    lines: list[dict[str, Any]] = [
        {"kind": "real_day", "source": d.source, "line": d.line, "reasons": list(d.reasons)}
        for d in days
    ]
    lines += [
        {
            "kind": "row",
            "row_id": r.row_id,
            "attempt": r.attempt,
            "reasons": [str(why) for why in r.reasons],
            "messages": [m.model_dump() for m in r.messages],
        }
        for r in sorted(refused, key=lambda r: (r.row_id, r.attempt))
    ]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def manifest(
    *,
    recipe: Mapping[str, Any],
    seed: int,
    content_sha256: str,
    rows: int,
) -> dict[str, Any]:
    """Return the manifest of a version, file hashes apart: all that is needed to make it again."""
    return {
        "schema_version": SCHEMA_VERSION,
        "edition": EDITION,
        "content_sha256": content_sha256,
        "rows": rows,
        "seed": seed,
        "recipe": dict(recipe),
        "code_version": __version__,
        "templates_sha256": dict(_resource_hashes("rendering")),
        "tables_sha256": dict(_resource_hashes("standards")),
    }


@cache
def _resource_hashes(package: str) -> tuple[tuple[str, str], ...]:
    root = package_files("wearable_coach") / package
    found = [
        (name, sha256(item.read_bytes()).hexdigest())
        for name, item in _walk(root, "")
        if name.endswith(".yaml")
    ]
    return tuple(sorted(found))


def _walk(folder: Traversable, prefix: str) -> Iterable[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item
