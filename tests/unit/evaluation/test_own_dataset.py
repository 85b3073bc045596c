"""A model is asked about its own dataset, and never about anyone whom it was trained on."""

import shutil
from datetime import UTC, datetime

import pytest

from tests.support.cases import some
from tests.support.generated import generated_rows, publish_rows, recipe_of
from wearable_coach.evaluation.collecting import Wanted, collect_cases
from wearable_coach.evaluation.trained_on import trained_by
from wearable_coach.finetuning.datasets import find_dataset
from wearable_coach.finetuning.hyperparameters import Hyperparameters
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.store import LocalStore

COUNT = 200  # as other tests compose them
VALID = Wanted(sets=("valid", "real_days"))


def rows(*, others=False):
    """Some rows, or others, of which each third tells a real person's day."""
    real = {"source": "fitabase", "completed_fields": ()}
    made = generated_rows(COUNT)[1::4] if others else generated_rows(COUNT)[::4]
    return tuple(r.model_copy(update=real) if i % 3 == 0 else r for i, r in enumerate(made))


def swapped(made):
    """The same rows, valid where they were in training."""
    other = {"train": "valid", "valid": "train"}
    return tuple(r.model_copy(update={"split": other[r.split]}) for r in made)


def renamed(made):
    """The same rows, people under other pseudonyms, as another import gives them."""
    return tuple(r.model_copy(update={"person_id": f"x{r.person_id}"}) for r in made)


def published(store, made):
    return publish_rows(store, made, recipe_of(COUNT, DEFAULT_FORMULA))


def trained(store, version):
    """A job that trained on a version."""
    dataset = find_dataset(store, version)
    order = JobOrder(
        backend="azure", dataset_version=version, train=dataset.train, valid=dataset.valid,
        base_model="x", requested=Hyperparameters(), effective={},
    )  # fmt: skip
    job, _ = JobLedger(store).open(order, tuner="azure", estimate=None, at=datetime.now(UTC))
    return job


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def cases(store, job, **changes):
    return collect_cases(store, VALID.model_copy(update=changes), job)


def days(made, split):
    return {(r.profile, r.vitals) for r in made if r.split == split}


def readings(day):
    return [v for v in day[1].model_dump().values() if v is not None]


def test_by_default_a_job_s_model_is_asked_about_its_own_dataset_though_a_newer_one_is_latest(
    store,
):
    own = published(store, rows())
    job = trained(store, own)
    newer = published(store, swapped(rows(others=True)))
    found = cases(store, job)
    assert found.dataset_version == own
    assert {(c.profile, c.vitals) for c in found.cases} == days(rows(), "valid")
    assert collect_cases(store, VALID).dataset_version == newer, "of no job: the latest"
    assert trained_by(store, job.name) == job
    assert trained_by(store, "block:x") is trained_by(store, "base:/a/b") is None


@pytest.mark.parametrize("again", [swapped, lambda made: renamed(swapped(made))])
def test_of_another_dataset_nobody_is_asked_about_whom_the_model_was_trained_on(store, again):
    job = trained(store, published(store, rows()))
    made = again(rows())
    fresh = tuple(r.model_copy(update={"split": "valid"}) for r in rows(others=True))
    fresh = tuple(r.model_copy(update={"person_id": f"new-{r.row_id}", "row_id": f"new-{r.row_id}"}) for r in fresh)  # fmt: skip
    published(store, made + fresh)
    found = cases(store, job, dataset="latest")
    asked = {(c.profile, c.vitals) for c in found.cases}
    assert asked
    assert asked >= days(fresh, "valid") - days(rows(), "train")
    assert asked & days(rows(), "train") <= {d for d in asked if len(readings(d)) < 2}
    assert len(cases(store, None, dataset="latest").cases) > len(found.cases)


def test_another_day_of_someone_whom_it_was_trained_on_is_left_out_and_a_stranger_s_is_not(store):
    job = trained(store, published(store, rows()))
    known = next(r.person_id for r in rows() if r.split == "train" and r.source != "sampled")
    days_of = [r for r in rows(others=True) if r.source != "sampled" and len(readings(("", r.vitals))) > 1]  # fmt: skip
    people = {days_of[0].row_id: known, days_of[1].row_id: "a stranger"}
    made = [r.model_copy(update={"split": "valid", "person_id": people.get(r.row_id, r.person_id)}) for r in days_of]  # fmt: skip
    published(store, (*made, *(r for r in rows(others=True) if r.source == "sampled")))
    asked = {case.person for case in cases(store, job, dataset="latest").cases}
    assert "a stranger" in asked
    assert known not in asked


def test_where_its_own_dataset_is_gone_no_real_person_is_asked_about(store):
    own = published(store, rows())
    job = trained(store, own)
    published(store, rows(others=True))
    shutil.rmtree(store.folder / "datasets" / own)
    found = cases(store, job, dataset="latest").cases
    for case in some(found):
        assert case.source == "sampled"


def test_the_same_bytes_under_another_version_are_its_own_dataset(store):
    own = find_dataset(store, published(store, rows()))
    job = trained(store, own.version)
    job = job.model_copy(
        update={"order": job.order.model_copy(update={"dataset_version": "20250101-000000000000"})}
    )
    assert len(cases(store, job, dataset=own.version).cases) == len(days(rows(), "valid"))
