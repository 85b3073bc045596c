"""Shards: composed anywhere, kept with a receipt, and put right row by row."""

import io
import json

import pyarrow.parquet as pq
import pytest

from expectations.keys import answer_text
from tests.support.cases import some
from wearable_coach.dataset import records_file
from wearable_coach.dataset.batches import make_plan
from wearable_coach.dataset.making import Making, making_id
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.dataset.records_file import read_rows, records_parquet, rows_by_group
from wearable_coach.dataset.row_notes import (
    NOTES,
    RowNote,
    newest_notes,
    notes_file,
    repeated,
    used_up,
)
from wearable_coach.dataset.shard_files import (
    DIGESTS,
    Gathered,
    answers_at,
    finished_files,
    newest_rows,
    spread_rows,
)
from wearable_coach.dataset.shards import (
    Again,
    Shard,
    ShardPlan,
    compose_again,
    compose_shard,
    in_order,
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


def question(row):
    return len(row.messages[1].content)


def files_of(composed, indices=None):
    """The files of a shard, or of the rows at some indices of it, and what is told of them."""
    gathered = Gathered(question)
    records = records_parquet(gathered.passing(composed))
    if indices is None:
        made = gathered.files(seed=SEED, shard=Shard(1, 3))
    else:
        made = gathered.round_files(indices)
    return {"records.parquet": records} | dict(made), gathered.told()


@pytest.fixture(scope="module")
def composed(shard):
    return list(compose_shard(shard))


@pytest.fixture(scope="module")
def rows(composed):
    return [one.row for one in composed]


@pytest.fixture(scope="module")
def files(composed):
    return files_of(composed)[0]


def test_a_shard_holds_the_rows_of_its_places_in_order(shard, rows):
    assert [r.row_id for r in rows] == [s.row_id for s in specs_of(shard.rows, shard.shard)]
    assert {r.category for r in rows} == {c.name for c in shard.rows.categories}


def test_its_files_hold_its_rows_and_nothing_else(composed, rows):
    files, told = files_of(composed)
    assert read_rows(files["records.parquet"]) == rows
    lines = {split: files[f"{split}.jsonl"].splitlines() for split in ("train", "valid")}
    for split, found in lines.items():
        said = [json.loads(line)["messages"][-1]["content"] for line in found]
        assert sorted(said) == sorted(r.messages[-1].content for r in rows if r.split == split)
    assert sum(told["rows"].values()) == len(rows)
    notes = newest_notes([files[NOTES]])
    assert notes["claims"].tolist() == [r.claims for r in rows]
    assert notes["question"].tolist() == list(map(question, rows))


def test_rows_of_a_later_round_stand_in_their_places_as_if_composed_at_first(
    shard, composed, rows, files
):
    chosen = (40, 0, 8, 7, len(rows) - 1)
    again = {rows[place].row_id: Again(rows[place].attempt, ("DST-X",)) for place in chosen}
    assert in_order(shard, again) == [rows[place].row_id for place in sorted(chosen)]
    fresh = list(compose_again(shard, again))
    assert [one.row.row_id for one in fresh] == in_order(shard, again)
    for one in some(fresh):
        before = next(r for r in rows if r.row_id == one.row.row_id)
        assert (one.refused[0].messages, one.refused[0].attempt) == (before.messages, 0)
        assert one.row.messages != before.messages
    newest = {one.row.row_id: one for one in fresh}
    expected, _ = files_of([newest.get(one.row.row_id, one) for one in composed])
    later, told = files_of(fresh, sorted(chosen))
    assert told["refused"] == {"DST-X": len(chosen)}
    found = dict(
        finished_files(files.__getitem__, [later.__getitem__], seed=SEED, shard=Shard(1, 3))
    )
    assert found.keys() | {NOTES} == expected.keys()
    for name in some(found.keys() - {"records.parquet"}):
        assert found[name] == expected[name], name
    tables = [pq.read_table(io.BytesIO(of["records.parquet"])) for of in (found, expected)]
    assert tables[0].equals(tables[1])
    newest_now = newest_rows([files["records.parquet"], later["records.parquet"]])
    assert [row for group in newest_now for row in group] == read_rows(expected["records.parquet"])
    assert found[DIGESTS] != files[DIGESTS]


def test_a_row_read_back_has_the_digest_that_it_was_written_with(composed, files):
    read = [
        one._replace(row=row)
        for one, row in zip(composed, read_rows(files["records.parquet"]), strict=True)
    ]
    assert files_of(read)[0][DIGESTS] == files[DIGESTS]


def test_work_is_there_once_its_receipt_is(tmp_path):
    making = Making(LocalStore(tmp_path), "0123456789ab")
    assert making.receipt("composed", "r0", 3) is None
    files = [("records.parquet", b"rows"), ("train.jsonl", b"lines")]
    written = making.write("composed", "r0", 3, files, {"rows": {"b": 1, "a": 2}})
    assert making.receipt("composed", "r0", 3) == written
    assert list(written.told["rows"]) == ["a", "b"]
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
    assert sum(shard.rows(plan.rows) for shard in shards) == 130
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


def test_rows_for_a_card_are_spread_over_the_shard(files, rows):
    ids = [row.row_id for row in rows]
    assert [r.row_id for r in spread_rows(files["records.parquet"], 5)] == ids[:: len(ids) // 5][:5]
    assert len(spread_rows(files["records.parquet"], 500)) == len(ids)


def test_rows_are_read_a_group_at_a_time_and_no_other_is_made(rows, monkeypatch):
    data, made = records_parquet(rows * 20), []
    monkeypatch.setattr(records_file, "_row", lambda kept: made.append(kept["row_id"]))
    groups = rows_by_group(data)
    sizes = []
    while group := next(groups, None):
        sizes.append(len(group))
        assert len(made) == sum(sizes)
    assert len(sizes) > 3
    assert max(sizes) < len(rows) * 20 / 3
    made.clear()
    spread_rows(data, 5)
    assert len(made) == 5


def test_answers_are_those_of_the_places_in_the_newest_round(shard, rows, files):
    again = {rows[7].row_id: Again(rows[7].attempt, ("DST-X",))}
    newest = next(iter(compose_again(shard, again))).row
    records = [files["records.parquet"], records_parquet([newest])]
    wanted = [answer_text(row) for row in (rows[0], newest, rows[9], rows[-1])]
    assert answers_at(records, (0, 7, 9, len(rows) - 1)) == wanted
    assert answers_at(records, ()) == []


def test_a_repeated_question_is_the_later_one_whatever_shard_it_stands_in():
    def notes(attempts, questions):
        return [RowNote(a, 5, q) for a, q in zip(attempts, questions, strict=True)]

    first = notes_file([0, 1, 2, 3], notes([0, 0, 1, 0], [11, 12, 0, 11]))
    later = notes_file([3, 0], notes([2, 1], [13, 12]))
    found = newest_notes([first, later])
    assert found["question"].tolist() == [12, 12, 0, 13]
    assert found["attempt"].tolist() == [1, 0, 1, 2]
    assert repeated(found["question"]).tolist() == [1]
    assert repeated(newest_notes([first])["question"]).tolist() == [3]
    no_questions = newest_notes([notes_file([0, 1], notes([0, 0], [0, 0]))])
    assert repeated(no_questions["question"]).size == 0


def test_where_questions_are_used_up_the_number_of_rows_that_can_be_had_is_told(plan):
    ids = [s.row_id for s in plan.specs if (s.category, s.stratum) == ("coaching", "no_vitals")]
    assert used_up(plan.rows, ids[1:]) == (
        f"stratum no_vitals of coaching: of {len(ids)} rows some 1 differ in their first question; "
        f"ask for at most {130 // len(ids)} --rows, or lower the stratum's weight in the recipe's strata"
    )
