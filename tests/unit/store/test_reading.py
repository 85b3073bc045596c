"""What is listed of a folder: links to another disk are, links back are not, and nothing is waited for."""

import os

import pytest

from tests.support.old_store import NOW, dataset, days_ago, job
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.references import OPEN
from wearable_coach.retention.removal import Remover
from wearable_coach.store import LocalStore, Missing
from wearable_coach.store.copying import copy_store
from wearable_coach.store.datasets import versions

LINKS = [
    "models/up",
    "models/{model}/up",
    "models/{model}/adapter/up",
    "models/{model}/evaluations/up",
]
STRICT = RetentionPolicy(keep_datasets=1, older_than=30)


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def moved_away(store, name):
    """Let a part of the store lie on another disk, a link in its place."""
    path = store.folder / name
    target = store.folder.parent / "disk" / path.name
    target.parent.mkdir(exist_ok=True)
    path.rename(target)
    path.symlink_to(target)


def pruned(store):
    remover = Remover(store, STRICT, now=NOW)
    for group in make_plan(store, STRICT, now=NOW).goes:
        remover.remove(group)


@pytest.mark.parametrize("part", ["datasets", "datasets/{version}"])
def test_what_lies_on_another_disk_is_listed_and_read(store, part):
    data = dataset(store, 2)
    before = store.keys("datasets/")
    moved_away(store, part.format(version=data.version))
    assert store.keys("datasets/") == before
    assert versions(store) == [data.version]


def test_a_disk_that_is_not_mounted_is_not_an_empty_folder(store):
    dataset(store, 2)
    moved_away(store, "datasets")
    (store.folder.parent / "disk").rename(store.folder.parent / "unplugged")
    for act in (versions, lambda s: s.read("datasets/latest.json")):
        with pytest.raises(BadInput, match="leads nowhere"):
            act(store)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("target", ["..", "../..", "../../..", "/", "{elsewhere}"])
def test_a_prune_goes_through_no_link_that_leads_back_or_out(store, link, target):
    old = dataset(store, 90)
    dataset(store, 1)
    gone = job(store, old, "Completed", 80, "gone")
    job(store, old, "Completed", 70, "newest")
    outside = store.folder.parent / "elsewhere" / "answers.jsonl"
    outside.parent.mkdir()
    outside.write_bytes(b"x")
    os.utime(outside, (days_ago(90).timestamp(),) * 2)
    linked = store.folder / link.format(model=gone.name)
    linked.parent.mkdir(exist_ok=True)
    linked.symlink_to(target.format(elsewhere=outside.parent))
    os.utime(linked, (days_ago(90).timestamp(),) * 2, follow_symlinks=False)
    kept = {key: store.read(key) for key in store.keys("jobs/")}
    pruned(store)
    assert store.keys(f"models/{gone.name}/model.json") == []
    assert {key: store.read(key) for key in store.keys("jobs/")} == kept
    assert len(versions(store)) == 2
    assert outside.read_bytes() == b"x"


def test_a_record_copied_by_hand_still_keeps_what_it_refers_to(store):
    old = dataset(store, 90)
    dataset(store, 1)
    running = job(store, old, "Running", 80)
    folder = store.folder / "jobs"
    (folder / f"{running.name}.json").rename(folder / f"{running.name} (1).json")
    assert JobLedger(store).names() == []
    plan = make_plan(store, STRICT, now=NOW)
    assert plan.goes == ()
    assert [g.why for g in plan.kept if old.version in g.prefix] == [OPEN]


def test_a_file_of_somebody_else_s_outlives_the_version_that_it_lies_in(store):
    old = dataset(store, 90)
    dataset(store, 1)
    note = store.folder / "datasets" / old.version / "notes.txt"
    note.write_text("mine")
    os.utime(note, (days_ago(90).timestamp(),) * 2)
    pruned(store)
    assert old.version not in versions(store)
    assert note.read_text() == "mine"
    assert make_plan(store, STRICT, now=NOW).goes == ()


def test_a_copy_takes_what_is_somebody_else_s_where_it_can_and_names_the_rest(store, tmp_path):
    dataset(store, 1)
    store.create("jobs/notes.txt", b"mine")
    store.create("jobs/sub/notes.txt", b"mine")
    target, skipped = LocalStore(tmp_path / "copy"), []
    copy_store(store, target, skipped=skipped.append)
    assert target.read("jobs/notes.txt").data == b"mine"
    assert skipped == ["jobs/sub"]
    store.create("jobs/coach-local-0123456789ab.json", b"")
    (store.folder / "jobs" / "coach-local-0123456789ab.json").unlink()
    (store.folder / "jobs" / "coach-local-0123456789ab.json").mkdir()
    with pytest.raises(BadInput, match="a folder lies where a file belongs"):
        copy_store(store, target)


def test_what_goes_while_it_is_listed_is_not_there(store):
    store.create("events/a", b"")
    with pytest.raises(Missing):
        store.read("events/b")
    with pytest.raises(Missing):
        store.read("nothing/at/all")
