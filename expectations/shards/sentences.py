"""The sentences of a shard as counts, and those of all shards added up by DuckDB, in bounded memory."""

from __future__ import annotations

import heapq
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from expectations.keys import key_of, keys_of
from wearable_coach.dataset.diversity import masked
from wearable_coach.dataset.variety import COMMONEST, SentenceSums, Tally

_MEMORY = "200MB"
"""What DuckDB holds at most."""
_AT_ONCE = 4_000_000
"""Sentences that are added up at once; of more, a part of the skeletons after another."""
_SUMS = f"""
with said as (
  select category, skeleton, written, sum(n) n, sum(train) train, sum(valid) valid
  from read_parquet($files) where skeleton % $parts = $part group by all
), bare as (
  select category, skeleton, sum(n) n, sum(train) train, sum(valid) valid,
    sum(valid) filter (train > 0) as written_too
  from said group by all
)
select category, max(n, {COMMONEST}), sum(n), count(*), sum(train), sum(valid),
  sum(valid) filter (train > 0), sum(written_too)
from bare group by category
"""  # noqa: S608 - a number of ours


def sentences_parquet(tallies: Mapping[str, Tally]) -> bytes:
    """Return the sentences of each category: what they are by keys, and how often train, valid and all say them."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    categories, texts, counts = [], [], []
    for category, tally in tallies.items():
        by_text: dict[str, list[int]] = {}
        for (split, sentence), n in tally.said.items():
            of = by_text.setdefault(sentence, [0, 0, 0])
            of[0] += n
            of[1] += n if split == "train" else 0
            of[2] += n if split == "valid" else 0
        categories += [category] * len(by_text)
        texts += by_text
        counts += by_text.values()
    n, train, valid = np.array(counts, dtype=np.uint32).reshape(-1, 3).T
    columns = {
        "category": keys_of(categories),
        "skeleton": keys_of(map(masked, texts)),
        "written": keys_of(texts),
        "n": n,
        "train": train,
        "valid": valid,
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


def sentence_sums(files: Sequence[Path], left_out: Mapping[str, int]) -> dict[str, SentenceSums]:
    """Return what the sentences of each category come to.

    Args:
        files: As `sentences_parquet` makes them.
        left_out: Category → what is no sentence there, of all files.
    """
    added: dict[int, list[int]] = {}
    common: dict[int, list[int]] = {}
    for category, most, *sums in _found(files):
        common[category] = heapq.nlargest(COMMONEST, [*common.get(category, ()), *most])
        before = added.setdefault(category, [0] * len(sums))
        added[category] = [a + int(b or 0) for a, b in zip(before, sums, strict=True)]
    return {
        name: SentenceSums(
            sentences, left_out[name], skeletons, int(sum(common.get(key, ()))), *rest
        )
        for name in left_out
        for key in [key_of(name)]
        for sentences, skeletons, *rest in [added.get(key, [0] * 6)]
    }


def _found(files: Sequence[Path]) -> Iterator[tuple[Any, ...]]:
    """Yield the sums of each category and part of the skeletons."""
    import duckdb  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    parts = 1 + sum(pq.read_metadata(file).num_rows for file in files) // _AT_ONCE
    settings = {"memory_limit": _MEMORY, "threads": 1, "preserve_insertion_order": False}
    with (
        TemporaryDirectory(prefix="sentences-") as spilled,
        duckdb.connect(config=settings | {"temp_directory": spilled}) as database,
    ):
        for part in range(parts):
            of = {"files": [str(file) for file in files], "parts": parts, "part": part}
            yield from database.execute(_SUMS, of).fetchall()
