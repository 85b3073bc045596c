"""The doctor compares the files of the latest and of every version that something needs."""

import os
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from deployments.doctor.checks import contents, datasets
from tests.support.installations import NOW, installation, statuses
from tests.support.old_store import dataset, evaluation, job
from tests.support.remedy_shell import run
from wearable_coach.store import LocalStore
from wearable_coach.store.budget import Budget
from wearable_coach.store.datasets import mark_latest


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def look(store, *, deep=False):
    here = installation(place=store.folder, now=NOW + timedelta(days=1))
    here.deep = deep
    return list(datasets.dataset_files(here))


def harm(store, version):
    name = next(k for k in store.keys(f"datasets/{version}/") if "train" in k)
    store.remove(name)
    return name.rpartition("/")[2]


@pytest.mark.parametrize("why", ["latest", "job", "model", "evaluation"])
def test_a_damaged_version_that_something_needs_is_red_with_the_file_and_the_repair(store, why):
    needed, latest = dataset(store, 9, "needed"), dataset(store, 1)
    mark_latest(store, latest.version)
    if why == "latest":
        mark_latest(store, needed.version, day=latest.version[:8])
    elif why == "job":
        job(store, needed, "Running", 1)
    elif why == "model":
        made = job(store, needed, "Completed", 1)
        store.remove(f"jobs/{made.name}.json")
    else:
        evaluation(store, "tuned", needed.version, 1)
    assert statuses(look(store)) == {"files": "ok"}
    lost = harm(store, needed.version)
    found = {f.name: f for f in look(store)}
    assert found[needed.version].status == "fail"
    assert lost in found[needed.version].detail
    remedy = f"wearable-coach refresh --repair {needed.version} --store {store.folder}"
    assert found[needed.version].remedy == remedy


def test_a_changed_file_is_told_as_a_missing_one_is(store):
    version = dataset(store, 1).version
    key = next(k for k in store.keys(f"datasets/{version}/") if "valid" in k)
    store.replace(key, b"other", etag=store.read(key).etag)
    (found,) = look(store)
    assert "was changed (the latest)" in found.detail


def test_a_damaged_version_that_nothing_needs_is_not_looked_at(store):
    old = dataset(store, 90, "old")
    mark_latest(store, dataset(store, 1).version)
    harm(store, old.version)
    assert statuses(look(store)) == {"files": "ok"}


def test_a_version_that_an_open_job_needs_is_red_where_it_is_gone(store):
    gone = dataset(store, 9, "gone")
    job(store, gone, "Running", 1)
    mark_latest(store, dataset(store, 1).version)
    for key in store.keys(f"datasets/{gone.version}/"):
        store.remove(key)
    found = {f.name: f for f in look(store)}
    assert (found[gone.version].status, "is gone" in found[gone.version].detail) == ("fail", True)


def test_what_there_is_no_time_for_is_said_and_deep_reads_it(store, monkeypatch):
    version = dataset(store, 1).version
    monkeypatch.setattr(
        datasets, "_budget", lambda here, _seconds: Budget() if here.deep else Budget(0)
    )
    (left,) = [f for f in look(store) if f.status == "skip"]
    assert "2 files" in left.detail
    assert "--deep" in left.remedy
    key = next(k for k in store.keys(f"datasets/{version}/") if "valid" in k)
    store.replace(key, b"other", etag=store.read(key).etag)
    assert version not in statuses(look(store))
    assert statuses(look(store, deep=True)) == {version: "fail"}


def test_every_job_is_read_and_a_broken_one_is_red_by_name(store):
    made = job(store, dataset(store, 1), "Completed", 1)
    key = f"jobs/{made.name}.json"
    store.replace(key, b"{", etag=store.read(key).etag)
    found = {f.name: f for f in contents.jobs(installation(place=store.folder))}
    assert found[made.name].status == "fail"
    assert str(store.folder / key) in found[made.name].remedy


@pytest.mark.parametrize("name", ["evaluation.json", "model.json"])
def test_a_broken_record_of_a_model_is_red_by_its_file(store, name):
    data = dataset(store, 1)
    made = job(store, data, "Completed", 1)
    evaluation(store, made.name, data.version, 1)
    here = installation(place=store.folder)
    assert statuses(datasets.records(here)) == {"records": "ok"}
    key = f"models/{made.name}/{name}"
    store.replace(key, b"[]", etag=store.read(key).etag)
    (found,) = datasets.records(here)
    assert (found.name, found.status) == (key, "fail")
    assert str(store.folder / key) in found.remedy


def test_a_large_dataset_left_half_made_is_told_after_a_week_and_goes_by_prune(store):
    key = "making/0123456789ab/r0/train-00000.jsonl"
    store.create(key, b"x" * 1_000_000)
    written = store.objects(key)[0].modified
    here = installation(place=store.folder, now=written + timedelta(days=6))
    (young,) = datasets.half_made_datasets(here)
    assert (young.status, young.name) == ("ok", "making/0123456789ab/")
    here.now = written + timedelta(days=8)
    (old,) = datasets.half_made_datasets(here)
    assert old.status == "warn"
    assert "half made, 1 MB, last written" in old.detail
    assert "refresh --store" in old.remedy
    assert "prune --yes" in old.remedy
    eight_days_ago = time.time() - timedelta(days=8).total_seconds()
    os.utime(store.folder / key, (eight_days_ago, eight_days_ago))
    here.now = datetime.now(UTC)
    run(re.search(r"wearable-coach prune .*(?= removes it)", old.remedy)[0], store.folder)
    assert [f for f in datasets.half_made_datasets(here) if f.status != "ok"] == []
    assert store.keys("making/") == []
