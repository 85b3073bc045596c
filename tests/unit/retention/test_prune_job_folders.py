"""Folders of local jobs, and what lies beside the objects of a store in a folder."""

import os
from functools import partial

import pytest

from backends.local.worker.job_folder import JobFolder
from flows.compositions.pruning import plan_prune, prune
from tests.support.old_store import NOW, dataset, days_ago, job, order
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.store import Missing

POLICY = RetentionPolicy(keep_datasets=1, older_than=30)


@pytest.fixture
def data(store):
    return dataset(store, 90)


@pytest.fixture
def folder_of(store):
    return partial(made_folder, store)


def made_folder(store, name, days=80, *, lock=True):
    path = store.folder / "local-jobs" / name
    (path / "checkpoint-10").mkdir(parents=True)
    files = ["order.json", "worker.log", "checkpoint-10/optimizer.pt", *(["lock"] if lock else [])]
    for file in files:
        (path / file).write_bytes(b"12345")
        os.utime(path / file, (days_ago(days).timestamp(),) * 2)
    return path


def pruned(store):
    plan = plan_prune(store, POLICY, now=NOW)
    return {
        done.group.prefix: done.removed
        for done in prune(store, plan, POLICY, now=NOW)
        if done.group.kind in {"local job", "unfinished write"}
    }


def test_checkpoints_and_logs_of_a_job_that_ended_long_ago_go(store, data, folder_of):
    ended = job(store, data, "Completed", 80)
    young = job(store, data, "Failed", 20, salt="young")
    gone, stays = folder_of(ended.name), folder_of(young.name, 20)
    (removed,) = pruned(store).values()
    assert removed == (4, 20, "")
    assert not gone.exists()
    assert stays.exists()
    assert store.keys(f"jobs/{ended.name}")
    assert store.keys(f"models/{ended.name}/adapter/")


@pytest.mark.parametrize("state", ["Running", "Submitting"])
def test_an_open_job_keeps_its_folder(store, data, folder_of, state):
    path = folder_of(job(store, data, state, 80).name)
    assert pruned(store) == {}
    assert path.exists()


def test_a_folder_that_the_ledger_does_not_know_stays(store, folder_of):
    path = folder_of("coach-local-of-another-store")
    assert pruned(store) == {}
    assert path.exists()


def test_a_folder_with_its_worker_there_stays(store, data, folder_of):
    path = folder_of(job(store, data, "Failed", 80).name)
    lock = JobFolder(path).take_lock()
    assert pruned(store) == {}
    os.close(lock)
    assert len(pruned(store)) == 1


def test_a_worker_that_comes_between_plan_and_deletion_keeps_its_folder(store, data, folder_of):
    path = folder_of(job(store, data, "Failed", 80).name)
    plan = plan_prune(store, POLICY, now=NOW)
    lock = JobFolder(path).take_lock()
    done = {d.group.kind: d.removed for d in prune(store, plan, POLICY, now=NOW)}
    assert done["local job"].kept
    assert path.exists()
    os.close(lock)


def test_looking_changes_nothing(store, data, folder_of):
    folder_of(job(store, data, "Failed", 80).name, lock=False)
    before = sorted(p for p in store.folder.rglob("*"))
    assert [g for g in plan_prune(store, POLICY, now=NOW).goes if g.kind == "local job"]
    assert sorted(p for p in store.folder.rglob("*")) == before


def test_what_a_killed_prune_or_submitter_left_goes_after_a_day(store, data, folder_of):
    name = order(data).name
    folder_of(f".pruned-{name}", 2)
    fresh = folder_of(f".{name}-abc", 0.5)
    assert list(pruned(store)) == [f"local-jobs/.pruned-{name}/"]
    assert fresh.exists()


def test_a_write_that_a_kill_left_goes_after_a_day(store):
    key = store.keys(f"datasets/{dataset(store, 1).version}/")[0]
    folder = (store.folder / key).parent
    for name, days in ((".writing-old", 2), (".writing-new", 0.1)):
        path = folder / name
        path.write_bytes(b"half")
        os.utime(path, (days_ago(days).timestamp(),) * 2)
    old = f"datasets/{folder.name}/.writing-old"
    assert list(pruned(store)) == [old]
    assert (folder / ".writing-new").exists()
    assert (store.folder / key).exists()
    with pytest.raises(Missing):
        store.read(old)
