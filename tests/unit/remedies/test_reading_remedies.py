"""What is said of a place in a store that cannot be read is done, and heals it."""

import os

import pytest

from flows.openers.stores import open_store
from tests.support.old_store import dataset
from tests.support.remedy_shell import commands_in
from wearable_coach.errors import CoachError
from wearable_coach.store import LocalStore, Missing
from wearable_coach.store.datasets import latest_version

KEY = "jobs/x.json"


@pytest.fixture
def store(tmp_path):
    (tmp_path / "store" / "jobs").mkdir(parents=True)
    return LocalStore(tmp_path / "store")


def lead_nowhere(path):
    path.symlink_to(path.with_name("gone"))


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda p: p.mkdir(), "move it away"),
        (os.mkfifo, "move it away"),
        (lambda p: p.symlink_to(p), "remove it"),
        (lead_nowhere, "or remove it"),
    ],
)
def test_what_lies_where_a_file_belongs_is_moved_away(store, tmp_path, harm, says):
    path = store.folder / KEY
    harm(path)
    with pytest.raises(CoachError, match=says):
        store.read(KEY)
    path.rename(tmp_path / "away")
    with pytest.raises(Missing):
        store.read(KEY)
    assert store.create(KEY, b"{}")


def test_a_file_where_the_store_belongs_is_moved_away_or_another_folder_named(tmp_path):
    place = tmp_path / "place"
    place.touch()
    with pytest.raises(CoachError, match="name a folder, or move the file away"):
        open_store(str(place), environment={})
    place.rename(tmp_path / "away")
    assert open_store(str(place), environment={}).create("a", b"")


def test_a_store_that_went_away_goes_on_once_it_is_back(store):
    store.create(KEY, b"{}")
    assert store.keys("jobs/") == [KEY]
    away = store.folder.rename(store.folder.with_name("away"))
    with pytest.raises(CoachError, match="bring it back, then again"):
        store.keys("jobs/")
    away.rename(store.folder)
    assert store.keys("jobs/") == [KEY]


def test_a_pointer_to_the_latest_that_cannot_be_read_is_removed(store):
    version = dataset(store, 1).version
    pointer = store.folder / "datasets" / "latest.json"
    pointer.write_bytes(b"{")
    with pytest.raises(CoachError, match="remove it, and the newest version is the latest") as told:
        latest_version(store)
    assert commands_in(str(told.value)) == ["wearable-coach refresh"]
    pointer.unlink()
    assert latest_version(store) == version
