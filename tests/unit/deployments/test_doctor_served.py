"""What is promoted is opened as a backend would open it, torch or not."""

from importlib.util import find_spec

import pytest

from backends.local import look as local_look
from deployments.doctor.checks import served
from tests.support.adapters import Elsewhere, put_model
from tests.support.chat_server import ChatServer
from tests.support.installations import NOW, installation, statuses
from tests.support.local_training import needs_torch
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore
from wearable_coach.store.budget import Budget

TEMPLATE = b"{% generation %}{{ message.content }}{% endgeneration %}"
FILES = {"weights": b"w" * 1000, "adapter_config.json": b"{}", "chat_template.jinja": TEMPLATE}
SERVING = LocalAdapter(adapter="models/m/adapter")


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


def look(store, **more):
    here = installation(place=store.folder)
    here.deep = more.get("deep", False)
    return list(served.served_model(here))


def adapter(store, **changes):
    put_model(store, "m", FILES, **changes)
    promote(store, Change("m", SERVING, NOW, "tanaka", PRODUCT_PROMPTS))


def remove_a_file(store):
    store.remove("models/m/adapter/weights")


def change_a_file(store):
    key = "models/m/adapter/weights"
    store.replace(key, b"other", etag=store.read(key).etag)


def remove_the_description(store):
    store.remove("models/m/model.json")


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (remove_a_file, "weights"),
        (change_a_file, "weights"),
        (remove_the_description, "model.json"),
    ],
)
def test_an_adapter_that_is_not_whole_is_red_names_the_file_and_can_be_rolled_back(
    store, harm, named
):
    adapter(store)
    harm(store)
    (found,) = look(store)
    assert found.status == "fail"
    assert named in found.detail
    assert "rollback" in found.remedy


def test_an_adapter_on_another_base_or_without_a_template_is_red(store):
    adapter(store, base_model="tiny@sha256:other")
    assert "was trained on" in look(store)[0].detail
    store.remove("models/m/model.json")
    record = {**FILES, "chat_template.jinja": b"no marks"}
    for name in record:
        store.remove(f"models/m/adapter/{name}")
    put_model(store, "m", record)
    assert "marks the answers" in look(store)[0].detail


def test_a_base_that_is_gone_is_red_and_named(store, tmp_path):
    put_model(store, "m", FILES)
    serving = LocalAdapter(base=str(tmp_path / "gone"), adapter=SERVING.adapter)
    promote(store, Change("m", serving, NOW, "tanaka", PRODUCT_PROMPTS))
    (found,) = look(store)
    assert (found.status, str(tmp_path / "gone") in found.detail) == ("fail", True)


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is here")
def test_a_whole_adapter_is_red_where_torch_is_missing_and_says_how_to_have_it(store):
    adapter(store)
    (found,) = look(store)
    assert found.status == "fail"
    assert "pip" in found.detail


@pytest.mark.slow("training")
def test_a_whole_adapter_is_green(store):
    needs_torch()
    adapter(store)
    assert statuses(look(store)) == {"served": "ok"}


def test_an_adapter_of_another_store_is_read_as_long_as_there_is_time(store):
    put_model(store, "m", FILES)
    there = Elsewhere(store.folder)
    assert local_look.damage_of_model(SERVING, store=there, budget=Budget()) == ()
    assert len(local_look.damage_of_model(SERVING, store=there, budget=Budget(0))) == len(FILES)
    change_a_file(store)
    with pytest.raises(BadInput, match="weights was changed"):
        local_look.damage_of_model(SERVING, store=there, budget=Budget())
    remove_a_file(store)
    with pytest.raises(BadInput, match="weights is missing"):
        local_look.damage_of_model(SERVING, store=there, budget=Budget(0))


def test_an_endpoint_on_this_machine_is_seen_to_answer_and_asked_by_deep_alone(store):
    with ChatServer() as server:
        promote(
            store,
            Change("tuned", Endpoint(url=server.url, model="m"), NOW, "tanaka", PRODUCT_PROMPTS),
        )
        assert statuses(look(store)) == {"served": "ok", "served, the rest": "skip"}
        assert server.requests == []
        assert statuses(look(store, deep=True)) == {"served": "ok"}
        assert len(server.requests) == 1
    (found,) = look(store)
    assert (found.status, server.url in found.detail) == ("fail", True)


def test_an_endpoint_elsewhere_is_not_asked_and_that_is_said(store):
    serving = Endpoint(url="https://models.invalid/v1", model="m")
    promote(store, Change("tuned", serving, NOW, "tanaka", PRODUCT_PROMPTS))
    found = look(store)
    assert statuses(found) == {"served": "ok", "served, the rest": "skip"}
    assert "models.invalid was not asked" in found[1].detail


def test_a_key_that_is_not_set_is_red_and_can_be_rolled_back(store):
    serving = Endpoint(url="http://127.0.0.1:9/v1", model="m", key_variable="NO_SUCH_KEY")
    promote(store, Change("tuned-2", serving, NOW, "tanaka", PRODUCT_PROMPTS))
    (found,) = look(store)
    assert found.status == "fail"
    assert "NO_SUCH_KEY" in found.detail
    assert "rollback" in found.remedy


def test_a_pointer_that_cannot_be_read_is_red(store):
    store.create("models/promoted.json", b"[]")
    (found,) = look(store)
    assert found.status == "fail"
    assert "backup" in found.remedy
