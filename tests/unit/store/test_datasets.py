from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from wearable_coach.errors import StoreConflict
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import (
    latest_version,
    mark_latest,
    publish,
    version_name,
    versions,
)

HASH = sha256(b"content").hexdigest()
FILES = {"train.jsonl": b"1\n", "valid.jsonl": b"2\n"}


def manifest(content=HASH):
    return {"content_sha256": content}


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def put(store, date="20260101", files=FILES, content=HASH):
    made = {name: (lambda data=data: data) for name, data in files.items()}
    version = version_name(date, content)
    return publish(store, version=version, files=made, manifest=manifest(content))


def test_the_same_content_is_the_same_version_under_any_date(store, tmp_path):
    first = put(store)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    again = put(store, date="20260202")
    assert (again.version, again.created) == (first.version, False)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_version_without_its_manifest_is_not_there_and_is_finished_later(store):
    store.create(f"datasets/{version_name('20260101', HASH)}/train.jsonl", b"left over, half")
    assert versions(store) == []
    assert put(store).created
    assert store.read(f"datasets/{versions(store)[0]}/train.jsonl").data == b"1\n"


@pytest.mark.parametrize("harm", [Path.unlink, lambda p: p.write_bytes(b"other\n")])
def test_a_damaged_file_is_put_right_when_the_same_content_comes_again(store, tmp_path, harm):
    version = put(store).version
    folder = tmp_path / "datasets" / version
    whole = {p: p.stat().st_mtime_ns for p in folder.iterdir() if p.name != "train.jsonl"}
    harm(folder / "train.jsonl")
    again = put(store, date="20260202")
    assert (again.version, again.created, again.repaired) == (version, False, ("train.jsonl",))
    assert (folder / "train.jsonl").read_bytes() == FILES["train.jsonl"]
    assert {p: p.stat().st_mtime_ns for p in whole} == whole
    assert put(store).repaired == ()


def test_a_damaged_file_that_is_made_otherwise_now_is_left_and_the_others_are_put_right(
    store, tmp_path
):
    version = put(store).version
    folder = tmp_path / "datasets" / version
    for name in FILES:
        (folder / name).write_bytes(b"harmed")
    with pytest.raises(StoreConflict, match=r"valid\.jsonl was changed.*backup"):
        put(store, files={**FILES, "valid.jsonl": b"made by other packages\n"})
    assert (folder / "train.jsonl").read_bytes() == FILES["train.jsonl"]
    assert (folder / "valid.jsonl").read_bytes() == b"harmed"


def test_a_version_whose_manifest_says_other_content_is_never_repaired(store, tmp_path):
    version = put(store).version
    folder = tmp_path / "datasets" / version
    (folder / "train.jsonl").unlink()
    (folder / "manifest.json").write_bytes(b"{")
    with pytest.raises(StoreConflict, match="manifest that cannot be read"):
        put(store)
    assert not (folder / "train.jsonl").exists()


def test_the_same_first_twelve_of_another_hash_is_told(store):
    put(store)
    with pytest.raises(StoreConflict, match="holds other content"):
        put(store, content=HASH[:12] + "0" * 52)


def test_a_fault_while_publishing_leaves_nothing(store, tmp_path, monkeypatch):
    create = store.create

    def full(key, data):
        if key.endswith("valid.jsonl"):
            message = "out: no space"
            raise StoreConflict(message)
        return create(key, data)

    monkeypatch.setattr(store, "create", full)
    with pytest.raises(StoreConflict):
        put(store)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def of_day(store, day, content=""):
    """Publish other content a day."""
    return put(store, date=day, content=sha256(f"{day}{content}".encode()).hexdigest()).version


def test_nights_made_late_and_in_any_order_leave_the_newest_as_the_latest(store):
    nights = ["20260104", "20260101", "20260103", "20260102"]
    made = {night: of_day(store, night) for night in nights}
    assert [mark_latest(store, made[night], day=night) for night in nights] == [True, *[False] * 3]
    assert latest_version(store) == made["20260104"]


def test_of_one_day_the_last_is_the_latest(store):
    first, second = of_day(store, "20260101", "a"), of_day(store, "20260101", "b")
    assert mark_latest(store, second, day="20260101")
    assert mark_latest(store, first, day="20260101")
    assert latest_version(store) == first


def test_a_day_that_comes_to_the_content_of_an_old_version_makes_that_the_latest(store):
    old, newer = of_day(store, "20260101"), of_day(store, "20260105")
    assert mark_latest(store, newer, day="20260105")
    assert mark_latest(store, old, day="20260106")
    assert latest_version(store) == old
    assert not mark_latest(store, newer, day="20260105")
    assert latest_version(store) == old


def test_a_pointer_of_a_version_before_is_of_the_day_in_its_name(store):
    old, newer = of_day(store, "20260101"), of_day(store, "20260105")
    store.create("datasets/latest.json", b'{"version": "%s"}' % newer.encode())
    assert not mark_latest(store, old, day="20260104")
    assert mark_latest(store, old, day="20260105")


def test_what_points_to_a_version_that_is_gone_holds_nothing_back(store, tmp_path):
    old, newer = of_day(store, "20260101"), of_day(store, "20260105")
    mark_latest(store, newer, day="20260105")
    (tmp_path / "datasets" / newer / "manifest.json").unlink()
    assert mark_latest(store, old, day="20260101")
    assert latest_version(store) == old


def test_of_many_nights_marked_at_once_the_newest_is_the_latest(store):
    made = {f"202601{n:02}": of_day(store, f"202601{n:02}") for n in range(1, 17)}
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda night: mark_latest(store, made[night], day=night), made))
    assert latest_version(store) == made["20260116"]


def test_a_trial_is_the_latest_only_where_there_is_none_and_gives_way_to_an_older_whole(store):
    trial, other = of_day(store, "20260109", "trial"), of_day(store, "20260109", "other")
    (store.folder / "datasets" / other / "manifest.json").unlink()
    assert mark_latest(store, trial, day="20260109", trial=True)
    assert latest_version(store) == trial
    another = of_day(store, "20260110", "trial")
    assert not mark_latest(store, another, day="20260110", trial=True)
    assert latest_version(store) == trial
    whole = of_day(store, "20260105")
    assert mark_latest(store, whole, day="20260105")
    assert not mark_latest(store, trial, day="20260111", trial=True)
    assert latest_version(store) == whole
    assert mark_latest(store, trial, day="20260111"), "it is asked for"
    assert latest_version(store) == trial


def test_a_trial_beside_versions_that_nothing_points_to_leaves_the_newest_of_them(store):
    old, newer = of_day(store, "20260101"), of_day(store, "20260105")
    trial = of_day(store, "20260109")
    assert not mark_latest(store, trial, trial=True)
    assert latest_version(store) == newer
    mark_latest(store, of_day(store, "20260106"))
    (store.folder / "datasets" / latest_version(store) / "manifest.json").unlink()
    assert not mark_latest(store, trial, trial=True)
    assert latest_version(store) == newer != old


def test_what_was_a_trial_is_whole_once_a_whole_recipe_comes_to_it(store):
    made = of_day(store, "20260101")
    assert mark_latest(store, made, trial=True)
    assert mark_latest(store, made)
    assert not mark_latest(store, of_day(store, "20251231"))
    assert latest_version(store) == made
