"""A round of watching asks the served endpoint whether it is what was promoted, and ends as Alarm once."""

import time

import pytest

from flows.watch_finetuning import watch_finetuning
from tests.support.chat_replies import hashed
from tests.support.chat_server import ChatServer
from tests.support.installations import NOW
from wearable_coach.chat.served import Endpoint
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("prefect_server")]


def test_a_swap_of_what_is_served_ends_one_round_as_alarm_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("WEARABLE_COACH_PROBE_EVERY_S", "1")
    store = LocalStore(tmp_path)

    def round_of_watching():
        time.sleep(1.1)  # so that it is due
        ended = watch_finetuning(store=str(tmp_path), evaluate=False, return_state=True)
        return ended.name, ended.message

    with ChatServer(hashed) as server:
        serving = Endpoint(url=server.url, model="m")
        promote(store, Change("coach", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))
        assert round_of_watching()[0] == "Completed"
        server.answer = lambda messages: messages[-1]["content"][::-1]
        name, message = round_of_watching()
        assert name == "Alarm"
        assert "wearable-coach evaluate coach" in message
        assert round_of_watching()[0] == "Completed"
