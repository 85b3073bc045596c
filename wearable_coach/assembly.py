"""From accepted rows to the files of a dataset version, byte for byte the same each time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from random import Random
from typing import Any

from wearable_coach import __version__
from wearable_coach.generation.plan import seed_of
from wearable_coach.generation.rows import Refused
from wearable_coach.records import SCHEMA_VERSION, VITAL_FIELDS, Row
from wearable_coach.sources import Reject


def training_line(row: Row) -> bytes:
    """Return a row as the line that fine-tuning takes: its messages and nothing else."""
    turns = [{"role": m.role, "content": m.content} for m in row.messages]
    return json.dumps({"messages": turns}, ensure_ascii=False).encode() + b"\n"


def training_files(rows: Sequence[Row], *, seed: int, date: str) -> dict[str, bytes]:
    """Return ``<split>_<date>.jsonl`` by name; the order mixes the categories, seeded."""
    by_split: dict[str, list[Row]] = {}
    for row in rows:
        by_split.setdefault(row.split, []).append(row)
    made = {}
    for split, members in sorted(by_split.items()):
        Random(seed_of(seed, "lines", split)).shuffle(members)
        made[f"{split}_{date}.jsonl"] = b"".join(map(training_line, members))
    return made


def content_hash(rows: Sequence[Row], training: Mapping[str, bytes]) -> str:
    """Return the hash that names a version: the training lines and the records, no date, no run."""
    digest = sha256()
    for name, data in sorted(training.items()):
        digest.update(name.partition("_")[0].encode() + b"\0" + data)
    for row in rows:
        digest.update(row.model_dump_json().encode() + b"\n")
    return digest.hexdigest()


def records_parquet(rows: Sequence[Row]) -> bytes:
    """Return the records as a parquet file: what each row was made of and what was found."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    text = pa.string()
    number_types = {"sleep_hr": pa.float64(), "distance_km": pa.float64()}
    number_types |= {"weight": pa.float64(), "bmi": pa.float64()}
    vitals = pa.struct([(name, number_types.get(name, pa.int64())) for name in VITAL_FIELDS])
    message = pa.struct([("role", text), ("content", text)])
    columns: dict[str, tuple[Any, list[Any]]] = {
        "row_id": (text, [r.row_id for r in rows]),
        "category": (text, [r.category for r in rows]),
        "kind": (text, [r.kind for r in rows]),
        "stratum": (text, [r.stratum for r in rows]),
        "split": (text, [r.split for r in rows]),
        "source": (text, [r.source for r in rows]),
        "person_id": (text, [r.person_id for r in rows]),
        "template_family": (text, [r.template_family for r in rows]),
        "template_ids": (pa.list_(text), [list(r.template_ids) for r in rows]),
        "completed_fields": (pa.list_(text), [list(r.completed_fields) for r in rows]),
        "profile": (text, [r.profile.model_dump_json() for r in rows]),
        "vitals": (vitals, [r.vitals.model_dump() for r in rows]),
        "facts": (text, [json.dumps(r.facts, ensure_ascii=False) for r in rows]),
        "messages": (pa.list_(message), [[m.model_dump() for m in r.messages] for r in rows]),
        "verdicts": (text, [_verdict_objects(r) for r in rows]),
        "claims": (pa.int64(), [r.claims for r in rows]),
        "attempt": (pa.int64(), [r.attempt for r in rows]),
        "schema_version": (pa.int64(), [r.schema_version for r in rows]),
    }
    arrays = [pa.array(values, type=kind) for kind, values in columns.values()]
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(columns)), sink, compression="zstd")
    return sink.getvalue()


def _verdict_objects(row: Row) -> str:
    """Return a row's verdicts as JSON text with named fields; an empty reason is left out."""
    named = [{k: x for k, x in v._asdict().items() if x != ""} for v in row.read_verdicts()]
    return json.dumps(named, ensure_ascii=False)


def rejects_jsonl(refused: Iterable[Refused], days: Iterable[Reject]) -> bytes:
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
            "reasons": list(r.reasons),
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
    hashes: Mapping[str, str],
    rows: int,
) -> dict[str, Any]:
    """Return the manifest of a version: all that is needed to make it again and to check it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "content_sha256": content_sha256,
        "rows": rows,
        "seed": seed,
        "recipe": dict(recipe),
        "code_version": __version__,
        "templates_sha256": dict(_resource_hashes("rendering")),
        "tables_sha256": dict(_resource_hashes("standards")),
        "files": dict(hashes),
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
