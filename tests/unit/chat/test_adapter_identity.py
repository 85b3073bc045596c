"""An adapter is its files and its base's; one whose files are others is another model, and is not opened as the first."""

import pytest

from backends.local import chat
from backends.local.base_model import TINY_FOLDER, content_hash
from tests.support.adapters import put_model
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.contract import PreflightCheck
from wearable_coach.store import LocalStore

NAME = "job-1"
SERVING = LocalAdapter(adapter=f"models/{NAME}/adapter")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A store for adapters, as opened where the packages of local training are."""
    there = PreflightCheck(name="packages", ok=True, message="there")
    monkeypatch.setattr(chat, "packages_check", lambda: there)
    return LocalStore(tmp_path / "store")


def put(store, weights):
    for key in store.keys("models/"):
        store.remove(key)
    put_model(store, NAME, {"adapter_config.json": b"{}", "weights": weights})


def opened(store, serving=SERVING):
    model = chat.LocalChat(serving, store=store)
    model.close()
    return model


def test_it_is_the_job_the_bases_files_and_its_own(store):
    put(store, b"w")
    identity = opened(store).identity
    assert identity.job == NAME
    assert identity.base == f"sha256:{content_hash(TINY_FOLDER)}"
    assert identity.files.startswith("sha256:")
    assert opened(store, LocalAdapter()).identity.model_dump(exclude_defaults=True) == {"base": identity.base}  # fmt: skip


def test_one_with_other_files_under_the_same_name_is_not_opened_as_the_one_evaluated(store):
    put(store, b"w")
    evaluated = SERVING.model_copy(update={"identity": opened(store).identity})
    assert opened(store, evaluated).identity == evaluated.identity
    put(store, b"others")
    assert opened(store).identity != evaluated.identity
    with pytest.raises(BadInput, match=r"not the one that was evaluated: .*, or evaluate it again"):
        opened(store, evaluated)
