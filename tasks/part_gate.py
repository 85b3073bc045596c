"""Gating the rows of a published version of many parts: each part is looked at by itself, then all together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from expectations.keys import answer_text
from expectations.shards.gating import gate_shards
from expectations.shards.looking import look
from expectations.shards.pieces import put_together
from wearable_coach.dataset.parts import shards_of
from wearable_coach.dataset.plan import RowPlan, RowSpec
from wearable_coach.dataset.published import Made, ShardFiles, VersionFiles
from wearable_coach.dataset.shards import Shard, specs_of
from wearable_coach.errors import BadInput
from wearable_coach.records import GateReport, Row
from wearable_coach.store.wholeness import repair_command

_PARTS_HELD = 2
_ROWS_A_LOOK = 1_000
"""Rows whose columns are held at once [count]."""


def gate_parts(files: VersionFiles, made: Made) -> GateReport:
    """Run all suites on the rows of a version of many parts, as many rows in memory as one part has.

    Args:
        files: The version; its records can be read.
        made: How it was made.

    Raises:
        BadInput: a part went away meanwhile.
    """
    shards, of, first = list(files.shards()), shards_of(files.hashes), 0
    looks: list[Mapping[str, Path]] = []
    told = []
    with TemporaryDirectory(prefix="wearable-coach-gate-") as folder:
        for shard in shards:
            rows = files.rows_of(shard.records)
            if rows is None:
                raise _gone(files, shard)
            ordered = _ordered(made, shard, of)
            found = put_together(
                [
                    look(some, made.plan, made.prompts, ordered, first=first + start)
                    for start, some in _pieces(rows)
                ]
            )
            first += len(rows)
            looks.append(_written(found.files, Path(folder), shard.number))
            told.append(found.told)
        answers = _Answers(files, shards)
        return gate_shards(looks, made.plan, told=told, texts=answers.at)


def _pieces(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row]]]:
    """Yield some rows at a time with the place of the first; of no rows none once."""
    for start in range(0, max(len(rows), 1), _ROWS_A_LOOK):
        yield start, rows[start : start + _ROWS_A_LOOK]


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


class _Answers:
    """The answers of rows by their places; those of the parts asked for last are held."""

    def __init__(self, files: VersionFiles, shards: Sequence[ShardFiles]) -> None:
        """Read nothing yet."""
        self._files, self._shards = files, shards
        self._held: OrderedDict[int, list[str]] = OrderedDict()

    def at(self, number: int, places: Sequence[int]) -> list[str]:
        """Return the answers of some rows of a part."""
        if number not in self._held:
            shard = self._shards[number]
            rows = self._files.rows_of(shard.records)
            if rows is None:
                raise _gone(self._files, shard)
            self._held[number] = [answer_text(row) for row in rows]
        self._held.move_to_end(number)
        if len(self._held) > _PARTS_HELD:
            self._held.popitem(last=False)
        held = self._held[number]
        return [held[place] for place in places]


def _gone(files: VersionFiles, shard: ShardFiles) -> BadInput:
    message = f"dataset: {shard.records} of {files.version} went away meanwhile; run `{repair_command(files.version)}`"
    return BadInput(message)
