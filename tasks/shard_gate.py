"""The step that judges all shards of a dataset as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from expectations.shards import gating
from tasks.policy import PATIENT, step
from tasks.shard_work import ShardOrder, notes_of
from wearable_coach.dataset.making import Receipt
from wearable_coach.dataset.shard_files import RECORDS, answers_at
from wearable_coach.dataset.shards import Again
from wearable_coach.process_pool import ProcessPool
from wearable_coach.records import GateReport


class Judged(NamedTuple):
    """What the gate says, and what it asks for."""

    report: GateReport
    again: dict[str, Again]
    """Rows that are not taken."""


@step("gate-shards", PATIENT)
def gate_shards(orders: Sequence[ShardOrder], looked: Sequence[Receipt]) -> Judged:
    """Run the Great Expectations suites on what was seen of all shards."""
    with (
        TemporaryDirectory(prefix="wearable-coach-gate-") as folder,
        ProcessPool(1) as apart,
    ):
        report = gating.gate_shards(
            [
                _fetched(order, receipt, Path(folder))
                for order, receipt in zip(orders, looked, strict=True)
            ],
            orders[0].gate,
            told=[receipt.told for receipt in looked],
            texts=lambda number, places: answers_at(orders[number].files(RECORDS), places),
            run=apart.run,
        )
        apart.finish()
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
