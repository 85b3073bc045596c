"""What the gate of a dataset in shards costs: ``python -m bench.gate_shards [ROWS]``.

A look at 1,500 real rows is multiplied to shards of 10,000 rows whose rows are all different, and these are
gated in a process of their own: once as they are, once with two rows of three failing a check. Prints CPU [s],
wall time [s] and the most memory [MB] of that process and of the one that runs the suites.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.shards.gating import gate_shards
from expectations.shards.looking import COLUMNS, KEYS, SENTENCES, SIGNATURES, look
from tests.support.corrupting import composed
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.process_pool import ProcessPool
from wearable_coach.records import GatePlan

_ROWS, _ROWS_A_SHARD, _PATTERN_ROWS = 1_500_000, 10_000, 1_500
_OF_A_PERSON = 2
_FAMILIAR = 0.8
"""Share of a shard's skeletons that other shards have too."""
_PLAN, _TOLD = "plan.json", "told.json"
_COUNTED = ["category", "split", "category_stratum", "split_category"]


def _unique(keys: np.ndarray, shard: int) -> np.ndarray:
    """Return keys that no other shard has, as like each other as they were."""
    return np.where(keys == 0, keys, keys ^ np.uint64((shard + 1) * 0x9E3779B97F4A7C15 % 2**64))


def _keys(pattern: pa.Table, take: np.ndarray, shard: int) -> pa.Table:
    found = {name: pattern[name].to_numpy()[take] for name in pattern.column_names}
    again = (take.size + np.arange(take.size) // _PATTERN_ROWS).astype(np.uint64)
    for name in ("row_id", "conversation", "question", "replies", "masked_answer", "person_id"):
        found[name] = _unique(found[name] ^ (again << np.uint64(40)), shard)
    return pa.table(found)


def _columns(pattern: pa.Table, take: np.ndarray, shard: int) -> pa.Table:
    found = pattern.take(take)
    ids = pa.array([f"{shard:04d}-{i:06d}" for i in range(take.size)])
    for name in ("row_id", "person_id"):
        found = found.set_column(
            found.schema.get_field_index(name),
            name,
            pc.binary_join_element_wise(found[name], ids, "-"),
        )
    return found


def _sentences(pattern: pa.Table, shard: int, random: np.random.Generator) -> pa.Table:
    """Return sentences in the number that a shard has, most of their skeletons known elsewhere."""
    take = np.arange(pattern.num_rows * 5) % pattern.num_rows
    again = (np.arange(take.size) // pattern.num_rows).astype(np.uint64) << np.uint64(40)
    found = {name: pattern[name].to_numpy()[take] for name in pattern.column_names}
    is_known = random.random(take.size) < _FAMILIAR
    skeleton = found["skeleton"] ^ again
    found["skeleton"] = np.where(is_known, skeleton, _unique(skeleton, shard))
    return pa.table(found)


def make_shards(folder: Path, rows: int, *, is_bad: bool) -> None:
    """Write the looks of so many shards, and the plan that they meet."""
    composed_rows, plan = composed(Recipe().scaled_to(_PATTERN_ROWS), 7)
    seen = look(composed_rows, plan.gate, plan.settings.system_prompts, plan.specs)
    tables = {
        name: pq.read_table(io.BytesIO(seen.files[name])) for name in (COLUMNS, KEYS, SENTENCES)
    }
    with np.load(io.BytesIO(seen.files[SIGNATURES])) as held:
        signatures = {name: held[name] for name in held.files}
    random, told = np.random.default_rng(7), []
    for shard in range(-(-rows // _ROWS_A_SHARD)):
        many = min(_ROWS_A_SHARD, rows - shard * _ROWS_A_SHARD)
        take = np.arange(many) % _PATTERN_ROWS
        columns = _columns(tables[COLUMNS], take, shard)
        if is_bad:
            said = pa.array([None if i % 3 else f"message 1: what {i}" for i in range(many)])
            found = pc.if_else(pc.is_null(said), "message 2: telephone 01*-****-***5", None)
            columns = columns.set_column(
                columns.schema.get_field_index("personal"), "personal", found
            )
        here = folder / f"{shard:05d}"
        here.mkdir()
        pq.write_table(columns, here / COLUMNS, compression="zstd")
        pq.write_table(_keys(tables[KEYS], take, shard), here / KEYS, compression="zstd")
        pq.write_table(
            _sentences(tables[SENTENCES], shard, random), here / SENTENCES, compression="zstd"
        )
        minima = {
            name: random.integers(0, 256, (array.shape[0], many), dtype=np.uint8)
            for name, array in signatures.items()
        }
        np.savez(here / SIGNATURES, **minima)
        told.append(seen.told | {"rows": many})
    (folder / _TOLD).write_text(json.dumps(told), encoding="utf-8")
    counted = _counted(
        [pq.read_table(here / COLUMNS, columns=_COUNTED) for here in _shards(folder)]
    )
    (folder / _PLAN).write_text(
        plan.gate.model_copy(update=counted).model_dump_json(), encoding="utf-8"
    )


def _counted(tables: Sequence[pa.Table]) -> dict[str, Any]:
    """Return the counts of a plan that these rows meet."""
    counts: dict[str, Counter[str]] = {}
    for table in tables:
        for name in table.column_names:
            found = pc.value_counts(table[name]).to_pylist()
            counts.setdefault(name, Counter()).update({c["values"]: c["counts"] for c in found})
    nested: dict[str, dict[str, dict[str, int]]] = {}
    for name in ("category_stratum", "split_category"):
        for key, n in counts[name].items():
            outer, _, inner = key.partition("/")
            nested.setdefault(name, {}).setdefault(outer, {})[inner] = n
    return {
        "category_counts": dict(counts["category"]),
        "split_counts": dict(counts["split"]),
        "stratum_counts": nested["category_stratum"],
        "split_category_counts": nested["split_category"],
    }


def _shards(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _none(_shard: int, places: Sequence[int]) -> list[str]:
    return [str(place) for place in places]


def gate(folder: Path) -> dict[str, Any]:
    """Gate the shards of a folder in this process and say what it took."""
    plan = GatePlan.model_validate_json((folder / _PLAN).read_text(encoding="utf-8"))
    told: list[Mapping[str, Any]] = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    looks = [
        {name: shard / name for name in (COLUMNS, KEYS, SENTENCES, SIGNATURES)}
        for shard in _shards(folder)
    ]
    began = time.perf_counter()
    with ProcessPool(1) as apart:
        report = gate_shards(looks, plan, told=told, texts=_none, run=apart.run)
    used, suites = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "rows": report.rows,
        "cpu_s": round(sum(of.ru_utime + of.ru_stime for of in (used, suites)), 1),
        "wall_s": round(time.perf_counter() - began, 1),
        "most_memory_mb": round(used.ru_maxrss / 1024),
        "most_memory_of_suites_mb": round(suites.ru_maxrss / 1024),
        "failed": {r.code: r.observed[:90] for r in report.results if not r.success},
        "named": sum(len(r.failing_row_ids) for r in report.results),
    }


def main(arguments: Sequence[str]) -> int:
    """Make shards and gate them, or gate a folder of them."""
    if arguments and not arguments[0].isdigit():
        sys.stdout.write(json.dumps(gate(Path(arguments[0])), ensure_ascii=False) + "\n")
        return 0
    rows = int(arguments[0]) if arguments else _ROWS
    for is_bad in (False, True):
        with TemporaryDirectory(prefix="gate-shards-") as folder:
            make_shards(Path(folder), rows, is_bad=is_bad)
            subprocess.run([sys.executable, "-m", "bench.gate_shards", folder], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
