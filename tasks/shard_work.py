"""What is done on one shard, wherever an engine does it.

Each function takes an order that is small, reads and writes the store by itself, and returns a receipt, never rows.
Where the receipt is there already, nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from expectations.keys import key_of
from expectations.shards.looking import Look, look
from expectations.shards.pieces import put_together
from expectations.texts.found import compact
from wearable_coach.dataset.batches import collector_at_rest
from wearable_coach.dataset.making import FINISHED, Making, Receipt, stage_of
from wearable_coach.dataset.read_ahead import have_sentences
from wearable_coach.dataset.records_file import records_parquet
from wearable_coach.dataset.row_notes import NOTES, newest_notes
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
from wearable_coach.records import GatePlan, Row

if TYPE_CHECKING:
    from wearable_coach.dataset.row_notes import Notes

_ROWS_A_LOOK = 1_000
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
    gathered = Gathered(_question)
    with collector_at_rest():
        have_sentences(len(order.again) or order.shard.rows(order.plan.rows))
        if order.rounds[-1]:
            records = records_parquet(gathered.passing(compose_again(order.plan, order.again)))
            ids = in_order(order.plan, order.again)
            indices = [order.shard.index_of(order.plan.rows, row_id) for row_id in ids]
            files = gathered.round_files(indices)
        else:
            records = records_parquet(gathered.passing(compose_shard(order.plan)))
            files = gathered.files(seed=order.plan.settings.seed, shard=order.shard)
        whole = chain([(RECORDS, records)], files)
        return making.write(COMPOSED, stage, number, whole, gathered.told())


def looked(order: ShardOrder) -> Receipt:
    """Judge the rows of a shard anew, as they are read back from the store, and keep what the gate needs of them."""
    making, stage, number = order.making, order.stages[-1], order.shard.number
    if (done := making.receipt(LOOKED, stage, number)) is not None:
        return done
    found = put_together(list(_looks(order)))
    return making.write(LOOKED, stage, number, found.files.items(), found.told)


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
