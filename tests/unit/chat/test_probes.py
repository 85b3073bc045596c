"""Whether the model that answers is the one from before, by how it answers fixed questions."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from statistics import mean

import pytest

from tests.support.chat_models import endpoint_of
from tests.support.chat_replies import Fault
from tests.support.chat_server import ChatServer
from tests.support.evaluating import lied
from tests.support.serving_days import sampled_day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.probe_set import probe_set
from wearable_coach.chat.probing import is_due, look_at_endpoint, probe_endpoint, probe_every
from wearable_coach.chat.sightings import is_as_promoted, read_sightings, sightings_key
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.client.endpoint_wire import endpoint_fingerprint
from wearable_coach.day import day_of
from wearable_coach.errors import BadField, BadInput
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.store import LocalStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PROBES = probe_set()
KINDS = ("health_interpretation", "exercise_recommendation", "coaching")


@cache
def composed(model, number):
    """What one of two models that learnt from the same dataset answers to a day: of one kind in three each."""
    kind = KINDS[number % 3]
    _, profile, vitals = sampled_day(number, kind)
    day = day_of(profile, vitals, hrmax_formula=DEFAULT_FORMULA)
    return composer(kind).compose(Brief(day, "", 0, 0, Random(f"{model} {number}"))).turns[0][1]


class Model:
    """A model that answers alike and not the same: some answers turn off at a random place."""

    def __init__(self, name, *, turns_off=0.0, seed=1):
        self.name, self.turns_off, self.seed = name, turns_off, seed
        self.asked = Counter()

    def __call__(self, messages):
        number = next(i for i, q in enumerate(PROBES.questions.values()) if q.ask == messages[-1]["content"])  # fmt: skip
        self.asked[number] += 1
        rng = Random(f"{self.seed} {number} {self.asked[number]}")  # whichever thread asks first
        said = composed(self.name, number)
        if rng.random() >= self.turns_off:
            return said
        at = rng.randrange(len(said))
        return said[:at] + composed(f"{self.name} {rng.random()}", number)[at:]


@pytest.fixture
def server():
    with ChatServer(Model("one")) as made:
        yield made


@pytest.fixture
def look(server, tmp_path, monkeypatch):
    """Looks at the endpoint as the watch does, hour after hour."""
    monkeypatch.setattr("wearable_coach.client.retrying.FIRST_WAIT_S", 0.001)
    store, hours = LocalStore(tmp_path), iter(range(1000))

    def looked(**changes):
        endpoint = endpoint_of(server, **({"key_variable": "", "retries": 1} | changes))
        model = EndpointModel(probe_endpoint(endpoint), environment={})
        try:
            at = NOW + timedelta(hours=next(hours))
            return look_at_endpoint(store, model, endpoint, name="coach", at=at)
        finally:
            model.close()

    looked.store = store
    return looked


def test_a_model_that_answers_alike_and_not_the_same_is_the_same(server, look):
    server.answer = Model("one", turns_off=0.3)
    first = look()
    looks = [look() for _ in range(10)]
    assert {one.kind for one in looks} == {"alike"}
    assert {one.identity for one in looks} == {first.identity}
    assert 0.65 < mean(one.seen.look.likeness for one in looks) < 1


@pytest.mark.parametrize("turns_off", [0, 0.3])
def test_another_model_is_noticed_though_it_learnt_from_the_same_dataset(server, look, turns_off):
    server.answer = Model("one", turns_off=turns_off)
    first = look()
    server.answer = Model("another", turns_off=turns_off)
    swapped = look()
    assert (first.kind, swapped.kind) == ("first", "swapped")
    assert first.identity != swapped.identity
    assert look().identity == swapped.identity, "it is that other one from now on"
    server.answer = Model("one", turns_off=turns_off)
    assert (look().identity, look().kind) == (first.identity, "alike"), (
        "and the first is known again"
    )


def test_another_model_at_an_address_has_another_fingerprint_and_so_none_of_the_answers_kept(server, look):  # fmt: skip
    found = []
    for name in ("one", "another", "one"):
        server.answer = Model(name)
        endpoint = endpoint_of(server, key_variable="")
        found.append(endpoint_fingerprint(endpoint.model_copy(update={"identity": look().identity})))  # fmt: skip
    assert found[0] == found[2] != found[1]


def test_a_name_that_an_endpoint_gives_is_believed_though_the_answers_are_alike(server, look):
    server.model = "gpt-2026-01"
    first = look()
    server.model = "gpt-2026-06"
    swapped = look()
    assert first.seen.now.said_models == {"gpt-2026-01"}
    assert swapped.kind == "swapped"
    assert swapped.identity.model == "gpt-2026-06"


def test_what_is_declared_stands_until_another_answers_in_its_place(server, look):
    said = ServedIdentity(job="coach-azure-1", version="3")
    assert look(identity=said).identity == said
    server.answer = Model("another")
    swapped = look(identity=said).identity
    assert (swapped.job, swapped.version) == ("coach-azure-1", "3")
    assert swapped.sighting
    endpoint = endpoint_of(server, key_variable="", identity=said)
    seen, _ = read_sightings(look.store, endpoint)
    assert not is_as_promoted(endpoint, seen)
    assert is_as_promoted(endpoint.model_copy(update={"identity": swapped}), seen)


def test_what_was_seen_belongs_to_the_model_and_not_to_the_address_where_that_is_known(server):
    known = ServedIdentity(job="coach-azure-1")
    one, other = (endpoint_of(server, k, identity=known) for k in ("openai", "managed"))
    assert sightings_key(one) == sightings_key(other)
    assert sightings_key(endpoint_of(server)) != sightings_key(endpoint_of(server, "managed"))


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(drop=True)])
def test_too_few_answers_say_nothing_and_leave_what_was_seen(server, look, fault):
    server.faults.append(fault._replace(always=True))
    assert (look().kind, look.store.keys("probes/")) == ("unsure", [])
    server.faults.clear()
    first = look()
    server.faults.append(fault._replace(always=True))
    unsure = look()
    assert (unsure.kind, unsure.identity) == ("unsure", None)
    assert unsure.seen.now == first.seen.now
    assert unsure.seen.look.at > first.seen.look.at, "it is looked at again when that is due"
    server.faults.clear()
    assert look().kind == "alike"


def test_a_fault_or_two_among_the_answers_change_nothing(server, look):
    first = look()
    struck = list(PROBES.questions.values())[0].ask  # noqa: RUF015 - the first
    server.faults.append(Fault(status=500, when=lambda m: m[-1]["content"] == struck, always=True))
    again = look()
    assert (again.kind, again.answered) == ("alike", len(PROBES.questions) - 1)
    assert again.identity == first.identity


def test_it_is_asked_as_the_set_says_whatever_the_endpoint_is_set_to(server, look):
    look(temperature=0.9, max_tokens=4000)
    settings = {(r.body["temperature"], r.body["max_tokens"]) for r in server.requests}
    assert settings == {(0, PROBES.max_tokens)}
    assert len(server.requests) == PROBES.rounds * len(PROBES.questions)


def test_it_is_due_after_the_time_that_is_set_and_never_where_none_is(server, look):
    endpoint = endpoint_of(server, key_variable="")
    every = probe_every({"WEARABLE_COACH_PROBE_EVERY_S": "7200"})
    assert is_due(look.store, endpoint, at=NOW, every=every)
    look()
    ages = {hours: is_due(look.store, endpoint, at=NOW + timedelta(hours=hours), every=every) for hours in (1, 2)}  # fmt: skip
    assert ages == {1: False, 2: True}
    assert probe_every({"WEARABLE_COACH_PROBE_EVERY_S": "0"}) is None
    assert not is_due(look.store, endpoint, at=NOW + timedelta(days=9), every=None)
    assert probe_every({}) == timedelta(hours=6)


@pytest.mark.parametrize("given", ["soon", "-1", "1.5", "99999999", "٣"])
def test_an_interval_that_is_none_is_told_by_its_variable(given):
    with pytest.raises(BadField, match=r"WEARABLE_COACH_PROBE_EVERY_S.*set one, 0 for never"):
        probe_every({"WEARABLE_COACH_PROBE_EVERY_S": given})


def test_what_was_seen_and_cannot_be_read_is_told_and_heals_by_moving_it_away(look):
    look()
    (key,) = look.store.keys("probes/")
    look.store.replace(key, b"{}", etag=look.store.read(key).etag)
    with pytest.raises(BadInput, match=r"cannot be read .*; move it away"):
        look()
    look.store.remove(key)
    assert look().kind == "first"


def test_likeness_is_of_the_beginning_and_between_none_and_all():
    text = composed("one", 0)
    assert PROBES.likeness(text, text) == 1
    assert PROBES.likeness(text, "abc def ghi") == 0
    assert PROBES.likeness(text, text + " 그리고 아주 다른 말이 이어져요" * 20) > 0.8
    assert 0 < PROBES.likeness(text, lied(text)) < 1
    assert PROBES.likeness("", "") == 1
