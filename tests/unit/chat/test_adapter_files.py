"""An adapter is loaded as it was trained, or not at all."""

import pytest

from backends.local.adapter_files import adapter_folder, describe_adapter
from tests.support.adapters import Elsewhere, put_model
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore

FILES = {"adapter_model.safetensors": b"weights" * 1000, "adapter_config.json": b"{}"}


@pytest.fixture(params=[LocalStore, Elsewhere])
def store(request, tmp_path):
    return request.param(tmp_path / "store")


def folder_of(store, tmp_path):
    return adapter_folder(store, describe_adapter(store, "models/m/adapter"), cache=tmp_path / "c")


def test_its_files_come_as_they_were_trained(store, tmp_path):
    put_model(store, "m", FILES)
    folder = folder_of(store, tmp_path)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == FILES


def test_one_of_a_store_elsewhere_is_fetched_once(tmp_path):
    store = Elsewhere(tmp_path / "store")
    put_model(store, "m", FILES)
    folder_of(store, tmp_path)
    reads = store.reads
    folder_of(store, tmp_path)
    assert (reads, store.reads) == (1 + len(FILES), reads + 1)
    assert len(list((tmp_path / "c").iterdir())) == 1


def test_a_local_one_is_not_copied(tmp_path):
    store = LocalStore(tmp_path / "store")
    put_model(store, "m", FILES)
    assert folder_of(store, tmp_path) == store.folder / "models/m/adapter"


def test_a_changed_file_is_refused(store, tmp_path):
    put_model(store, "m", FILES)
    key = "models/m/adapter/adapter_config.json"
    store.replace(key, b"{ }", etag=store.read(key).etag)
    with pytest.raises(BadInput, match=r"adapter_config\.json in .* was changed after training"):
        folder_of(store, tmp_path)
    assert not [p for p in (tmp_path / "c").rglob("*") if p.is_file()]


def test_a_missing_file_is_refused(store, tmp_path):
    put_model(store, "m", FILES)
    store.remove("models/m/adapter/adapter_config.json")
    with pytest.raises(BadInput, match="is missing"):
        folder_of(store, tmp_path)


def test_a_file_that_training_did_not_write_is_refused(tmp_path):
    store = LocalStore(tmp_path / "store")
    put_model(store, "m", FILES)
    store.create("models/m/adapter/pytorch_model.bin", b"evil")
    with pytest.raises(BadInput, match=r"pytorch_model\.bin .* is not of the adapter"):
        folder_of(store, tmp_path)


def test_a_damaged_cache_is_told_and_not_loaded(tmp_path):
    store = Elsewhere(tmp_path / "store")
    put_model(store, "m", FILES)
    (folder_of(store, tmp_path) / "adapter_config.json").write_bytes(b"")
    with pytest.raises(BadInput, match="was changed"):
        folder_of(store, tmp_path)


@pytest.mark.parametrize("files", [{"../../evil": "x"}, {"/etc/evil": "x"}, {"": "x"}])
def test_a_description_cannot_name_a_file_elsewhere(store, files):
    put_model(store, "m", {}, files=files)
    with pytest.raises(BadInput, match="leaves the store"):
        describe_adapter(store, "models/m/adapter")


def test_a_model_that_is_not_there_or_has_no_files_is_told(store):
    with pytest.raises(BadInput, match="there is no"):
        describe_adapter(store, "models/m/adapter")
    put_model(store, "m", {})
    with pytest.raises(BadInput, match="names no files"):
        describe_adapter(store, "models/m/adapter")
