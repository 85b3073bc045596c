"""Asking a model of this machine waits its turn; asking one elsewhere does not."""

import os

import pytest

from backends.local.turn import machine_turn
from tasks.evaluation import ask_contender
from tests.support.chat_models import asked
from tests.support.scripted_model import ScriptedModel
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.evaluation.contender import Contender
from wearable_coach.store import LocalStore


class Case:
    """A case, as far as asking looks at it."""

    id, repeat, messages = "valid/1", 0, asked("질문")


class Gone(Exception):
    """Nobody waits longer."""


@pytest.mark.parametrize(
    ("serving", "waits"), [(LocalAdapter(base="tiny"), True), (Endpoint(url="http://x"), False), (None, False)]
)  # fmt: skip
def test_only_who_is_asked_on_this_machine_waits_its_turn(tmp_path, monkeypatch, serving, waits):
    told = []

    def headway(one):
        told.append(one.text)
        if "waits" in one.text:
            raise Gone

    model = ScriptedModel()
    contender = Contender("candidate", "coach-mine", model, serving)
    monkeypatch.setenv("WEARABLE_COACH_MACHINE_FOLDER", str(tmp_path / "machine"))
    with machine_turn("coach-other trains", environment=os.environ, tell=print):
        if waits:
            with pytest.raises(Gone):
                ask_contender(LocalStore(tmp_path), contender, [Case()], headway)
            assert told[-1].startswith("coach-mine: waits for this machine: coach-other trains ")
        else:
            ask_contender(LocalStore(tmp_path), contender, [Case()], headway)
    assert sum(model.asked.values()) == (0 if waits else 1)
    ask_contender(LocalStore(tmp_path), contender, [Case()], told.append)
    assert sum(model.asked.values()) == 1
