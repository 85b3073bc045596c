"""What is said of what cannot be read is done, and it is read."""

import shutil
import tempfile
from pathlib import Path

import pytest

from backends.local.finetuner import LocalFineTuner
from backends.local.worker.job_folder import JobFolder, write_json
from tests.support.commands import run, without_rights
from tests.support.damage import folder, linked, loop, make_world, pipe, truncated, written
from tests.support.old_store import dataset, job
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, mark_latest


def moved_away(path):
    path.rename(path.with_name("moved-away"))


def of_nothing(path):
    path.unlink()


def allowed(path):
    path.chmod(0o600)


KINDS = {
    "let this user read it": (lambda p: p.chmod(0), allowed),
    "a folder lies where a file belongs; move it away": (folder, moved_away),
    "the link leads back to itself; remove it": (loop, of_nothing),
    "it is no plain file; move it away": (pipe, moved_away),
    "the link leads nowhere; mount what it leads to": (linked("not-mounted"), None),
}


@pytest.fixture
def place():
    """A folder where another user may come too."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made) / "store"


@pytest.mark.parametrize("told", KINDS)
def test_what_is_in_the_way_is_put_right_as_it_is_told(place, told):
    spoil, mend = KINDS[told]
    world = make_world(place)
    pointer = world.folder / "models" / "promoted.json"
    spoil(pointer)
    with without_rights(world.folder):
        before = run("history", "--out", world.folder)
        if mend is not None:
            mend(pointer)
        else:
            (pointer.parent / "not-mounted").write_bytes(b"{}")
        after = run("history", "--out", world.folder)
    assert (before.code, told in before.err) == (2, True), before
    assert after.code == 0, after


def test_a_file_where_a_folder_belongs_is_moved_away_as_it_is_told(place):
    world = make_world(place)
    shutil.rmtree(world.folder / "events")
    (world.folder / "events").write_bytes(b"")
    before = run("prune", "--out", world.folder)
    assert "a file lies where a folder belongs; move it away" in before.err
    moved_away(world.folder / "events")
    assert run("prune", "--out", world.folder).code == 0


def test_a_store_that_is_brought_back_is_read_again(tmp_path):
    store = LocalStore(tmp_path / "store")
    dataset(store, 1)
    before = store.keys("")
    (tmp_path / "store").rename(tmp_path / "unplugged")
    with pytest.raises(BadInput, match="bring it back, then again"):
        store.keys("")
    (tmp_path / "unplugged").rename(tmp_path / "store")
    assert store.keys("") == before
    store.create("events/x", b"")


@pytest.mark.parametrize("mend", ["removed", "written anew"])
def test_a_broken_pointer_to_the_latest_is_removed_or_written_anew(tmp_path, mend):
    store = LocalStore(tmp_path / "store")
    dataset(store, 5)
    newest = dataset(store, 1).version
    mark_latest(store, newest)
    pointer = store.folder / "datasets" / "latest.json"
    truncated(pointer)
    with pytest.raises(
        BadInput, match=r"remove it, and the newest version .*wearable-coach refresh"
    ):
        latest_version(store)
    if mend == "removed":
        pointer.unlink()
    else:
        mark_latest(store, newest)  # as every refresh does at its end
    assert latest_version(store) == newest


@pytest.mark.parametrize("name", ["status.json", "metrics.jsonl", "plan.json"])
def test_a_damaged_file_of_a_job_s_folder_is_removed_and_the_job_goes_on(tmp_path, name):
    store = LocalStore(tmp_path / "store")
    made = job(store, dataset(store, 1), "Running", 0)
    path = store.folder / "local-jobs" / made.name
    path.mkdir(parents=True)
    write_json(path / "order.json", made.order.model_dump(mode="json"))
    written(b"{half\n")(path / name)
    tuner = LocalFineTuner(store.folder / "local-jobs")
    with pytest.raises(BadInput, match="remove it, and the job goes on without"):
        tuner.status(made.name)
    (path / name).unlink()
    assert tuner.status(made.name).revivable


def test_a_job_whose_order_cannot_be_read_is_cancelled(tmp_path):
    store = LocalStore(tmp_path / "store")
    made = job(store, dataset(store, 1), "Running", 0)
    path = store.folder / "local-jobs" / made.name
    path.mkdir(parents=True)
    (path / "order.json").write_bytes(b"{half")
    with pytest.raises(BadInput, match="cancel the job, and train it again"):
        JobFolder(path).order()
    assert run("cancel", made.name, "--out", store.folder).code == 0
    assert "Canceled" in run("jobs", made.name, "--out", store.folder).out
