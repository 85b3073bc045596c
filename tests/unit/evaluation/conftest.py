import pytest

from tests.support.generated import generated_dataset
from wearable_coach.store import LocalStore


@pytest.fixture(scope="session")
def dataset_store(tmp_path_factory):
    store = LocalStore(tmp_path_factory.mktemp("evaluation"))
    generated_dataset(store)
    return store
