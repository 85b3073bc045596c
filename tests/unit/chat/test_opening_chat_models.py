"""Models by their names, and by what an evaluation wrote down."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from backends.local import machine
from backends.local.base_model import TINY_FOLDER, content_hash
from flows.openers.chat_models import open_chat_model, serving_of
from tests.support.adapters import put_model
from tests.support.chat_models import KEY, asked
from tests.support.chat_server import ChatServer
from tests.support.local_training import LocalBench, needs_torch
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.store import LocalStore

YAML = """
endpoints:
  tuned: {{url: "{url}", model: coach, key_variable: TUNED_KEY}}
  deployed: {{kind: azure_openai, url: "https://h", model: m, api_version: v}}
  here: {{kind: local, max_tokens: 9}}
"""


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "endpoints.yaml"
        path.write_text(text, encoding="utf-8")
        return {"WEARABLE_COACH_ENDPOINTS": str(path)}

    return write


def served(name, store, environment=None):
    return serving_of(name, store=store, environment=environment or {})


def test_an_entry_of_the_endpoints_file_is_asked_with_its_key(store, file):
    with ChatServer(answer=lambda _: "네.", key=KEY) as server:
        environment = file(YAML.format(url=server.url)) | {"TUNED_KEY": KEY}
        model = open_chat_model("tuned", store=store, environment=environment)
        assert model.answer([asked("네?")])[0].text == "네."
        model.close()
        again = open_chat_model(
            served("tuned", store, environment), store=store, environment={"TUNED_KEY": KEY}
        )
        assert again.fingerprint == model.fingerprint
        again.close()


def test_what_is_written_down_holds_no_key_and_is_read_again(store, file):
    environment = file(YAML.format(url="https://x/v1")) | {"TUNED_KEY": KEY}
    for name, kind in (("tuned", Endpoint), ("deployed", Endpoint), ("here", LocalAdapter)):
        serving = served(name, store, environment)
        assert KEY not in serving.model_dump_json()
        assert kind.model_validate_json(serving.model_dump_json()) == serving
    assert served("deployed", store, environment).key_header == "api-key"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "is no YAML at line 1"),
        ("x: 1", "has no mapping `endpoints:`"),
        ("endpoints: {a: 7}", "a in .* is no mapping"),
        ("endpoints: {a: {url: x, key: hunter2}}", "holds a key; export it"),
        ("endpoints: {a: {url: x, secret: hunter2}}", "a.secret in"),
        ("endpoints: {a: {kind: hunter, url: x}}", "a.kind in"),
        ("endpoints: {a: {model: x}}", "a.url in .*: Field required"),
        ("endpoints: {a: {url: x, temperature: 7}}", "a.temperature in .*less than or equal to 2"),
    ],
)
def test_a_wrong_endpoints_file_is_told_in_one_line_without_what_it_holds(store, file, text, told):
    with pytest.raises(BadInput, match=told) as caught:
        served("a", store, file(text))
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_endpoints_file_that_is_not_there_is_told(store):
    with pytest.raises(BadInput, match="cannot read"):
        served("a", store, {"WEARABLE_COACH_ENDPOINTS": "/nowhere/x.yaml"})


def test_bases_are_named_by_themselves(store, tmp_path):
    assert served("base:tiny", store) == LocalAdapter()
    assert served(f"base:{tmp_path}", store).base == str(tmp_path)
    with pytest.raises(BadInput, match="need base:tiny or base:FOLDER"):
        served("base:", store)


@pytest.mark.parametrize("name", ["unknown", "", "a/b", "..", "models/x"])
def test_an_unknown_name_is_told_with_what_there_could_be(store, name):
    with pytest.raises(BadInput, match=r"base:tiny, base:FOLDER, block:NAME|leaves the store"):
        served(name, store)


def test_a_model_of_the_store_is_its_adapter_on_its_base(store):
    put_model(store, "job-1", {"adapter_config.json": b"{}"})
    assert served("job-1", store) == LocalAdapter(adapter="models/job-1/adapter")


def test_a_model_that_lies_at_azure_has_to_be_deployed(store, file):
    put_model(store, "tuned", {}, backend="azure", model="azureml:tuned:1")
    with pytest.raises(BadInput, match=r"lies at azure.*`wearable-coach deploy"):
        served("tuned", store)
    assert served("tuned", store, file(YAML.format(url="https://x"))).kind == "openai"


def test_a_base_of_ones_own_is_found_by_the_job_or_the_variable(store, tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(TINY_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "SHA*", "__*"))
    order = LocalBench(tmp_path).order()
    named = f"own@sha256:{content_hash(folder)}"
    put_model(store, order.name, {"adapter_config.json": b"{}"}, base_model=named)
    with pytest.raises(BadInput, match=r"was trained on own@sha256:.*; set WEARABLE_COACH_LOCAL"):
        served(order.name, store)
    variable = {"WEARABLE_COACH_LOCAL_BASE_MODEL": "/models/own"}
    assert served(order.name, store, variable).base == "/models/own"
    at = datetime(2026, 1, 1, tzinfo=UTC)
    JobLedger(store).open(order, tuner=f"local:{folder}", estimate=None, at=at)
    assert served(order.name, store, variable).base == str(folder)


@pytest.mark.slow("training")
def test_another_base_than_the_adapters_is_refused(store):
    needs_torch()
    key = put_model(store, "m", {"adapter_config.json": b"{}"}, base_model="own@sha256:0")
    with pytest.raises(BadInput, match="was trained on own@sha256:0"):
        open_chat_model(LocalAdapter(adapter=key), store=store, environment={})


def test_a_missing_extra_is_told_with_what_to_run(store, monkeypatch):
    monkeypatch.setattr(machine, "missing_packages", lambda: ["torch"])
    with pytest.raises(BadInput, match=r"torch not installed; run `python3 -m pip"):
        open_chat_model("base:tiny", store=store, environment={})


def test_a_changed_description_is_told(store):
    put_model(store, "m", {"x": b""})
    key = "models/m/model.json"
    for data in (b"[", b"[]", json.dumps("x").encode()):
        store.replace(key, data, etag=store.read(key).etag)
        with pytest.raises(BadInput, match="cannot be read"):
            served("m", store)


def test_blocks_open_what_they_describe_and_show_no_key():
    from blocks import ChatEndpoint, LocalChatModel

    with ChatServer(answer=lambda _: "네.", key=KEY) as server:
        block = ChatEndpoint(url=server.url, key=KEY)
        model = block.open()
        assert model.answer([asked("네?")])[0].text == "네."
        model.close()
    assert KEY not in f"{block!r}{block.serving()!r}{model!r}"
    deployed = ChatEndpoint(kind="azure_openai", url="https://h", model="m", api_version="v")
    assert deployed.serving().key_header == "api-key"
    assert set(Endpoint.model_fields) <= set(ChatEndpoint.model_fields)
    assert LocalChatModel().serving() == LocalAdapter()
