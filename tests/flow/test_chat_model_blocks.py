"""Chat model blocks as an operator saves them, opened by name."""

import pytest

from flows.openers.chat_models import open_chat_model, reached_by_server, serving_of
from tests.support.chat_models import KEY, asked
from tests.support.chat_server import ChatServer
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


def test_a_saved_endpoint_is_opened_with_its_key_and_written_down_without(tmp_path):
    from blocks import ChatEndpoint

    store = LocalStore(tmp_path)
    with ChatServer(answer=lambda _: "네.", key=KEY) as server:
        ChatEndpoint(url=server.url, model="coach", key=KEY).save("tuned", overwrite=True)
        model = open_chat_model("block:tuned", store=store, environment={})
        assert model.answer([asked("네?")])[0].text == "네."
        model.close()
    serving = serving_of("block:tuned", store=store, environment={})
    assert serving.model == "coach"
    assert KEY not in serving.model_dump_json()


def test_a_saved_local_model_is_described(tmp_path):
    from blocks import LocalChatModel

    LocalChatModel(max_tokens=9).save("here", overwrite=True)
    store = LocalStore(tmp_path)
    assert serving_of("block:here", store=store, environment={}) == LocalAdapter(max_tokens=9)


def test_a_block_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="no chat model block named 'none'"):
        open_chat_model("block:none", store=LocalStore(tmp_path), environment={})


def test_a_key_that_only_a_block_holds_is_no_way_for_a_server(tmp_path):
    from blocks import ChatEndpoint

    def saved(**changes):
        given = {"url": "https://a.example/v1", "model": "coach"} | changes
        ChatEndpoint(**given).save("kept", overwrite=True)

    saved(key=KEY)
    evaluated = serving_of("block:kept", store=LocalStore(tmp_path), environment={})
    with pytest.raises(BadInput, match="key_variable: empty on block:kept") as refused:
        reached_by_server("block:kept", evaluated)
    assert KEY not in str(refused.value)

    saved(key=KEY, key_variable="COACH_KEY", key_header="plain", url="https://other.example/v1")
    assert reached_by_server("block:kept", evaluated) == Endpoint(
        url="https://a.example/v1", model="coach", key_variable="COACH_KEY", key_header="plain"
    )
    saved()
    assert reached_by_server("block:kept", evaluated) == evaluated, "a model without a key"


def test_a_model_that_no_block_holds_is_reached_as_it_was_evaluated():
    local, endpoint = LocalAdapter(), Endpoint(url="https://a.example/v1")
    named = Endpoint(url="https://a.example/v1", key_variable="COACH_KEY")
    assert reached_by_server("base:tiny", local) == local
    assert reached_by_server("good", endpoint) == endpoint
    assert reached_by_server("block:gone", named) == named
    assert reached_by_server("block:gone", None) is None
