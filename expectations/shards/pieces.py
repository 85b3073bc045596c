"""Looks put together: of a shard that is looked at some rows at a time, and of one some of whose rows were composed anew."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from expectations.shards.looking import SENTENCES, SIGNATURES, Look


def put_together(looks: Sequence[Look]) -> Look:
    """Return what a look at all rows gives, but for the order of the sentences, from looks at parts of them."""
    files = {
        name: (_arrays if name == SIGNATURES else _tables)([one.files[name] for one in looks])
        for name in looks[0].files
    }
    return Look(files, _added(one.told for one in looks))


def replaced(whole: Look, indices: Sequence[int], fresh: Look, before: Look) -> Look:
    """Return the look at a shard some of whose rows were composed anew, from looks at these alone.

    Args:
        whole: At all rows as they were.
        indices: Which of them were composed anew, in order.
        fresh: At those as they are now.
        before: At those as they were.
    """
    rows = whole.told["rows"]
    places = list(range(rows))
    for number, index in enumerate(indices):
        places[index] = rows + number
    files = {}
    for name, data in whole.files.items():
        if name == SIGNATURES:
            files[name] = _arrays([data, fresh.files[name]], places)
        elif name == SENTENCES:
            files[name] = _sentences(data, fresh.files[name], before.files[name])
        else:
            files[name] = _tables([data, fresh.files[name]], places)
    told = _added([whole.told, fresh.told, _negative(before.told)])
    return Look(files, told)


def _sentences(whole: bytes, fresh: bytes, before: bytes) -> bytes:
    """Add the counts of new sentences, and take those of rows that are no more away."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    tables = [pq.read_table(io.BytesIO(data)) for data in (whole, fresh, before)]
    schema = tables[0].schema
    counts = ("n", "train", "valid")
    for place, sign in enumerate((1, 1, -1)):
        for name in counts:
            column = pa.array(tables[place][name].to_numpy().astype("int64") * sign)
            tables[place] = tables[place].set_column(schema.get_field_index(name), name, column)
    keys = [name for name in schema.names if name not in counts]
    grouped = pa.concat_tables(tables).group_by(keys, use_threads=False)
    summed = grouped.aggregate([(name, "sum") for name in counts])
    summed = summed.rename_columns([name.removesuffix("_sum") for name in summed.column_names])
    left = summed.filter(pa.array(summed["n"].to_numpy() > 0)).select(schema.names).cast(schema)
    sink = io.BytesIO()
    pq.write_table(left, sink, compression="zstd")
    return sink.getvalue()


def _tables(parts: Sequence[bytes], places: Sequence[int] | None = None) -> bytes:
    """Put parquet files of the same columns together, or the rows at some places of them.

    One in which a column says nothing has no type for it.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    tables = [pq.read_table(io.BytesIO(part)) for part in parts]
    whole = pa.concat_tables(tables, promote_options="permissive")
    if places is not None:
        whole = whole.take(list(places))
    sink = io.BytesIO()
    pq.write_table(whole.combine_chunks(), sink, compression="zstd")
    return sink.getvalue()


def _arrays(parts: Sequence[bytes], places: Sequence[int] | None = None) -> bytes:
    """Put signatures together, in which a text is a column, or those at some places of them."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    loaded = [np.load(io.BytesIO(part), allow_pickle=False) for part in parts]
    whole: dict[str, Any] = {
        name: np.concatenate([x[name] for x in loaded], axis=1) for name in loaded[0]
    }
    if places is not None:
        whole = {name: found[:, list(places)] for name, found in whole.items()}
    sink = io.BytesIO()
    np.savez(sink, **whole)
    return sink.getvalue()


def _negative(told: Mapping[str, Any]) -> dict[str, Any]:
    return {n: _negative(v) if isinstance(v, Mapping) else -v for n, v in told.items()}


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
