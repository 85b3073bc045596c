"""The step that judges all shards of a dataset as a whole."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from expectations.shards import gating
from tasks.policy import PATIENT, step
from tasks.shard_work import ShardOrder, notes_of
from wearable_coach.dataset.making import Receipt
from wearable_coach.dataset.shard_files import RECORDS
from wearable_coach.dataset.shards import Again
from wearable_coach.records import GateReport

_SHARDS_HELD = 2


class Judged(NamedTuple):
    """What the gate says, and what it asks for."""

    report: GateReport
    again: dict[str, Again]
    """Rows that are not taken."""


@step("gate-shards", PATIENT)
def gate_shards(orders: Sequence[ShardOrder], looked: Sequence[Receipt]) -> Judged:
    """Run the Great Expectations suites on what was seen of all shards."""
    with TemporaryDirectory(prefix="wearable-coach-gate-") as folder:
        report = gating.gate_shards(
            [
                _fetched(order, receipt, Path(folder))
                for order, receipt in zip(orders, looked, strict=True)
            ],
            orders[0].gate,
            told=[receipt.told for receipt in looked],
            texts=_Answers(orders).at,
        )
    return Judged(report, _again(orders, report.quarantined()))


def _fetched(order: ShardOrder, receipt: Receipt, folder: Path) -> dict[str, Path]:
    """Bring the files of a look to this machine."""
    found = {}
    for name in receipt.files:
        found[name] = folder / f"{order.shard.number:05d}-{name}"
        found[name].write_bytes(order.making.read(order.stages[-1], name, order.shard.number))
    return found


def _again(
    orders: Sequence[ShardOrder], quarantined: dict[str, tuple[str, ...]]
) -> dict[str, Again]:
    """Return the rows that are not taken, with the attempt that each is of."""
    plan, by_shard = orders[0].plan.rows, dict[int, list[str]]()
    for row_id in quarantined:
        number = orders[0].shard.holding(plan, row_id).number
        by_shard.setdefault(number, []).append(row_id)
    found = {}
    for number, row_ids in sorted(by_shard.items()):
        attempts = notes_of(orders[number])["attempt"]
        for row_id in row_ids:
            index = orders[number].shard.index_of(plan, row_id)
            found[row_id] = Again(int(attempts[index]), quarantined[row_id])
    return found


class _Answers:
    """The answers of rows by their places; those of the shards asked for last are held."""

    def __init__(self, orders: Sequence[ShardOrder]) -> None:
        """Read nothing yet."""
        self._orders = orders
        self._held: OrderedDict[int, list[str]] = OrderedDict()

    def at(self, number: int, places: Sequence[int]) -> list[str]:
        """Return the answers of some rows of a shard."""
        if number not in self._held:
            self._held[number] = _answers(self._orders[number])
        self._held.move_to_end(number)
        if len(self._held) > _SHARDS_HELD:
            self._held.popitem(last=False)
        held = self._held[number]
        return [held[place] for place in places]


def _answers(order: ShardOrder) -> list[str]:
    """Return the answers of each row of a shard as one text, those of later rounds in their places."""
    first, *later = map(_answers_of, order.files(RECORDS))
    for of in later:
        first |= of
    return list(first.values())


def _answers_of(records: bytes) -> dict[str, str]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import, of the workflow

    table = pq.read_table(io.BytesIO(records), columns=["row_id", "messages"])
    return {
        row_id: "\n".join(m["content"] for m in messages if m["role"] == "assistant")
        for row_id, messages in zip(*table.to_pydict().values(), strict=True)
    }
