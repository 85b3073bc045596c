"""Refreshing a dataset of many shards: each composed and looked at wherever the engine does it, judged as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.compositions.refreshed import Refreshed
from tasks.dataset import RealDays, RefreshRequest
from tasks.engines.choice import open_engine
from tasks.engines.contract import Engine
from tasks.made_shards import MadeShards
from tasks.policy import Step
from tasks.running.contract import Steps
from tasks.shard_gate import gate_shards
from tasks.shard_versions import publish_shards, refuse_shards
from tasks.shard_work import ShardOrder
from tasks.shards import (
    TWICE,
    begin_making,
    begin_round,
    compose_shard,
    find_repeats,
    finish_shard,
    look_at_shard,
    rows_of_round,
)
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.dataset.making import Receipt
from wearable_coach.dataset.row_notes import used_up
from wearable_coach.dataset.shards import Again
from wearable_coach.errors import RecipeUnmet
from wearable_coach.records import GateReport

_GATE_ROUNDS = 6
"""How often the gate may ask for rows anew."""
_REPEAT_ROUNDS = 30
"""How often in a row repeated questions are composed anew before a stratum has no more of them."""
_Work = Step[[Engine, ShardOrder], Receipt]


class _Run:
    """One dataset on its way: its shards as they are ordered, and what came back of each."""

    def __init__(self, steps: Steps, engine: Engine, orders: Sequence[ShardOrder]) -> None:
        """Begin with the orders of the first round."""
        self.steps, self.engine, self.orders = steps, engine, list(orders)
        self.composed: dict[int, list[Receipt]] = {o.shard.number: [] for o in orders}
        self.looked: dict[int, tuple[tuple[int, ...], Receipt]] = {}
        self.finished: dict[int, Receipt] = {}

    def pass_gate(self) -> GateReport:
        """Compose, look, judge, and compose anew what is not taken, until nothing is asked for any more."""
        gated = repeats = number = 0
        while True:
            self._compose(number)
            again = self.steps.call(rows_of_round, self.orders, number + 1)
            if again is None:
                again = self.steps.call(find_repeats, self.orders)
                if repeats >= _REPEAT_ROUNDS and again:
                    raise RecipeUnmet(used_up(self.orders[0].plan.rows, again))
            if not again:
                self._look()
                self.steps.tell("checking with Great Expectations")
                looked = [self.looked[o.shard.number][1] for o in self.orders]
                report, again = self.steps.call(gate_shards, self.orders, looked)
                if not again or gated == _GATE_ROUNDS:
                    return report
            if _of_repeats(again):
                repeats += 1
            else:
                gated, repeats = gated + 1, 0
            number += 1
            self.steps.tell(f"composing {len(again):,} rows anew")
            self.orders = self.steps.call(begin_round, self.orders, number, again)

    def finish(self) -> MadeShards:
        """Put rows of later rounds into their shards, and return what there is of each."""
        later = [order for order in self.orders if len(order.rounds) > 1]
        done = self._each(finish_shard, later, lambda _receipt: None)
        self.finished = {o.shard.number: r for o, r in zip(later, done, strict=True)}
        return MadeShards(
            self.orders,
            [self.composed[o.shard.number] for o in self.orders],
            [self.looked[o.shard.number][1] for o in self.orders],
            [self.finished.get(o.shard.number) for o in self.orders],
        )

    def _compose(self, number: int) -> None:
        named = [order for order in self.orders if order.rounds[-1] == number]
        total, done = len(self.orders[0].plan.rows), 0

        def ended(receipt: Receipt) -> None:
            nonlocal done
            done += sum(receipt.told["rows"].values())
            if number == 0:
                self.steps.tell(f"composed and verified {done:,} of {total:,}")

        for order, receipt in zip(named, self._each(compose_shard, named, ended), strict=True):
            self.composed[order.shard.number].append(receipt)

    def _look(self) -> None:
        """Look at the shards that hold rows nobody looked at."""
        named = [o for o in self.orders if self._looked_at(o) != o.rounds]
        total, done = len(named), 0

        def ended(_receipt: Receipt) -> None:
            nonlocal done
            done += 1
            self.steps.tell(f"judged anew {done:,} of {total:,} shards")

        for order, receipt in zip(named, self._each(look_at_shard, named, ended), strict=True):
            self.looked[order.shard.number] = order.rounds, receipt

    def _looked_at(self, order: ShardOrder) -> tuple[int, ...]:
        return self.looked[order.shard.number][0] if order.shard.number in self.looked else ()

    def _each(
        self, work: _Work, orders: Sequence[ShardOrder], ended: Callable[[Receipt], None]
    ) -> list[Receipt]:
        calls = [(self.engine, order) for order in orders]
        return self.steps.side_by_side(work, calls, at_once=self.engine.at_once, ended=ended)


def refresh_in_shards(
    steps: Steps, request: RefreshRequest, real: RealDays, plan: DatasetPlan
) -> Refreshed:
    """Make a dataset version in shards, or go on where a killed run was.

    Raises:
        RecipeUnmet: a stratum has fewer questions than rows; the message says how many rows can be had.
        GateRejected: the dataset did not pass; its report lies under ``refused/``.
    """
    orders = steps.call(begin_making, request, plan)
    steps.tell(f"composing {len(plan.rows):,} conversations in {len(orders)} shards")
    with open_engine(
        request.engine,
        workers=request.workers,
        dask_address=request.dask_address,
        store=request.store,
        tell=steps.tell,
    ) as engine:
        run = _Run(steps, engine, orders)
        report = run.pass_gate()
        made = run.finish()
    if not report.passed:
        steps.call(refuse_shards, request, made, report)
    steps.tell("publishing")
    published = steps.call(publish_shards, request, made, report, real)
    return Refreshed(
        published=published,
        report=report,
        rows=len(plan.rows),
        counts=made.counts(),
        refused=made.attempts_refused(),
        rejected_days=len(real.rejects),
        real_rows=made.real_rows(),
    )


def _of_repeats(again: dict[str, Again]) -> bool:
    return all(one.reasons == (TWICE,) for one in again.values())
