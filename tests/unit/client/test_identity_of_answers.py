"""Every answer says which model it is from, by what decides the answers."""

import json

import pytest

from tests.support.serving_days import ScriptedModel
from tests.unit.client.conftest import NOW
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.client.service_models import answer_out
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote, read_promoted, roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS

DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
URL = "https://one.example/v1"


@pytest.fixture
def serve(store):
    """Put the model of an identity into service, always at one address and by one name."""

    def served(version):
        known = ServedIdentity(job="coach-azure-1", version=version) if version else None
        serving = Endpoint(url=URL, model="coach", identity=known)
        promote(store, Change("coach", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))

    return served


@pytest.fixture
def coach(store, serve):
    serve("1")
    with Coach(store, lambda *_: ScriptedModel(lambda _: "네."), follow_every_s=1000) as made:
        yield made


def identities(coach):
    return {coach.interpret(DAY).identity, coach.chat("오늘 운동해도 되나요?", DAY).identity}


def test_every_answer_and_what_the_service_says_names_the_model_as_the_history_does(coach, store):
    entry = read_promoted(store).promoted.current
    assert identities(coach) == {entry.serving.identity.label} == {coach.status()["identity"]}
    answer = coach.interpret(DAY)
    assert json.loads(answer_out(answer).model_dump_json())["identity"] == answer.identity


def test_another_model_behind_the_same_address_and_name_is_another(coach, store, serve):
    first = identities(coach)
    serve("2")
    coach.follow()
    second = identities(coach)
    assert len(first | second) == 2
    roll_back(store, at=NOW)
    coach.follow()
    assert identities(coach) == first


def test_a_model_that_nobody_described_is_named_by_all_that_is_known_of_it(coach, serve):
    serve("")
    coach.follow()
    (shown,) = identities(coach)
    name, _, known = shown.partition("#")
    assert name
    assert known


def test_the_rules_alone_are_no_model(store):
    with Coach(store) as coach:
        assert (identities(coach), coach.status()["identity"]) == ({""}, "")
