"""Looking at a shard some rows at a time, so that no more of them are held: the looks are put together."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from expectations.shards.looking import SIGNATURES, Look


def put_together(looks: Sequence[Look]) -> Look:
    """Return what a look at all rows gives, but for the order of the sentences, from looks at parts of them."""
    files = {
        name: (_arrays if name == SIGNATURES else _tables)([one.files[name] for one in looks])
        for name in looks[0].files
    }
    return Look(files, _added(one.told for one in looks))


def _tables(parts: Sequence[bytes]) -> bytes:
    """Put parquet files of the same columns together; one in which a column says nothing has no type for it."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    tables = [pq.read_table(io.BytesIO(part)) for part in parts]
    whole = pa.concat_tables(tables, promote_options="permissive")
    sink = io.BytesIO()
    pq.write_table(whole.combine_chunks(), sink, compression="zstd")
    return sink.getvalue()


def _arrays(parts: Sequence[bytes]) -> bytes:
    """Put signatures together, in which a text is a column."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    loaded = [np.load(io.BytesIO(part), allow_pickle=False) for part in parts]
    whole: dict[str, Any] = {
        name: np.concatenate([x[name] for x in loaded], axis=1) for name in loaded[0]
    }
    sink = io.BytesIO()
    np.savez(sink, **whole)
    return sink.getvalue()


def _added(told: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Add counts up, those within one another too."""
    found: dict[str, Any] = {}
    for one in told:
        for name, value in one.items():
            if isinstance(value, Mapping):
                found[name] = _added([found.get(name, {}), value])
            else:
                found[name] = found.get(name, 0) + value
    return found
