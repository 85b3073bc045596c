"""The files of one shard: as it was composed, and with rows of later rounds put in the place of those before."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from wearable_coach.dataset import assembly
from wearable_coach.dataset.records_file import read_rows, rows_by_group, tables_by_group
from wearable_coach.dataset.refusals import RefusedRow
from wearable_coach.dataset.row_notes import NOTES, RowNote, notes_file
from wearable_coach.dataset.rows import Composed
from wearable_coach.dataset.seeds import seed_of
from wearable_coach.dataset.shards import Shard
from wearable_coach.records import Row

RECORDS, REJECTS, DIGESTS = "records.parquet", "rejects.jsonl", "digests.bin"
"""Of these the last holds each row's own hash in the order of the plan: its hash tells what the shard holds."""
_DIGEST_BYTES = sha256().digest_size


class Gathered:
    """What is kept of each row of a shard as it goes by, so that no row need be held."""

    def __init__(self, question_key: Callable[[Row], int]) -> None:
        """Keep nothing yet.

        Args:
            question_key: Gives the key of a row's first question, 0 where it has none.
        """
        self._key = question_key
        self._lines: list[bytes] = []
        self._splits: list[str] = []
        self._digests: list[bytes] = []
        self._notes: list[RowNote] = []
        self._refused: list[RefusedRow] = []
        self._rows: Counter[str] = Counter()

    def passing(self, composed: Iterable[Composed]) -> Iterator[Row]:
        """Give rows on, and keep what is wanted of each."""
        for row, refused in composed:
            line = assembly.training_line(row)
            self._lines.append(line)
            self._splits.append(row.split)
            self._digests.append(_digest(line, row))
            self._notes.append(RowNote(row.attempt, row.claims, self._key(row)))
            self._refused.extend(refused)
            self._rows[f"{row.category}/{row.split}/{row.source}"] += 1
            yield row

    def told(self) -> dict[str, Any]:
        """Return the counts that a receipt tells: rows, and attempts by the code of each of their reasons."""
        reasons = Counter(why.code for one in self._refused for why in one.reasons)
        return {
            "rows": dict(self._rows),
            "refused": dict(reasons),
            "attempts_refused": len(self._refused),
        }

    def files(self, *, seed: int, shard: Shard) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a whole shard but its records, one after another."""
        yield from self.round_files(range(len(self._notes)))
        yield DIGESTS, b"".join(self._digests)
        for split, places in _line_order(self._splits, seed=seed, shard=shard).items():
            yield f"{split}.jsonl", b"".join(self._lines[place] for place in places)

    def round_files(self, indices: Iterable[int]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a later round but its records; training lines follow from these.

        Args:
            indices: Which of the shard's rows they are.
        """
        yield NOTES, notes_file(indices, self._notes)
        yield REJECTS, assembly.rejects_jsonl(self._refused, ())


def finished_files(
    first: Callable[[str], bytes],
    later: Sequence[Callable[[str], bytes]],
    *,
    seed: int,
    shard: Shard,
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a shard with the rows of later rounds in their places, one after another.

    Args:
        first: Reads a file of the first round by name.
        later: The same of each later round that has one, in order.
        seed: Of the run.
        shard: Whose they are.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import, of the workflow

    records = [read(RECORDS) for read in later]
    newest = {row.row_id: row for data in records for row in read_rows(data)}
    base = first(RECORDS)
    told = pq.read_table(io.BytesIO(base), columns=["row_id", "split"]).to_pydict()
    ids, splits = told["row_id"], told["split"]
    yield DIGESTS, _patched_digests(first(DIGESTS), ids, newest)
    for split, places in _line_order(splits, seed=seed, shard=shard).items():
        lines = first(f"{split}.jsonl").splitlines(keepends=True)
        yield f"{split}.jsonl", b"".join(_patched_lines(lines, [ids[p] for p in places], newest))
    yield REJECTS, b"".join([first(REJECTS), *(read(REJECTS) for read in later)])
    yield RECORDS, patched_parquet(base, records)


def newest_rows(files: Iterable[bytes]) -> Iterator[list[Row]]:
    """Yield the rows of a shard a group at a time, those of later rounds in their places.

    Args:
        files: Its records of the first round, then of each later one.
    """
    first, *later = files
    newest = {row.row_id: row for data in later for row in read_rows(data)}
    for group in rows_by_group(first):
        yield [newest.get(row.row_id, row) for row in group]


def spread_rows(records: bytes, count: int) -> list[Row]:
    """Return so many rows of a records file, evenly spread; all where it has no more."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import, of the workflow

    rows = pq.read_metadata(io.BytesIO(records)).num_rows
    places = range(0, rows, max(1, rows // max(count, 1)))[:count]
    return [row for group in rows_by_group(records, places) for row in group]


def answers_at(files: Iterable[bytes], places: Sequence[int]) -> list[str]:
    """Return all answers of some rows of a shard, each row's as one text; those of later rounds in their places.

    Args:
        files: Its records of the first round, then of each later one.
        places: Which of its rows, ascending.
    """
    first, *later = files
    newest = {row_id: text for data in later for row_id, text in _answers(data, None)}
    return [newest.get(row_id, text) for row_id, text in _answers(first, places)]


def _answers(records: bytes, places: Sequence[int] | None) -> Iterator[tuple[str, str]]:
    for table in tables_by_group(records, places, ("row_id", "messages")):
        for row in table.to_pylist():
            said = (m["content"] for m in row["messages"] if m["role"] == "assistant")
            yield row["row_id"], "\n".join(said)


def patched_parquet(base: bytes, later: Sequence[bytes]) -> bytes:
    """Return a parquet file with rows of later ones in the place of those that have the same ``row_id``."""
    import pyarrow as pa  # noqa: PLC0415 - slow to import, of the workflow
    import pyarrow.parquet as pq  # noqa: PLC0415

    newest: dict[str, Any] = {}
    for data in later:
        table = pq.read_table(io.BytesIO(data))
        newest |= {str(x): table.slice(i, 1) for i, x in enumerate(table["row_id"].to_pylist())}
    sink, file = io.BytesIO(), pq.ParquetFile(io.BytesIO(base))
    with pq.ParquetWriter(sink, file.schema_arrow, compression="zstd") as writer:
        for number in range(file.num_row_groups):
            group = file.read_row_group(number)
            parts, start = [], 0
            for place, row_id in enumerate(group["row_id"].to_pylist()):
                if row_id in newest:
                    parts += [group.slice(start, place - start), newest[row_id]]
                    start = place + 1
            whole = pa.concat_tables([*parts, group.slice(start)])
            writer.write_table(whole.cast(file.schema_arrow), row_group_size=len(group))
    return sink.getvalue()


def _digest(line: bytes, row: Row) -> bytes:
    return sha256(line + assembly.record_line(row)).digest()


def _patched_digests(digests: bytes, ids: Sequence[str], newest: Mapping[str, Row]) -> bytes:
    found = bytearray(digests)
    for place, row_id in enumerate(ids):
        if row_id in newest:
            row = newest[row_id]
            start = place * _DIGEST_BYTES
            found[start : start + _DIGEST_BYTES] = _digest(assembly.training_line(row), row)
    return bytes(found)


def _patched_lines(
    lines: Sequence[bytes], ids: Sequence[str], newest: Mapping[str, Row]
) -> Iterator[bytes]:
    for line, row_id in zip(lines, ids, strict=True):
        yield assembly.training_line(newest[row_id]) if row_id in newest else line


def _line_order(splits: Sequence[str], *, seed: int, shard: Shard) -> dict[str, list[int]]:
    return assembly.line_order(splits, seed=seed_of(seed, "shard", shard.number))
