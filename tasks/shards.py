"""The steps of a dataset of many shards up to its gate; what is done on one shard stands in `tasks.shard_work`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import expectations
import wearable_coach
from tasks.dataset import RefreshRequest
from tasks.engines.contract import Engine
from tasks.policy import PATIENT, step
from tasks.shard_work import ShardOrder, composed, finished, looked, notes_of
from wearable_coach.dataset.batches import DatasetPlan
from wearable_coach.dataset.making import Making, Receipt, code_sha256, making_id
from wearable_coach.dataset.row_notes import repeated
from wearable_coach.dataset.shards import Again, ShardPlan, only, shards_of

TWICE = "DST-QUESTION-TWICE"


def _shard_run(_engine: Engine, order: ShardOrder) -> str:
    """Name the run of a step for people: ``shard 13 of 150, round 2``."""
    which = f"shard {order.shard.number + 1} of {order.shard.of}"
    return f"{which}, round {order.rounds[-1] + 1}" if order.rounds[-1] else which


@step("begin-making", PATIENT)
def begin_making(request: RefreshRequest, plan: DatasetPlan) -> list[ShardOrder]:
    """Cut a plan into shards, to be made in the place of what they are; a killed run's place is gone on with."""
    shards = shards_of(len(plan.rows), rows_a_shard=request.rows_a_shard)
    made_id = making_id(
        request.recipe, request.seed, plan.rows, shards=len(shards), code=_code_sha256()
    )
    making = Making(request.store, made_id)
    return [
        ShardOrder(making, ShardPlan(only(plan.rows, shard), plan.settings, shard), plan.gate)
        for shard in shards
    ]


def _code_sha256() -> str:
    packages = (wearable_coach, expectations)
    return code_sha256(*(Path(str(package.__file__)).parent for package in packages))


@step("compose-shard", PATIENT, run_name=_shard_run)
def compose_shard(engine: Engine, order: ShardOrder) -> Receipt:
    """Compose and verify a shard, or some rows of it anew, wherever the engine does it."""
    return engine.run(composed, order)


@step("look-at-shard", PATIENT, run_name=_shard_run)
def look_at_shard(engine: Engine, order: ShardOrder) -> Receipt:
    """Judge a shard's rows anew, as read back from the store, wherever the engine does it."""
    return engine.run(looked, order)


@step("finish-shard", PATIENT, run_name=_shard_run)
def finish_shard(engine: Engine, order: ShardOrder) -> Receipt:
    """Put the rows that later rounds composed into the files of their shard, wherever the engine does it."""
    return engine.run(finished, order)


@step("rows-of-round", PATIENT)
def rows_of_round(orders: Sequence[ShardOrder], number: int) -> dict[str, Again] | None:
    """Return the rows that a round composes anew, where a killed run settled that; else None."""
    return orders[0].making.again(number)


@step("find-repeats", PATIENT)
def find_repeats(orders: Sequence[ShardOrder]) -> dict[str, Again]:
    """Return the rows that open with the question of a row before them, in any shard."""
    import numpy as np  # noqa: PLC0415 - slow to import, of the workflow

    notes = [notes_of(order) for order in orders]
    starts = np.cumsum([0, *map(len, notes)])
    found = {}
    for place in repeated(np.concatenate([of["question"] for of in notes])):
        number = int(np.searchsorted(starts, place, side="right")) - 1
        row = notes[number][place - starts[number]]
        order = orders[number]
        row_id = order.shard.row_id(order.plan.rows, int(row["index"]))
        found[row_id] = Again(int(row["attempt"]), (TWICE,))
    return found


@step("begin-round", PATIENT)
def begin_round(
    orders: Sequence[ShardOrder], number: int, again: Mapping[str, Again]
) -> list[ShardOrder]:
    """Settle which rows a round composes anew, and order it of the shards that hold them."""
    first = orders[0]
    first.making.write_again(number, again)
    by_shard: dict[int, dict[str, Again]] = {}
    for row_id, one in again.items():
        holding = first.shard.holding(first.plan.rows, row_id)
        by_shard.setdefault(holding.number, {})[row_id] = one
    return [
        order._replace(rounds=(*order.rounds, number), again=by_shard[order.shard.number])
        if order.shard.number in by_shard
        else order
        for order in orders
    ]
