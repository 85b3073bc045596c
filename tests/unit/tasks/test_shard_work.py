"""Work on a shard: done once, and after a later round looked at as if it had been so from the first."""

import io

import pyarrow.parquet as pq
import pytest

from expectations.shards.looking import COLUMNS, SENTENCES
from tasks.shard_work import LOOKED, ShardOrder, composed, finished, looked, notes_of
from tests.support.cases import some
from wearable_coach.dataset.batches import make_plan
from wearable_coach.dataset.making import Making
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.dataset.shard_files import RECORDS
from wearable_coach.dataset.shards import Again, Shard, ShardPlan
from wearable_coach.store import LocalStore

ROWS, SHARD = 60, Shard(1, 3)


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    """A shard's order of the first round, and of a later one that composes two rows anew."""
    plan = make_plan(Recipe().scaled_to(ROWS), 7, ())
    making = Making(LocalStore(tmp_path_factory.mktemp("store")), "0123456789ab")
    first = ShardOrder(making, ShardPlan(plan.rows, plan.settings, SHARD), plan.gate)
    again = {SHARD.row_id(plan.rows, index): Again(0, ("DST-X",)) for index in (3, 11)}
    later = first._replace(rounds=(0, 2), again=again)
    composed(first)
    looked(first)
    composed(later)
    looked(later)
    finished(later)
    return first, later


def table(order, name, stage=None):
    data = order.making.read(stage or order.stages[-1], name, SHARD.number)
    return pq.read_table(io.BytesIO(data)).to_pylist()


def test_what_has_a_receipt_is_not_done_again(orders):
    making = orders[0].making
    before = {one.key: one.modified for one in making.store.objects("making/")}
    for order in orders:
        assert composed(order) == composed(order)
        assert looked(order) == looked(order)
    assert {one.key: one.modified for one in making.store.objects("making/")} == before


def test_a_look_after_a_later_round_is_that_of_all_rows_as_they_stand(orders):
    _, later = orders
    patched = making_look(later)
    later.making.store.remove(later.making.key("r0", f"{LOOKED}.json", SHARD.number))
    later.making.store.remove(later.making.key("r2", f"{LOOKED}.json", SHARD.number))
    assert looked(later).told == patched[0]
    whole = making_look(later)
    assert patched[1] == whole[1]
    assert sorted(map(str, patched[2])) == sorted(map(str, whole[2]))


def making_look(order):
    told = order.making.receipt(LOOKED, order.stages[-1], SHARD.number).told
    return told, table(order, COLUMNS), table(order, SENTENCES)


def test_rows_composed_anew_stand_in_the_finished_records_and_notes(orders):
    first, later = orders
    records = later.making.read("finished", RECORDS, SHARD.number)
    anew = [row for row in read_rows(records) if row.row_id in later.again]
    for row in some(anew):
        assert row.attempt > 0
    assert notes_of(later)["attempt"].tolist().count(0) == notes_of(first)[
        "attempt"
    ].tolist().count(0) - len(anew)
