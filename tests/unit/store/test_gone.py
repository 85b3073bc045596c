"""A store that goes, or fills, while it is used: told in one line, and nothing is left half-written."""

import errno
import os
import resource
import shutil
from contextlib import contextmanager

import pytest

from tests.support.commands import run
from tests.support.damage import make_world
from tests.support.old_store import dataset
from wearable_coach.cli import jobs
from wearable_coach.errors import BadInput, StoreConflict
from wearable_coach.store import LocalStore, local
from wearable_coach.store.datasets import publish, versions
from wearable_coach.store.reading import is_folder

HASH = "a" * 64
VERSION = "20260101-aaaaaaaaaaaa"


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "store")


def publish_with(store, second):
    files = {"train_20260101.jsonl": lambda: b"1\n", "valid_20260101.jsonl": second}
    return publish(store, version=VERSION, files=files, manifest={"content_sha256": HASH})


@contextmanager
def no_room_beyond(size_bytes):
    """Let no file grow beyond so many bytes, as a quota would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


ACTS = {
    "keys": lambda s: s.keys("datasets/"),
    "objects": lambda s: s.objects("jobs/"),
    "read": lambda s: s.read("models/promoted.json"),
    "create": lambda s: s.create("events/x", b""),
    "unfinished": lambda s: s.unfinished(),
    "check": lambda s: s.check_writable(),
    "versions": versions,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_store_that_was_there_and_is_gone_is_told_and_not_made_again(tmp_path, act):
    store = LocalStore(tmp_path / "store")
    dataset(store, 1)
    shutil.rmtree(store.folder)
    with pytest.raises(BadInput, match="was there and is gone"):
        act(store)
    assert not store.folder.exists()


def test_a_store_that_is_not_there_yet_is_empty(tmp_path):
    store = LocalStore(tmp_path / "store")
    assert store.keys("jobs/") == store.objects("") == store.unfinished() == []
    store.create("a", b"")
    assert store.keys("") == ["a"]


def test_a_store_that_goes_while_a_dataset_is_written_gets_no_half_of_it(tmp_path):
    store = LocalStore(tmp_path / "store")

    def goes():
        shutil.rmtree(store.folder)
        return b"2\n"

    with pytest.raises(StoreConflict, match="was there and is gone"):
        publish_with(store, goes)
    assert not store.folder.exists()


def test_a_store_that_goes_between_two_rounds_ends_the_watch(world, monkeypatch):
    monkeypatch.setattr(jobs.time, "sleep", lambda _: shutil.rmtree(world.folder))
    ran = run("watch", "--every", "1", "--out", world.folder)
    assert ran.code == 2
    assert "was there and is gone" in ran.lines[-1]
    assert not world.folder.exists()


def test_where_no_room_is_left_one_line_says_so_and_nothing_is_changed(world):
    store = LocalStore(world.folder)
    before = {o.key: store.read(o.key) for o in store.objects("")}
    with no_room_beyond(300):
        ran = run("rollback", "--out", world.folder)
        with pytest.raises(StoreConflict, match="cannot write"):
            publish_with(store, lambda: b"2" * 400)
    assert ran.code == 2
    assert "cannot write" in ran.lines[-1]
    assert os.strerror(errno.EFBIG) in ran.lines[-1]
    assert {o.key: store.read(o.key) for o in store.objects("")} == before
    assert not list(world.folder.rglob(".writing-*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_full_or_broken_disk_is_told_and_takes_nothing_half(tmp_path, monkeypatch, number):
    store = LocalStore(tmp_path / "store")
    dataset(store, 1)
    before = store.keys("")

    def full(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreConflict, match=os.strerror(number)):
        publish_with(store, lambda: b"2\n")
    assert store.keys("") == before


def test_a_store_that_another_thread_makes_while_it_is_looked_for_is_not_gone(
    tmp_path, monkeypatch
):
    store, looked = LocalStore(tmp_path / "store"), []

    def looked_for_while_made(folder):
        found = is_folder(folder)
        if not looked:
            looked.append(folder)
            store.create("by-another", b"1")
        return found

    monkeypatch.setattr(local, "is_folder", looked_for_while_made)
    store.create("by-one", b"1")
    assert store.keys("by-") == ["by-another", "by-one"]
