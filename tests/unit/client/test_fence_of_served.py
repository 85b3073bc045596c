"""What is served behind a last fence, without one, and where its file is gone."""

import logging

from tests.support.serving_days import ScriptedModel
from tests.unit.client.conftest import NOW
from tests.unit.serving.test_fence import RIGHT, STRANGE
from tests.unit.serving.test_free_questions import PROFILE, VITALS
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.promotion.fence_file import write_fence
from wearable_coach.promotion.fence_note import FenceNote
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.fence import shapes_in

OFF = FenceNote(state="off", why="a person wanted none")


def serve(store, note, name="m"):
    serving = Endpoint(url=f"http://{name}")
    promote(store, Change(name, serving, NOW, "tanaka", PRODUCT_PROMPTS, fence=note))


def fence_of(store, *sentences):
    return write_fence(store, "models/m", shapes_in(sentences), dataset_version="v")


def coach(store):
    return Coach(store, lambda _serving, _store: ScriptedModel(lambda _c: RIGHT + STRANGE))


def shown(opened):
    return opened.chat("오늘 어때요?", VITALS, PROFILE)


def test_what_is_unlike_the_training_rows_is_not_shown(store):
    serve(store, fence_of(store, RIGHT))
    with coach(store) as opened:
        answer = shown(opened)
        assert (answer.source, answer.text) == ("model", RIGHT.strip())
        assert opened.status()["fence"] == "on"


def test_without_a_fence_it_is_shown_and_status_and_log_say_so(store, caplog):
    caplog.set_level(logging.INFO)
    serve(store, OFF)
    with coach(store) as opened:
        assert shown(opened).text == RIGHT + STRANGE
        assert opened.status()["fence"] == "off"
    assert "serving m, without a last fence (off): a person wanted none" in caplog.text


def test_a_model_of_before_there_was_one_is_served_and_that_is_said(store, caplog):
    caplog.set_level(logging.INFO)
    serve(store, None)
    with coach(store) as opened:
        assert shown(opened).source == "model"
        assert opened.status()["fence"] == "absent"
    assert "promote the model again" in caplog.text


def test_where_the_file_is_gone_the_rules_answer_and_the_cause_has_the_remedy(store):
    note = fence_of(store, RIGHT)
    serve(store, note)
    store.remove(note.key)
    with coach(store) as opened:
        answer = shown(opened)
        assert (answer.source, answer.why) == ("rules", ("model_not_opened",))
        assert "wearable-coach promote m" in opened.status()["error"]
        fence_of(store, RIGHT)
        opened.follow()
        assert shown(opened).source == "model"


def test_another_fence_of_the_same_model_is_taken_up(store):
    serve(store, fence_of(store, RIGHT))
    with coach(store) as opened:
        assert shown(opened).text == RIGHT.strip()
        serve(store, OFF)
        opened.follow()
        assert shown(opened).text == RIGHT + STRANGE


def test_the_rules_need_no_fence(store):
    with coach(store) as opened:
        assert opened.status()["fence"] == ""
