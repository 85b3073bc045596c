"""What is done on one shard, wherever an engine does it.

Each function takes an order that is small, reads and writes the store by itself, and returns a receipt, never rows.
Where the receipt is there already, nothing is done.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from expectations.keys import key_of
from expectations.shards.looking import Look, look
from expectations.shards.pieces import put_together, replaced
from expectations.texts.found import compact
from wearable_coach.dataset.batches import collector_at_rest
from wearable_coach.dataset.making import FINISHED, Making, Receipt, stage_of
from wearable_coach.dataset.read_ahead import have_sentences
from wearable_coach.dataset.records_file import read_rows, records_parquet
from wearable_coach.dataset.row_notes import NOTES, newest_notes
from wearable_coach.dataset.rows import generate_row
from wearable_coach.dataset.shard_files import (
    RECORDS,
    Gathered,
    finished_files,
    newest_rows,
)
from wearable_coach.dataset.shards import (
    Again,
    Shard,
    ShardPlan,
    compose_again,
    compose_shard,
    in_order,
    specs_of,
)
from wearable_coach.memory import give_back
from wearable_coach.records import GatePlan, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.row_notes import Notes

_ROWS_A_LOOK = 500
"""Rows that are held at once [count]."""
COMPOSED, LOOKED, DONE = "composed", "looked", "finished"


class ShardOrder(NamedTuple):
    """What is to be done on one shard."""

    making: Making
    plan: ShardPlan
    gate: GatePlan
    rounds: tuple[int, ...] = (0,)
    """The rounds in which rows of it were composed, the one that this is about last."""
    again: Mapping[str, Again] = {}
    """Rows that the last of them composes anew; nothing in round 0, which composes all."""

    @property
    def shard(self) -> Shard:
        """The shard."""
        return self.plan.shard

    @property
    def stages(self) -> list[str]:
        """Where the files of its rounds lie."""
        return [stage_of(number) for number in self.rounds]

    def files(self, name: str) -> Iterator[bytes]:
        """Yield a file of each round."""
        return (self.making.read(stage, name, self.shard.number) for stage in self.stages)


def composed(order: ShardOrder) -> Receipt:
    """Compose a shard, or some rows of it anew, into the store."""
    making, stage, number = order.making, order.stages[-1], order.shard.number
    if (done := making.receipt(COMPOSED, stage, number)) is not None:
        return done
    with collector_at_rest():
        have_sentences(len(order.again) or order.shard.rows(order.plan.rows))
        receipt = _composed(order)
        gc.collect()  # before what is left is kept for good
    give_back()
    return receipt


def _composed(order: ShardOrder) -> Receipt:
    gathered = Gathered(_question)
    if order.rounds[-1]:
        records = records_parquet(gathered.passing(compose_again(order.plan, order.again)))
        ids = in_order(order.plan, order.again)
        indices = [order.shard.index_of(order.plan.rows, row_id) for row_id in ids]
        files = gathered.round_files(indices)
    else:
        records = records_parquet(gathered.passing(compose_shard(order.plan)))
        files = gathered.files(seed=order.plan.settings.seed, shard=order.shard)
    whole = chain([(RECORDS, records)], files)
    return order.making.write(
        COMPOSED, order.stages[-1], order.shard.number, whole, gathered.told()
    )


def looked(order: ShardOrder) -> Receipt:
    """Judge the rows of a shard anew, as they are read back from the store, and keep what the gate needs of them."""
    making, stage, number = order.making, order.stages[-1], order.shard.number
    if (done := making.receipt(LOOKED, stage, number)) is not None:
        return done
    known = [
        n for n, at in enumerate(order.stages) if making.receipt(LOOKED, at, number) is not None
    ]
    found = _look_again(order, known[-1]) if known else put_together(list(_looks(order)))
    return making.write(LOOKED, stage, number, found.files.items(), found.told)


def _look_again(order: ShardOrder, known: int) -> Look:
    """Look at the rows alone that were composed since a round that was looked at."""
    making, plan, number = order.making, order.plan, order.shard.number
    then = order._replace(rounds=order.rounds[: known + 1])
    since = order._replace(rounds=order.rounds[known + 1 :])
    indices = sorted(
        {int(i) for notes in since.files(NOTES) for i in newest_notes([notes])["index"]}
    )
    attempts = notes_of(then)["attempt"]
    specs = [plan.rows.by_id(order.shard.row_id(plan.rows, index)) for index in indices]
    newest = {row.row_id: row for data in since.files(RECORDS) for row in read_rows(data)}
    before = [
        generate_row(spec, plan.settings, first_attempt=int(attempts[index])).row
        for spec, index in zip(specs, indices, strict=True)
    ]
    receipt = making.receipt(LOOKED, then.stages[-1], number)
    assert receipt is not None  # noqa: S101 - it was there a moment ago
    files = {name: making.read(then.stages[-1], name, number) for name in receipt.files}
    prompts = plan.settings.system_prompts
    return replaced(
        Look(files, dict(receipt.told)),
        indices,
        look([newest[spec.row_id] for spec in specs], order.gate, prompts, specs),
        look(before, order.gate, prompts, specs),
    )


def _looks(order: ShardOrder) -> Iterator[Look]:
    """Look at a shard some rows at a time."""
    prompts = order.plan.settings.system_prompts
    specs = specs_of(order.plan.rows, order.shard)
    first = order.shard.first(order.plan.rows)
    rows = chain.from_iterable(newest_rows(order.files(RECORDS)))
    while some := list(islice(rows, _ROWS_A_LOOK)):
        yield look(some, order.gate, prompts, list(islice(specs, len(some))), first=first)
        first += len(some)


def finished(order: ShardOrder) -> Receipt:
    """Put the rows of later rounds into the files of a shard, in the store."""
    making, number = order.making, order.shard.number
    if (done := making.receipt(DONE, FINISHED, number)) is not None:
        return done
    first, *later = [_reader(making, stage, number) for stage in order.stages]
    seed = order.plan.settings.seed
    files = finished_files(first, later, seed=seed, shard=order.shard)
    return making.write(DONE, FINISHED, number, files, {})


def notes_of(order: ShardOrder) -> Notes:
    """Return what is noted of all rows of a shard."""
    return newest_notes(order.files(NOTES))


def _reader(making: Making, stage: str, number: int) -> Callable[[str], bytes]:
    return lambda name: making.read(stage, name, number)


def _question(row: Row) -> int:
    """Return the key of a row's first question, as the gate compares them."""
    return key_of(compact(next((m.content for m in row.messages if m.role == "user"), "")))
