"""A dataset of many parts is ordered, read and trained on as one of one part is."""

from hashlib import sha256

import pytest

from tests.support.generated import generated_dataset
from tests.support.sharded import sharded
from wearable_coach.dataset.parts import parts_of
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.datasets import (
    find_dataset,
    manifest_of,
    read_training_data,
    read_training_file,
)
from wearable_coach.finetuning.order import TrainingData
from wearable_coach.finetuning.training_rows import count_rows, each_row, read_rows
from wearable_coach.store import LocalStore


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A store, and the same rows in it as a version of one part and as one of three."""
    store = LocalStore(tmp_path_factory.mktemp("parts"))
    whole = generated_dataset(store, 60)
    return store, whole, sharded(store, whole)


def lines(data):
    return b"".join(data).splitlines(keepends=True)


def test_both_layouts_give_the_same_rows_and_the_same_counts(both):
    store, whole, parted = both
    datas = [read_training_data(store, *find_dataset(store, v)[1:]) for v in (whole, parted)]
    for one, other in zip(*datas, strict=True):
        assert sorted(lines(one)) == sorted(lines(other))
        assert lines(other) == lines(other), "it may be gone through again"
    first, second = (count_rows(data, max_tokens=10_000) for data in datas)
    assert first == second


def test_the_parts_of_a_split_come_in_the_order_of_the_shards(both):
    store, _, parted = both
    order = find_dataset(store, parted)
    names = parts_of(manifest_of(store, parted)["files"], "train")
    kept = [store.read(f"datasets/{parted}/{name}").data for name in names]
    assert list(read_training_file(store, order.train)) == kept
    assert order.train.key == f"datasets/{parted}/train-*-of-00003.jsonl"


def test_a_part_is_read_when_its_turn_comes_and_no_sooner(both, monkeypatch):
    store, _, parted = both
    read = []
    monkeypatch.setattr(
        "wearable_coach.finetuning.datasets.read_whole",
        lambda _store, _version, name, _digest: read.append(name) or b"{}\n",
    )
    parts = iter(read_training_file(store, find_dataset(store, parted).train))
    assert read == []
    next(parts)
    assert read == ["train-00000-of-00003.jsonl"]


def test_other_parts_than_were_ordered_are_refused_and_read_when_ordered_anew(both):
    store, _, parted = both
    ordered = find_dataset(store, parted).train
    file = ordered.model_copy(update={"sha256": "0" * 64})
    with pytest.raises(BadInput, match=r"train-\*-of-00003.jsonl are not the parts that were ord"):
        read_training_file(store, file)
    assert list(read_training_file(store, ordered))


def test_a_damaged_part_is_told_by_name(both):
    store, _, parted = both
    path = store.folder / "datasets" / parted / "train-00001-of-00003.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    try:
        with pytest.raises(BadInput, match=r"train-00001-of-00003.jsonl has checksum"):
            list(read_training_file(store, find_dataset(store, parted).train))
    finally:
        path.write_bytes(whole)


def test_an_order_of_one_part_is_named_as_before(both):
    store, whole, _ = both
    train = find_dataset(store, whole).train
    assert train.key == f"datasets/{whole}/train_20260101.jsonl"
    assert train.sha256 == sha256(store.read(train.key).data).hexdigest()


def test_lines_are_counted_through_all_parts():
    good = (
        b'{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}\n'
    )
    rows = list(each_row((good * 2, b"", good), name="train"))
    assert rows == read_rows(good * 3, name="train")
    with pytest.raises(BadInput, match="train, line 4: not UTF-8"):
        list(each_row((good * 2, b"", good + b"\xff\n"), name="train"))
    with pytest.raises(BadInput, match="train: has no rows"):
        count_rows(TrainingData((b"", b""), (good,)), max_tokens=10)
