"""``records.parquet``: what each row was made of and what was found, a row group at a time."""

from __future__ import annotations

import io
import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from wearable_coach.dataset.parts import WHOLE
from wearable_coach.errors import BadField, BadInput
from wearable_coach.records import (
    VITAL_FIELDS,
    Kind,
    Message,
    PastDays,
    Profile,
    Row,
    Verdict,
    Vitals,
    packed,
)
from wearable_coach.standards.fields import told_rows

_ROWS_A_GROUP = 200
_RECORDS = WHOLE["records"]


def records_parquet(rows: Iterable[Row]) -> bytes:
    """Return the records as a parquet file; of rows that are made one by one, a group is held at a time.

    Texts go in as bytes: pyarrow would leave a UTF-8 copy in every `str` that it reads, which
    doubles what the rows hold.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = io.BytesIO()
    with pq.ParquetWriter(sink, records_schema(), compression="zstd") as writer:
        left = iter(rows)
        while group := list(islice(left, _ROWS_A_GROUP)):
            writer.write_table(pa.table(_arrays(group), schema=records_schema()))
    return sink.getvalue()


class Recorded(NamedTuple):
    """A row as the records file keeps it: what was told, who, and the conversation."""

    row_id: str
    category: str
    kind: Kind
    stratum: str
    split: str
    source: str
    person_id: str
    completed_fields: tuple[str, ...]
    profile: Profile
    vitals: Vitals
    messages: tuple[Message, ...]


def read_records(data: bytes, *, split: str = "", name: str = _RECORDS) -> list[Recorded]:
    """Return the rows of a records file; takes and raises what `each_record` does."""
    return list(each_record(data, split=split, name=name))


def each_record(data: bytes, *, split: str = "", name: str = _RECORDS) -> Iterator[Recorded]:
    """Yield the rows of a records file, a group of them made at a time.

    Args:
        data: The file.
        split: Whose rows alone; empty: all.
        name: The file's name, for what is told.

    Raises:
        BadInput: it is no such file.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        only = [("split", "==", split)] if split else None
        table = pq.read_table(io.BytesIO(data), columns=list(Recorded._fields), filters=only)
        for batch in table.to_batches(max_chunksize=_ROWS_A_GROUP):
            yield from map(_recorded, batch.to_pylist())
    except (pa.ArrowException, ValueError, KeyError, TypeError) as error:
        message = f"{name}: cannot be read ({str(error).splitlines()[0]}); name another dataset, or make a new one with `wearable-coach refresh`"
        raise BadInput(message) from None


def read_rows(data: bytes, *, name: str = _RECORDS) -> list[Row]:
    """Return the rows of a records file whole, as they stand there: their values are the gate's to judge.

    Args:
        data: The file.
        name: Its name, for what is told.

    Raises:
        BadField: it is no such file, or a row lacks a column or is not in its form.
    """
    return [row for group in rows_by_group(data, name=name) for row in group]


def rows_by_group(
    data: bytes, places: Sequence[int] | None = None, *, name: str = _RECORDS
) -> Iterator[list[Row]]:
    """Yield the rows of a records file a group at a time, as `read_rows` gives them; no more is held.

    Args:
        data: The file.
        places: Which rows alone, ascending; None: all.
        name: Its name, for what is told.

    Raises:
        BadField: it is no such file, or a row lacks a column or is not in its form.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow

    try:
        for table in tables_by_group(data, places):
            for batch in table.to_batches(max_chunksize=_ROWS_A_GROUP):
                yield [_row(row) for row in batch.to_pylist()]
    except (pa.ArrowException, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"cannot be read ({str(error).splitlines()[0]}); have the version repaired, or name another dataset"
        raise BadField(name, message) from None


def tables_by_group(
    data: bytes, places: Sequence[int] | None = None, columns: Sequence[str] | None = None
) -> Iterator[Any]:
    """Yield the row groups of a parquet file one after another, or what stands at some places of them.

    Args:
        data: The file.
        places: Which rows alone, ascending; groups with none of them are not read. None: all.
        columns: Which columns alone; None: all.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import, of the workflow

    with pq.ParquetFile(io.BytesIO(data)) as file:
        start = 0
        for number in range(file.num_row_groups):
            end = start + file.metadata.row_group(number).num_rows
            here = (
                None
                if places is None
                else [
                    n - start for n in places[bisect_left(places, start) : bisect_left(places, end)]
                ]
            )
            if here is None or here:
                table = file.read_row_group(number, columns=columns, use_threads=False)
                yield table if here is None else table.take(here)
            start = end


def _row(kept: dict[str, Any]) -> Row:
    vitals = {f: kept["vitals"][f] for f in VITAL_FIELDS}
    read = {
        "template_ids": tuple(kept["template_ids"]),
        "completed_fields": tuple(kept["completed_fields"]),
        "profile": _profile(kept["profile"]),
        "vitals": Vitals.model_construct(**vitals),
        "messages": tuple(Message.model_construct(**m) for m in kept["messages"]),
        "verdicts": packed([Verdict(**{"span": "", **v}) for v in json.loads(kept["verdicts"])]),
    }
    return Row.model_construct(**{name: kept[name] for name in _COLUMNS} | read)


def _profile(text: str) -> Profile:
    """Return a profile as it stands there, its lists as they are in memory."""
    kept: dict[str, Any] = json.loads(text)
    held: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    if isinstance(past := held.get("past"), dict):
        held["past"] = PastDays.model_construct(**past)
    return Profile.model_construct(**held)


def _recorded(row: dict[str, Any]) -> Recorded:
    read = {
        "profile": Profile.model_validate_json(row["profile"]),
        "vitals": Vitals.model_validate(row["vitals"]),
        "messages": tuple(Message.model_validate(m) for m in row["messages"]),
        "completed_fields": tuple(row["completed_fields"]),
    }
    return Recorded(**{**row, **read})


def records_schema() -> Any:  # noqa: ANN401 - pyarrow comes untyped
    """Return the columns of a records file, as pyarrow's schema."""
    import pyarrow as pa  # noqa: PLC0415

    text, whole = pa.string(), pa.int64()
    number = {f.name: whole if f.is_whole else pa.float64() for f in told_rows()}
    nested = {
        "template_ids": pa.list_(text),
        "completed_fields": pa.list_(text),
        "vitals": pa.struct(list(number.items())),
        "messages": pa.list_(pa.struct([("role", text), ("content", text)])),
    }
    counted = dict.fromkeys(("claims", "attempt", "schema_version"), whole)
    kinds = nested | counted
    return pa.schema([(name, kinds.get(name, text)) for name in _COLUMNS])


def _arrays(rows: Sequence[Row]) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415

    schema = records_schema()
    return [
        _messages(rows)
        if name == "messages"
        else pa.array(write(rows), type=schema.field(name).type)
        for name, write in _COLUMNS.items()
    ]


def _messages(rows: Sequence[Row]) -> Any:  # noqa: ANN401 - pyarrow comes untyped
    """Return the messages column, put together from flat arrays: a dict a message is dear."""
    import pyarrow as pa  # noqa: PLC0415

    flat = [m for row in rows for m in row.messages]
    offsets = [0]
    for row in rows:
        offsets.append(offsets[-1] + len(row.messages))
    each = pa.StructArray.from_arrays(
        [
            pa.array([m.role for m in flat], type=pa.string()),
            pa.array(_utf8(m.content for m in flat), type=pa.string()),
        ],
        names=["role", "content"],
    )
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), each)


def _utf8(texts: Iterable[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def _texts(name: str) -> Callable[[Sequence[Row]], list[bytes]]:
    return lambda rows: _utf8(getattr(row, name) for row in rows)


def _plain(name: str) -> Callable[[Sequence[Row]], list[Any]]:
    return lambda rows: [getattr(row, name) for row in rows]


def _verdicts(row: Row) -> str:
    """Return a row's verdicts as JSON text with named fields; an empty text is left out.

    It is put together from what most verdicts have in common: a dict a verdict is dear.
    """
    told = [message.content for message in row.messages]
    found = []
    for claim, verdict, rule, reason, message, start, size in json.loads(row.verdicts):
        span = told[message][start : start + size]
        head = _head(claim, verdict, rule)
        said = f', "span": {_quoted(span)}' if span else ""
        why = f', "reason": {_quoted(reason)}' if reason else ""
        found.append(f'{{{head}{said}{why}, "message": {message}, "start": {start}}}')
    return f"[{', '.join(found)}]"


_quoted = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=4_096)
def _head(claim: str, verdict: str, rule: str) -> str:
    named = {"claim": claim, "verdict": verdict, "rule": rule}
    return _quoted({name: text for name, text in named.items() if text})[1:-1]


_COLUMNS: dict[str, Callable[[Sequence[Row]], list[Any]]] = {
    "row_id": _texts("row_id"),
    "category": _texts("category"),
    "kind": _texts("kind"),
    "stratum": _texts("stratum"),
    "split": _texts("split"),
    "source": _texts("source"),
    "person_id": _texts("person_id"),
    "template_family": _texts("template_family"),
    "template_ids": lambda rows: [_utf8(row.template_ids) for row in rows],
    "completed_fields": lambda rows: [_utf8(row.completed_fields) for row in rows],
    "profile": lambda rows: [row.profile.model_dump_json() for row in rows],
    "vitals": lambda rows: [row.vitals.__dict__ for row in rows],
    "facts": _texts("facts"),
    "messages": _plain("messages"),
    "verdicts": lambda rows: _utf8(map(_verdicts, rows)),
    "claims": _plain("claims"),
    "attempt": _plain("attempt"),
    "schema_version": _plain("schema_version"),
}
"""Each column with what is written into it."""
