"""Shards: composed anywhere, kept with a receipt, and put right row by row."""

import io
import json

import pyarrow.parquet as pq
import pytest

from tests.support.cases import some
from wearable_coach.dataset.batches import make_plan
from wearable_coach.dataset.making import Making, making_id
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import read_rows
from wearable_coach.dataset.repeats import newest_keys, questions_file, repeated, used_up
from wearable_coach.dataset.shard_files import (
    DIGESTS,
    composed_files,
    counts_of,
    finished_files,
    round_files,
    spread_rows,
)
from wearable_coach.dataset.shards import (
    Again,
    Shard,
    ShardPlan,
    compose_again,
    compose_shard,
    shards_of,
    specs_of,
)
from wearable_coach.store import LocalStore

SEED = 7


@pytest.fixture(scope="module")
def plan():
    return make_plan(Recipe().scaled_to(130), SEED, ())


@pytest.fixture(scope="module")
def shard(plan):
    return ShardPlan(plan.rows, plan.settings, shards_of(130, rows_a_shard=45)[1])


@pytest.fixture(scope="module")
def accepted(shard):
    return compose_shard(shard)


@pytest.fixture(scope="module")
def files(accepted):
    return dict(composed_files(accepted, seed=SEED, shard=Shard(1, 3)))


def test_a_shard_holds_the_rows_of_its_places_in_order(shard, accepted):
    assert [r.row_id for r in accepted.rows] == [
        s.row_id for s in specs_of(shard.rows, shard.shard)
    ]
    assert {r.category for r in accepted.rows} == {c.name for c in shard.rows.categories}


def test_its_files_hold_its_rows_and_nothing_else(accepted, files):
    assert [r.row_id for r in read_rows(files["records.parquet"])] == [
        r.row_id for r in accepted.rows
    ]
    lines = [files[f"{split}.jsonl"].splitlines() for split in ("train", "valid")]
    assert list(map(len, lines)) == [
        sum(r.split == split for r in accepted.rows) for split in ("train", "valid")
    ]
    said = {json.loads(line)["messages"][-1]["content"] for part in lines for line in part}
    assert said == {r.messages[-1].content for r in accepted.rows}
    told = counts_of(accepted)
    assert sum(told.rows.values()) == len(accepted.rows)
    assert told.claims == sum(r.claims for r in accepted.rows)


def test_rows_of_a_later_round_stand_in_their_places_as_if_composed_at_first(
    shard, accepted, files
):
    again = {
        accepted.rows[place].row_id: Again(accepted.rows[place].attempt, ("DST-X",))
        for place in (0, 7, 8, 40, len(accepted.rows) - 1)
    }
    fresh, before = compose_again(shard, again)
    assert [r.row_id for r in before] == [r.row_id for r in fresh.rows] == list(again)
    assert [r.messages for r in before] == [r.messages for r in accepted.rows if r.row_id in again]
    newest = {row.row_id: row for row in fresh.rows}
    rows = [newest.get(row.row_id, row) for row in accepted.rows]
    expected = dict(
        composed_files(
            type(accepted)(rows, (*accepted.refused, *fresh.refused)), seed=SEED, shard=Shard(1, 3)
        )
    )
    later = dict(round_files(fresh))
    found = dict(
        finished_files(files.__getitem__, [later.__getitem__], seed=SEED, shard=Shard(1, 3))
    )
    for name in some(
        n for n in expected if n.endswith((".jsonl", ".bin")) and n != "rejects.jsonl"
    ):
        assert found[name] == expected[name], name
    assert read_rows(found["records.parquet"]) == rows
    tables = [pq.read_table(io.BytesIO(of["records.parquet"])) for of in (found, expected)]
    assert tables[0].equals(tables[1])
    assert found[DIGESTS] != files[DIGESTS]
    assert [json.loads(x)["reasons"] for x in found["rejects.jsonl"].splitlines()] == [
        ["DST-X"]
    ] * len(again)


def test_a_row_read_back_has_the_digest_that_it_was_written_with(accepted, files):
    rows = type(accepted)(read_rows(files["records.parquet"]), accepted.refused)
    again = dict(composed_files(rows, seed=SEED, shard=Shard(1, 3)))
    assert again[DIGESTS] == files[DIGESTS]


def test_work_is_there_once_its_receipt_is(tmp_path):
    making = Making(LocalStore(tmp_path), "0123456789ab")
    assert making.receipt("composed", "r0", 3) is None
    files = [("records.parquet", b"rows"), ("train.jsonl", b"lines")]
    written = making.write("composed", "r0", 3, files, {"claims": 4})
    assert making.receipt("composed", "r0", 3) == written
    assert making.read("r0", "train.jsonl", 3) == b"lines"
    assert making.store.keys("making/") == [
        f"making/0123456789ab/r0/{name}"
        for name in ("composed-00003.json", "records-00003.parquet", "train-00003.jsonl")
    ]
    making.clear()
    assert making.store.keys("") == []


def test_what_a_killed_run_left_without_a_receipt_is_written_over(tmp_path):
    making = Making(LocalStore(tmp_path), "0123456789ab")
    making.store.create(making.key("r0", "records.parquet", 0), b"half")
    making.write("composed", "r0", 0, [("records.parquet", b"whole")], {})
    assert making.read("r0", "records.parquet", 0) == b"whole"


def test_a_receipt_that_cannot_be_read_is_none(tmp_path):
    making = Making(LocalStore(tmp_path), "0123456789ab")
    making.store.create(making.key("r0", "composed.json", 0), b"{")
    assert making.receipt("composed", "r0", 0) is None
    written = making.write("composed", "r0", 0, [], {})
    assert making.receipt("composed", "r0", 0) == written


def test_rows_to_compose_anew_are_written_down_once(tmp_path):
    making = Making(LocalStore(tmp_path), "0123456789ab")
    assert making.again(1) is None
    making.write_again(1, {"a-1": Again(0, ("X",))})
    making.write_again(1, {})
    assert making.again(1) == {"a-1": Again(0, ("X",))}


def test_another_recipe_seed_number_of_shards_or_code_is_made_in_another_place(plan):
    recipe = Recipe().scaled_to(130)
    ids = {
        making_id(of, seed, plan.rows, shards=shards, code=code)
        for of, seed, shards, code in (
            (recipe, 7, 3, "a"), (recipe, 8, 3, "a"), (recipe, 7, 4, "a"), (recipe, 7, 3, "b"),
            (recipe.model_copy(update={"floors": {}}), 7, 3, "a"),
        )
    }  # fmt: skip
    assert len(ids) == 5
    assert making_id(recipe, 7, plan.rows, shards=3, code="a") in ids


def test_a_row_is_found_in_its_shard_and_by_its_index_there(plan):
    shards = shards_of(130, rows_a_shard=45)
    before = 0
    for shard in some(shards):
        ids = [spec.row_id for spec in specs_of(plan.rows, shard)]
        assert shard.first(plan.rows) == before
        assert [shard.row_id(plan.rows, index) for index in range(len(ids))] == ids
        assert [shard.index_of(plan.rows, row_id) for row_id in ids] == list(range(len(ids)))
        assert {shards[0].holding(plan.rows, row_id) for row_id in ids} == {shard}
        before += len(ids)
    with pytest.raises(KeyError):
        shards[0].index_of(plan.rows, shards[1].row_id(plan.rows, 0))
    with pytest.raises(IndexError):
        shards[0].row_id(plan.rows, 45)


def test_rows_for_a_card_are_spread_over_the_shard(files, accepted):
    ids = [row.row_id for row in accepted.rows]
    assert [r.row_id for r in spread_rows(files["records.parquet"], 5)] == ids[:: len(ids) // 5][:5]
    assert len(spread_rows(files["records.parquet"], 500)) == len(ids)


def test_a_repeated_question_is_the_later_one_whatever_shard_it_stands_in():
    first = questions_file([0, 1, 2, 3], [0, 0, 1, 0], [11, 12, 0, 11])
    later = questions_file([3, 0], [2, 1], [13, 12])
    keys = newest_keys([first, later])
    assert keys["question"].tolist() == [12, 12, 0, 13]
    assert keys["attempt"].tolist() == [1, 0, 1, 2]
    assert repeated(keys["question"]).tolist() == [1]
    assert repeated(newest_keys([first])["question"]).tolist() == [3]
    assert repeated(newest_keys([questions_file([0, 1], [0, 0], [0, 0])])["question"]).size == 0


def test_where_questions_are_used_up_the_number_of_rows_that_can_be_had_is_told(plan):
    ids = [s.row_id for s in plan.specs if (s.category, s.stratum) == ("coaching", "no_vitals")]
    assert used_up(plan.rows, ids[1:]) == (
        f"stratum no_vitals of coaching: of {len(ids)} rows some 1 differ in their first question; "
        f"ask for at most {130 // len(ids)} --rows, or lower the stratum's weight in the recipe's strata"
    )
