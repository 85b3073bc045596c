"""Chat model blocks as an operator saves them, opened by name."""

import pytest

from flows.chat_models import open_chat_model, serving_of
from tests.support.chat_models import KEY, asked
from tests.support.chat_server import ChatServer
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.errors import BadInput
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


def test_a_saved_endpoint_is_opened_with_its_key_and_written_down_without(tmp_path):
    from blocks import ChatEndpoint

    store = LocalStore(tmp_path)
    with ChatServer(answer=lambda _: "네.", key=KEY) as server:
        ChatEndpoint(url=server.url, model="coach", key=KEY).save("tuned")
        model = open_chat_model("block:tuned", store=store, environment={})
        assert model.answer([asked("네?")])[0].text == "네."
        model.close()
    serving = serving_of("block:tuned", store=store, environment={})
    assert serving.model == "coach"
    assert KEY not in serving.model_dump_json()


def test_a_saved_local_model_is_described(tmp_path):
    from blocks import LocalChatModel

    LocalChatModel(max_tokens=9).save("here")
    store = LocalStore(tmp_path)
    assert serving_of("block:here", store=store, environment={}) == LocalAdapter(max_tokens=9)


def test_a_block_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInput, match="no chat model block named 'none'"):
        open_chat_model("block:none", store=LocalStore(tmp_path), environment={})
