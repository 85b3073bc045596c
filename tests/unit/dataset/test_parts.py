from hashlib import sha256
from itertools import product

import pytest

from tests.support.cases import some
from tests.support.generated import SEED, generated_rows
from wearable_coach.dataset.assembly import shard_hash, shard_members, training_file
from wearable_coach.dataset.parts import (
    WHOLE,
    by_split,
    lacking_parts,
    name_of_all,
    part_name,
    part_of,
    parts_of,
    shards_of,
)
from wearable_coach.dataset.rows import Composed
from wearable_coach.dataset.shard_files import DIGESTS, Gathered
from wearable_coach.dataset.shards import Shard

SMALL = [
    "README.md",
    "train_20261129.jsonl",
    "valid_20261129.jsonl",
    *WHOLE.values(),
    "gate.json",
]
KINDS = ("train", "valid", "test", "records", "columns", "rejects")


def of_shards(of):
    return [part_name(kind, number, of) for kind, number in product(KINDS, range(of))]


@pytest.mark.parametrize("of", [1, 3, 150])
def test_the_parts_of_a_kind_come_in_the_order_of_the_shards(of):
    names = sorted(of_shards(of), key=lambda name: name[::-1])
    for kind in some(KINDS):
        found = parts_of(names, kind)
        assert [part_of(name) for name in found] == [(kind, n, of) for n in range(of)]
    assert shards_of(names) == of
    assert by_split(names)["valid"] == parts_of(names, "valid")


def test_a_version_of_one_part_has_one_file_of_a_kind():
    assert parts_of(SMALL, "train") == ("train_20261129.jsonl",)
    assert parts_of(SMALL, "test") == ()
    assert [parts_of(SMALL, kind) for kind in WHOLE] == [(name,) for name in WHOLE.values()]
    assert list(by_split(SMALL)) == ["train", "valid"]
    assert (shards_of(SMALL), lacking_parts(SMALL)) == (0, [])


def test_days_that_no_shard_took_stand_in_a_file_beside_the_parts():
    names = [*of_shards(2), "rejects.jsonl"]
    assert parts_of(names, "rejects") == tuple(part_name("rejects", k, 2) for k in range(2))


def test_all_parts_have_one_name_together():
    assert name_of_all(["train_20261129.jsonl"]) == "train_20261129.jsonl"
    assert name_of_all(parts_of(of_shards(3), "train")) == "train-*-of-00003.jsonl"


def test_records_that_a_version_should_name_and_does_not_are_told():
    names = of_shards(3)
    names.remove("records-00001-of-00003.parquet")
    assert lacking_parts(names) == ["records-00001-of-00003.parquet"]


@pytest.mark.parametrize(
    "name",
    [
        "train-1-of-2.jsonl", "train-00001-of-00002.parquet", "records-00001.parquet", "answers.jsonl",
        "train_2026.jsonl", "records_20261129.parquet", "train-00001-of-00002.jsonl.bak", "sentences-00000-of-00001.parquet",
    ],
)  # fmt: skip
def test_other_names_are_no_parts(name):
    assert part_of(name) is None


def test_a_shard_is_read_by_the_order_and_the_hash_that_it_is_written_by():
    rows = generated_rows()[:40]
    shard = Shard(3, 5)
    gathered = Gathered(lambda _row: 0)
    assert len(list(gathered.passing(Composed(row, ()) for row in rows))) == len(rows)
    files = dict(gathered.files(seed=SEED, shard=shard))
    members = shard_members(rows, seed=SEED, shard=shard.number)
    for split, own in some(members.items()):
        assert files[f"{split}.jsonl"] == training_file(own)
    assert shard_hash(rows) == sha256(files[DIGESTS]).hexdigest()
