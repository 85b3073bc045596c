import os
import threading

import pytest

from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.store import Exists, LocalStore, Missing, Stale


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def test_a_new_object_is_written_once(store):
    store.create("a/b", b"first")
    with pytest.raises(Exists):
        store.create("a/b", b"second")
    assert store.read("a/b").data == b"first"


def test_a_swap_needs_the_etag_it_read(store):
    etag = store.create("a", b"1")
    store.replace("a", b"2", etag=etag)
    with pytest.raises(Stale):
        store.replace("a", b"3", etag=etag)
    assert store.read("a").data == b"2"


def test_what_is_not_there_is_missing(store):
    with pytest.raises(Missing):
        store.read("a")
    with pytest.raises(Missing):
        store.replace("a", b"", etag="x")


def test_keys_are_listed_by_prefix_without_unfinished_writes(store):
    store.create("x/1", b"")
    store.create("x/2", b"")
    store.create("y/1", b"")
    (store.folder / "x" / ".writing-abc").write_bytes(b"half")
    assert store.keys("x/") == ["x/1", "x/2"]
    assert store.keys("nothing/") == []


@pytest.mark.parametrize("key", ["../a", "a/../../b", "/etc/passwd", "a\\b", "a\0b"])
def test_a_key_cannot_leave_the_store(store, key):
    with pytest.raises(BadInput):
        store.create(key, b"")


def test_of_many_writers_one_wins(store):
    outcomes = []

    def write(i):
        try:
            store.create("only", str(i).encode())
            outcomes.append(i)
        except Exists:
            pass

    threads = [threading.Thread(target=write, args=(i,)) for i in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(outcomes) == 1
    assert store.read("only").data == str(outcomes[0]).encode()


def test_a_place_under_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreConflict, match="out: cannot write"):
        LocalStore(tmp_path / "file").create("a", b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_before_work_starts(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreConflict, match="out: cannot write"):
        LocalStore(tmp_path / "store").check_writable()
