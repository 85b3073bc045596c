"""The sentences of a shard as counts, and those of all shards added up by DuckDB, in bounded memory."""

from __future__ import annotations

import io
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
  select category, skeleton, written, sum(n) n, sum(train) train, sum(valid) valid
  from read_parquet($files) group by all
), bare as (
  select category, skeleton, sum(n) n, sum(train) train, sum(valid) valid, sum(valid) filter (train > 0) as written_too
  from said group by all
)
select category, sum(n), count(*), list_sum(max(n, {COMMONEST})), sum(train), sum(valid),
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
    import duckdb  # noqa: PLC0415 - slow to import, of the workflow

    with TemporaryDirectory(prefix="sentences-") as spilled:
        settings = {"memory_limit": _MEMORY, "temp_directory": spilled, "threads": 1}
        with duckdb.connect(config=settings) as database:
            found = database.execute(_SUMS, {"files": [str(f) for f in files]}).fetchall()
    by_key = {key: [int(value or 0) for value in values] for key, *values in found}
    return {
        category: SentenceSums(sentences, left_out[category], *rest)
        for category in left_out
        for sentences, *rest in [by_key.get(key_of(category), [0] * 7)]
    }
