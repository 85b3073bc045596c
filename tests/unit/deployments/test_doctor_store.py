from datetime import timedelta

import pytest

from deployments.doctor.checks import contents, stores
from deployments.doctor.finding import CannotTell
from tests.support.azure_tuners import order_for, training_data
from tests.support.installations import NOW, installation, only
from tests.support.published import small_dataset
from tests.support.scripted_tuner import ScriptedTuner
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore


@pytest.fixture
def store(tmp_path):
    opened = LocalStore(tmp_path / "store")
    small_dataset(opened)
    return opened


def test_a_store_in_order_is_left_as_it_was(store):
    before = store.keys("")
    found = only(stores.opens(installation(place=store.folder)))
    assert found.status == "ok"
    assert store.keys("") == before


def test_a_store_that_is_not_there_yet_is_not_made(tmp_path):
    found = only(stores.opens(installation(place=tmp_path / "new")))
    assert found.status == "warn"
    assert not (tmp_path / "new").exists()


def test_a_store_that_cannot_be_written_is_red(tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file" / "store", tmp_path / "file"):
        found = only(stores.opens(installation(place=place)))
        assert (found.status, bool(found.remedy)) == ("fail", True)


def test_a_store_that_takes_late_writes_is_red(store, monkeypatch):
    def careless(self, key, data, *, etag):
        del etag
        self.remove(key)
        return self.create(key, data)

    monkeypatch.setattr(LocalStore, "replace", careless)
    found = only(stores.opens(installation(place=store.folder)))
    assert found.status == "fail"
    assert "late replace" in found.detail
    assert store.keys("doctor/") == []


@pytest.mark.parametrize(("gib", "status"), [(0, "ok"), (1 << 20, "warn"), (1 << 40, "fail")])
def test_too_little_room_is_told(store, monkeypatch, gib, status):
    monkeypatch.setattr(stores, "_SCARCE", gib and 1 << 40)
    monkeypatch.setattr(stores, "_NONE", gib if status == "fail" else 0)
    assert only(stores.room(installation(place=store.folder))).status == status


def test_what_lies_in_a_store_that_does_not_open_is_not_looked_at(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotTell):
        list(contents.jobs(installation(place=tmp_path / "file")))


def test_an_empty_store_has_no_dataset_and_says_how_to_make_one(tmp_path):
    found = only(contents.newest_dataset(installation(place=tmp_path)))
    assert (found.status, found.remedy) == ("warn", f"wearable-coach refresh --store {tmp_path}")


def test_the_age_of_the_newest_dataset_is_told(store):
    found = only(contents.newest_dataset(installation(place=store.folder)))
    assert found.status == "ok"  # no nightly deployment is known here
    assert "329 days ago" in found.detail


def test_a_dataset_is_old_where_one_should_come_every_night(store):
    here = installation(place=store.folder)
    here.nightly = lambda: {"paused": False, "schedules": [{"active": True}]}
    assert only(contents.newest_dataset(here)).status == "warn"
    here.nightly = lambda: {"paused": False, "schedules": [{"active": False}]}
    assert only(contents.newest_dataset(here)).status == "ok"


def test_a_job_that_cannot_be_read_is_red(store):
    store.create("jobs/coach-local-0123456789ab.json", b"{")
    found = only(contents.jobs(installation(place=store.folder)))
    assert (found.name, found.status) == ("coach-local-0123456789ab", "fail")
    assert "backup" in found.remedy


def test_a_job_that_stays_too_long_in_a_state_is_told(store, tmp_path):
    order = order_for(ScriptedTuner(tmp_path / "jobs"), training_data())
    job, _ = JobLedger(store).open(order, tuner="scripted", estimate=None, at=NOW)
    for later, status in ((timedelta(), "ok"), (timedelta(days=30), "warn")):
        found = only(contents.jobs(installation(place=store.folder, now=NOW + later)))
        assert found.status == status
    assert found.name == job.name
    assert job.name in found.remedy
