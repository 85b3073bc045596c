from hashlib import sha256

import pytest

from wearable_coach.errors import StoreConflict
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import publish, version_name, versions

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


def test_a_changed_file_in_an_existing_version_is_told(store, tmp_path):
    version = put(store).version
    (tmp_path / "datasets" / version / "train.jsonl").write_bytes(b"other\n")
    with pytest.raises(StoreConflict, match=r"holds other content in train\.jsonl"):
        put(store)


def test_a_lost_file_in_an_existing_version_is_told(store, tmp_path):
    version = put(store).version
    (tmp_path / "datasets" / version / "valid.jsonl").unlink()
    with pytest.raises(StoreConflict, match="has lost its file"):
        put(store)


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
