"""A copy of a store that others write to meanwhile is whole, and so is one that was killed."""

from collections.abc import Callable
from random import Random

import pytest

from tests.support.busy_store import night
from tests.support.old_store import (
    dataset,
    evaluation,
    job,
    problems,
    promoted,
    shelves,
    undelivered,
    used_for_months,
)
from wearable_coach.errors import TransientError
from wearable_coach.promotion.pointer import read_promoted
from wearable_coach.store import LocalStore
from wearable_coach.store.copying import copy_store
from wearable_coach.store.datasets import versions


class Killed(BaseException):
    """The copy ends here."""


class Busy(LocalStore):
    """Lets something happen at some of the calls."""

    def __init__(self, folder, happen: Callable[[], None]):
        super().__init__(folder)
        self.happen = happen

    def read(self, key):
        self.happen()
        found = super().read(key)
        self.happen()
        return found

    def keys(self, prefix):
        found = super().keys(prefix)
        self.happen()
        return found

    def objects(self, prefix):
        self.happen()
        found = super().objects(prefix)
        self.happen()
        return found

    def create(self, key, data):
        self.happen()
        return super().create(key, data)


@pytest.mark.parametrize("seed", range(25))
def test_a_copy_of_a_store_that_is_written_to_leads_nowhere_that_it_lacks(tmp_path, seed):
    rng, plain = Random(seed), LocalStore(tmp_path / "store")
    used_for_months(plain, rng)
    calls = 0
    nights = sorted(rng.sample(range(60), 5))

    def happen():
        nonlocal calls
        calls += 1
        if nights and calls > nights[0]:
            nights.pop(0)
            night(plain, 5 - len(nights))

    target = LocalStore(tmp_path / "copy")
    copy_store(Busy(plain.folder, happen), target)
    assert problems(plain) == problems(target) == []
    assert undelivered(target) == []
    copy_store(plain, target)
    there = {key: plain.read(key).data for key in plain.keys("")}
    assert {key: target.read(key).data for key in there} == there
    extra = set(target.keys("")) - set(there)
    assert all(key.startswith("webhooks/waiting/") for key in extra)


@pytest.mark.parametrize("seed", range(6))
def test_a_copy_that_was_killed_is_whole_as_far_as_it_goes_and_is_finished_by_the_next(
    tmp_path, seed
):
    rng, store = Random(seed), LocalStore(tmp_path / "store")
    used_for_months(store, rng)
    dataset(store, 0)
    left = rng.randint(1, len(store.keys("")) - 1)

    def happen():
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    target = LocalStore(tmp_path / "copy")

    class Dying(LocalStore):
        def create(self, key, data):
            happen()
            return super().create(key, data)

    with pytest.raises(Killed):
        copy_store(store, Dying(target.folder))
    assert problems(target) == []
    assert undelivered(target) == []
    copy_store(store, target)
    assert {k: target.read(k).data for k in target.keys("")} == {
        k: store.read(k).data for k in store.keys("")
    }


def test_a_second_copy_writes_only_what_is_new(tmp_path):
    store, target = LocalStore(tmp_path / "store"), LocalStore(tmp_path / "copy")
    data = dataset(store, 50)
    trained = job(store, data, "Completed", 49)
    shelves(store, 48)
    first = copy_store(store, target)
    assert first.written == first.objects == len(store.keys(""))
    assert copy_store(store, target) == (first.objects, 0, 0)
    promoted(store, evaluation(store, trained.name, data.version, 3), 2)
    again = copy_store(store, target)
    assert again.written == 7
    assert read_promoted(target) == read_promoted(store)


def test_what_is_no_store_s_is_not_copied(tmp_path):
    store, target = LocalStore(tmp_path / "store"), LocalStore(tmp_path / "copy")
    dataset(store, 1)
    for other in ("prefect/prefect.db", "up/webhook-secrets", "local-jobs/x/order.json"):
        store.create(other, b"")
    copy_store(store, target)
    assert {key.split("/")[0] for key in target.keys("")} == {"datasets"}


def test_a_prune_meanwhile_is_told_and_no_half_dataset_copied(tmp_path):
    store, target = LocalStore(tmp_path / "store"), LocalStore(tmp_path / "copy")
    first = dataset(store, 50)

    class Pruned(LocalStore):
        def objects(self, prefix):
            found = super().objects(prefix)
            for key in store.keys(f"datasets/{first.version}/"):
                store.remove(key)
            return found

    with pytest.raises(TransientError, match="let no prune run"):
        copy_store(Pruned(store.folder), target)
    assert versions(target) == []


def test_what_is_half_made_is_not_copied(tmp_path):
    source, target = LocalStore(tmp_path / "from"), LocalStore(tmp_path / "to")
    version = dataset(source, 1).version
    source.create("making/0123456789ab/r0/train-00000.jsonl", b"half")
    copy_store(source, target)
    assert versions(target) == [version]
    assert target.keys("making/") == []
