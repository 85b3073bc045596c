"""Gating the rows of a published version of many parts: each part is looked at by itself, then all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.shards.gating import gate_shards
from expectations.shards.looking import look
from expectations.shards.pieces import put_together
from wearable_coach.dataset.parts import shards_of
from wearable_coach.dataset.plan import RowPlan, RowSpec
from wearable_coach.dataset.published import Made, ShardFiles, VersionFiles
from wearable_coach.dataset.records_file import rows_by_group
from wearable_coach.dataset.shard_files import answers_at
from wearable_coach.dataset.shards import Shard, specs_of
from wearable_coach.errors import BadInput
from wearable_coach.process_pool import ProcessPool
from wearable_coach.records import GateReport, Row
from wearable_coach.store.wholeness import repair_command

_ROWS_A_LOOK = 500
"""Rows whose columns are held at once [count]."""


def gate_parts(files: VersionFiles, made: Made) -> GateReport:
    """Run all suites on the rows of a version of many parts, a look's rows in memory at a time.

    Args:
        files: The version; its records can be read.
        made: How it was made.

    Raises:
        BadInput: a part went away meanwhile.
    """
    shards, of, first = list(files.shards()), shards_of(files.hashes), 0
    looks: list[Mapping[str, Path]] = []
    told = []
    with (
        TemporaryDirectory(prefix="wearable-coach-gate-") as folder,
        ProcessPool(1) as apart,
    ):
        for shard in shards:
            ordered = _ordered(made, shard, of)
            seen = []
            for some in _pieces(files, shard):
                seen.append(look(some, made.plan, made.prompts, ordered, first=first))
                first += len(some)
            found = put_together(seen)
            looks.append(_written(found.files, Path(folder), shard.number))
            told.append(found.told)
        report = gate_shards(
            looks,
            made.plan,
            told=told,
            texts=lambda number, places: answers_at([_records(files, shards[number])], places),
            run=apart.run,
        )
        apart.finish()
    return report


def _pieces(files: VersionFiles, shard: ShardFiles) -> Iterator[list[Row]]:
    """Yield the rows of a part some at a time; of no rows none once."""
    rows = chain.from_iterable(rows_by_group(_records(files, shard), name=shard.records))
    yield list(islice(rows, _ROWS_A_LOOK))
    while some := list(islice(rows, _ROWS_A_LOOK)):
        yield some


def _records(files: VersionFiles, shard: ShardFiles) -> bytes:
    data = files.read(shard.records)
    if data is None:
        message = f"dataset: {shard.records} of {files.version} went away meanwhile; run `{repair_command(files.version)}`"
        raise BadInput(message)
    return data


def _ordered(made: Made, shard: ShardFiles, of: int) -> list[RowSpec] | None:
    """Return what each row of a part was to be, where that is known."""
    if not isinstance(made.ordered, RowPlan):
        return None
    return list(specs_of(made.ordered, Shard(shard.number, of)))


def _written(files: Mapping[str, bytes], folder: Path, number: int) -> dict[str, Path]:
    found = {}
    for name, data in files.items():
        found[name] = folder / f"{number:05d}-{name}"
        found[name].write_bytes(data)
    return found
