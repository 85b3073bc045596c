"""What comes to need a thing while a prune is about to take it."""

from functools import partial

import pytest

from tests.support.old_store import NOW, aged, dataset, evaluation, job, problems, promoted
from wearable_coach.retention.groups import RetentionPolicy
from wearable_coach.retention.plan import make_plan
from wearable_coach.retention.removal import CAME_MEANWHILE, Remover
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import mark_latest, publish, versions

POLICY = RetentionPolicy(keep_datasets=1, older_than=30)


class Interrupted(LocalStore):
    """Lets something happen right before or after one removal."""

    def __init__(self, folder, key, happen, *, after):
        super().__init__(folder)
        self.key, self.happen, self.after = key, happen, after

    def remove(self, key):
        if key == self.key and not self.after:
            self._once()
        super().remove(key)
        if key == self.key and self.after:
            self._once()

    def _once(self):
        happen, self.happen = self.happen, lambda: None
        happen()


@pytest.fixture
def old(store):
    found = dataset(store, 90)
    dataset(store, 1)
    return found


def pruned(store, plan):
    remover = Remover(store, POLICY, now=NOW)
    return [remover.remove(group) for group in plan.goes if group.kind != "events"]


def test_a_job_ordered_between_plan_and_deletion_keeps_its_dataset(store, old):
    plan = make_plan(store, POLICY, now=NOW)
    job(store, old, "Submitting", 0)
    (removed,) = pruned(store, plan)
    assert removed.kept == CAME_MEANWHILE
    assert problems(store) == []


@pytest.mark.parametrize("after", [False, True])
def test_a_job_ordered_at_the_very_deletion_gets_its_dataset_back(store, old, after):
    plan = make_plan(store, POLICY, now=NOW)
    key = f"datasets/{old.version}/manifest.json"
    happen = partial(job, store, old, "Submitting", 0)
    (removed,) = pruned(Interrupted(store.folder, key, happen, after=after), plan)
    assert removed.kept == CAME_MEANWHILE
    assert problems(store) == []


def test_a_version_asked_for_again_at_the_very_deletion_comes_back(store, old):
    plan = make_plan(store, POLICY, now=NOW)
    key = f"datasets/{old.version}/manifest.json"
    happen = partial(mark_latest, store, old.version)
    pruned(Interrupted(store.folder, key, happen, after=False), plan)
    assert old.version in versions(store)
    assert problems(store) == []


@pytest.fixture
def candidate(store):
    data = dataset(store, 90)
    trained = job(store, data, "Completed", 80)
    job(store, data, "Completed", 70, salt="newest")
    return evaluation(store, trained.name, data.version, 60)


def test_a_model_promoted_between_plan_and_deletion_stays(store, candidate):
    plan = make_plan(store, POLICY, now=NOW)
    promoted(store, candidate, 0)
    assert [r.kept for r in pruned(store, plan)] == [CAME_MEANWHILE]
    assert problems(store) == []


@pytest.mark.parametrize("name", ["evaluation.json", "model.json"])
def test_a_model_promoted_at_the_very_deletion_comes_back(store, candidate, name):
    plan = make_plan(store, POLICY, now=NOW)
    key, happen = f"models/{candidate.candidate}/{name}", partial(promoted, store, candidate, 0)
    (removed,) = pruned(Interrupted(store.folder, key, happen, after=True), plan)
    assert removed.kept == CAME_MEANWHILE
    assert problems(store) == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("split", ["train", "valid"])
def test_left_overs_that_a_refresh_takes_up_meanwhile_become_whole(store, split, after):
    """The refresh finds the same bytes there, writes only what is missing, and the manifest."""
    dataset(store, 1)
    source = LocalStore(store.folder.parent / "source")
    version = dataset(source, 90).version
    prefix = f"datasets/{version}/"
    files = {
        key.removeprefix(prefix): source.read(key).data
        for key in source.keys(prefix)
        if not key.endswith("manifest.json")
    }
    for name, data in files.items():
        store.create(f"{prefix}{name}", data)
    aged(store, prefix, 5)

    def refresh():
        made = {name: partial(bytes, data) for name, data in files.items()}
        digest = version.partition("-")[2] + "0" * 52
        publish(store, version=version, files=made, manifest={"content_sha256": digest})

    plan = make_plan(store, POLICY, now=NOW)
    key = next(k for k in store.keys(prefix) if split in k)
    pruned(Interrupted(store.folder, key, refresh, after=after), plan)
    assert version in versions(store)
    assert problems(store) == []


def test_a_group_that_went_meanwhile_is_passed_over(store, old):
    plan = make_plan(store, POLICY, now=NOW)
    pruned(store, plan)
    assert [r.kept for r in pruned(store, plan)] == [CAME_MEANWHILE]
    assert old.version not in versions(store)
