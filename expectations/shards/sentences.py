"""The sentences of a shard as counts, and those of all shards added up by DuckDB, in bounded memory."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.keys import key_of, keys_of
from wearable_coach.dataset.diversity import masked
from wearable_coach.dataset.variety import COMMONEST, SentenceSums, Tally

_MEMORY = "200MB"
"""What DuckDB holds at most; what is more goes to a temporary folder."""
_SUMS = f"""
with said as (
  select category, skeleton, sum(n) n, sum(train) train, sum(valid) valid
  from read_parquet($files) group by all
)
select category, sum(n), count(*), list_sum(max(n, {COMMONEST})), sum(train), sum(valid),
  sum(valid) filter (train > 0)
from said group by category
"""  # noqa: S608 - a number of ours


def sentences_parquet(tallies: Mapping[str, Tally]) -> bytes:
    """Return the skeletons of each category as keys, and how often all, train and valid say them."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    said: dict[str, Counter[tuple[str, str]]] = {split: Counter() for split in _SPLITS}
    for category, tally in tallies.items():
        for (split, sentence), n in tally.said.items():
            skeleton = category, masked(sentence)
            said["n"][skeleton] += n
            if split in _SPLITS[1:]:  # not one that is called n
                said[split][skeleton] += n
    columns = {
        "category": keys_of(category for category, _ in said["n"]),
        "skeleton": keys_of(skeleton for _, skeleton in said["n"]),
    }
    counts = {
        name: pa.array([of[one] for one in said["n"]], pa.int64()) for name, of in said.items()
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(columns | counts), sink, compression="zstd")
    return sink.getvalue()


_SPLITS = ("n", "train", "valid")
"""All of them together, and those whose sentences are compared."""


def sentence_sums(files: Sequence[Path], left_out: Mapping[str, int]) -> dict[str, SentenceSums]:
    """Return what the sentences of each category come to; not, how many are shared as they are written.

    Args:
        files: As `sentences_parquet` makes them.
        left_out: Category → what is no sentence there, of all files.
    """
    import duckdb  # noqa: PLC0415 - slow to import, of the workflow

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "preserve_insertion_order": False,
    }
    with (
        TemporaryDirectory(prefix="sentences-") as spilled,
        duckdb.connect(config=settings | {"temp_directory": spilled}) as database,
    ):
        found = database.execute(_SUMS, {"files": [str(file) for file in files]}).fetchall()
    by_key = {key: [int(value or 0) for value in values] for key, *values in found}
    return {
        category: SentenceSums(sentences, left_out[category], *rest)
        for category in left_out
        for sentences, *rest in [by_key.get(key_of(category), [0] * 6)]
    }
