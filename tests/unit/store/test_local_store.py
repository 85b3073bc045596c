import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.store import LocalStore


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def test_keys_are_listed_by_prefix_without_unfinished_writes(store):
    store.create("x/1", b"")
    store.create("x/2", b"")
    store.create("y/1", b"")
    (store.folder / "x" / ".writing-abc").write_bytes(b"half")
    assert store.keys("x/") == ["x/1", "x/2"]
    assert store.keys("nothing/") == []


def test_removing_the_last_object_leaves_no_empty_folders(store):
    store.create("a/b/c/1", b"")
    store.create("a/2", b"")
    store.remove("a/b/c/1")
    assert [p.name for p in (store.folder / "a").iterdir()] == ["2"]
    store.remove("a/2")
    assert list(store.folder.iterdir()) == []


def test_writing_into_a_folder_that_another_run_empties_succeeds(store):
    stop = threading.Event()

    def empties():
        while not stop.is_set():
            store.remove("a/b/other")

    thread = threading.Thread(target=empties)
    thread.start()
    try:
        for i in range(200):
            store.create(f"a/b/{i}", b"")
            store.keys("a/")
            store.remove(f"a/b/{i}")
    finally:
        stop.set()
        thread.join()
    assert store.keys("a/") == []


def test_a_place_under_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadInput, match="is a file; name a folder"):
        LocalStore(tmp_path / "file").create("a", b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_before_work_starts(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreConflict, match="out: cannot write"):
        LocalStore(tmp_path / "store").check_writable()


def test_a_folder_that_empties_and_fills_at_once_fails_nobody(store):
    def come_and_go(writer):
        for turn in range(300):
            store.create(f"x/{writer}-{turn}", b"")
            store.remove(f"x/{writer}-{turn}")
            store.keys("x/")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(come_and_go, range(8)))
    assert store.keys("x/") == []
