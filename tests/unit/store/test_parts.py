"""A version of parts that lie in the store already: adopted, the manifest last, gone on with after a kill."""

import json
from functools import partial
from hashlib import sha256

import pytest

from wearable_coach.errors import StoreConflict
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import versions
from wearable_coach.store.parts import Ready, publish_parts

PARTS = {"train-00000-of-00002.jsonl": b"one\n", "train-00001-of-00002.jsonl": b"two\n"}
VERSION = "20260101-0123456789ab"


@pytest.fixture
def store(tmp_path):
    made = LocalStore(tmp_path)
    for name, data in PARTS.items():
        made.create(f"making/1/{name}", data)
    return made


def published(store, *, digest="0123456789ab00", files=None):
    parts = {n: Ready(f"making/1/{n}", sha256(data).hexdigest()) for n, data in PARTS.items()}
    made = files or {"gate.json": partial(bytes, b"{}")}
    manifest = {"content_sha256": digest, "rows": 2, "shards": 2}
    return publish_parts(store, version=VERSION, parts=parts, files=made, manifest=manifest)


def test_the_manifest_names_every_file_with_its_hash_and_the_parts_outlive_their_place(store):
    assert published(store).created
    for name in PARTS:
        store.remove(f"making/1/{name}")
    manifest = json.loads(store.read(f"datasets/{VERSION}/manifest.json").data)
    assert manifest["shards"] == 2
    assert set(manifest["files"]) == {*PARTS, "gate.json"}
    for name, digest in manifest["files"].items():
        assert sha256(store.read(f"datasets/{VERSION}/{name}").data).hexdigest() == digest


def test_a_killed_publication_is_gone_on_with_and_its_leavings_are_written_over(store):
    first, second = PARTS
    store.adopt(f"making/1/{first}", f"datasets/{VERSION}/{first}")
    store.create(f"datasets/{VERSION}/{second}", b"of another run")
    store.create(f"datasets/{VERSION}/gate.json", b"half")
    assert versions(store) == []
    assert published(store).created
    assert store.read(f"datasets/{VERSION}/{second}").data == PARTS[second]
    assert store.read(f"datasets/{VERSION}/gate.json").data == b"{}"


def test_content_that_is_there_is_left_and_only_what_is_damaged_is_put_right(store, tmp_path):
    published(store)
    damaged, whole = PARTS
    path = tmp_path / "datasets" / VERSION / damaged
    path.unlink()
    path.write_bytes(b"changed")
    before = (tmp_path / "datasets" / VERSION / whole).stat()
    again = published(store)
    assert (again.created, again.repaired) == (False, (damaged,))
    assert path.read_bytes() == PARTS[damaged]
    assert (tmp_path / "datasets" / VERSION / whole).stat() == before


def test_a_fault_before_the_manifest_leaves_no_version(store):
    def fails() -> bytes:
        message = "disk"
        raise StoreConflict(message)

    with pytest.raises(StoreConflict):
        published(store, files={"gate.json": fails})
    assert versions(store) == []
    assert published(store).created
