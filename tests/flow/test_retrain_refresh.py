"""Retraining that makes its dataset first, and a refresh that retrains afterwards."""

import pytest

from tests.support.azure_tuners import running_azure
from tests.support.published import small_dataset
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore
from wearable_coach.store.datasets import latest_version, versions

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def small_recipe(seed=7):
    from wearable_coach.dataset.recipe import Recipe, checked_recipe

    return checked_recipe(Recipe().scaled_to(60).model_dump() | {"seed": seed})


def ordered(store, **parameters):
    from flows.retrain import retrain

    return retrain(backend="azure", store=str(store.folder), return_state=True, **parameters)


@pytest.mark.slow("whole")
def test_a_store_without_a_dataset_gets_one_and_trains_on_it(store, monkeypatch):
    with running_azure(monkeypatch):
        first = ordered(store, recipe=small_recipe())
        again = ordered(store, recipe=small_recipe(seed=8))
    assert first.is_completed(), first.message
    assert again.result() == first.result(), "there is a dataset now: it is taken as it is"
    (version,) = versions(store)
    assert JobLedger(store).read(first.result()).order.dataset_version == version


def test_a_retraining_that_may_not_refresh_says_what_is_missing(store, monkeypatch):
    with running_azure(monkeypatch):
        state = ordered(store, refresh="never")
    assert state.is_failed()
    assert "refresh` first" in state.message


@pytest.mark.slow("whole")
def test_always_makes_a_new_version_and_a_named_one_forbids_it(store, monkeypatch):
    old = small_dataset(store).version
    with running_azure(monkeypatch):
        state = ordered(store, refresh="always", recipe=small_recipe())
        refused = ordered(store, refresh="always", dataset=old)
    assert state.is_completed(), state.message
    assert latest_version(store) != old
    assert refused.is_failed()
    assert "dataset latest" in refused.message


@pytest.mark.slow("whole")
def test_a_refresh_starts_one_retraining_a_version_and_is_refused_before_where_none_can_be(store):
    from prefect.client.orchestration import get_client

    from flows.refresh_dataset import refresh_dataset
    from flows.retrain import retrain

    told = {"recipe": small_recipe(), "store": str(store.folder), "retrain": True}
    undeployed = refresh_dataset(**told, return_state=True)
    assert undeployed.is_failed()
    assert "retrain/retrain" in undeployed.message
    assert versions(store) == [], "it is said before anything is made"
    retrain.to_deployment(name="retrain").apply()
    published = refresh_dataset(**told | {"retrain": False}, return_state=True)
    first = latest_version(store)
    unchanged, once_more = (refresh_dataset(**told, return_state=True) for _ in range(2))
    assert published.is_completed(), published.message
    assert once_more.is_completed(), once_more.message
    changed = refresh_dataset(**told | {"recipe": small_recipe(seed=8)}, return_state=True)
    assert unchanged.is_completed(), unchanged.message
    assert changed.is_completed(), changed.message
    with get_client(sync_client=True) as client:
        runs = [run.parameters for run in client.read_flow_runs() if "dataset" in run.parameters]
    started = [p["dataset"] for p in runs if p.get("reason") == "after a refresh"]
    assert sorted(started) == sorted([first, latest_version(store)])
