"""Whether what is served is what was promoted: told once, by round, doctor and command, until it is mended."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from deployments import watch_round
from deployments.doctor.checks.probes import same_model
from flows.compositions.probing import compose_probing
from flows.openers.chat_models import open_chat_model
from tasks.running.direct import DirectSteps
from tests.support.chat_replies import Fault, hashed
from tests.support.chat_server import ChatServer
from tests.support.commands import run
from tests.support.installations import NOW, installation, only
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint, LocalAdapter
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote, read_promoted, roll_back
from wearable_coach.promotion.probing import probe_promoted
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

EVERY = {"WEARABLE_COACH_PROBE_EVERY_S": "3600"}


def another(messages):
    """Answer as no hash does."""
    return f"전혀 다른 모델이에요. {messages[-1]['content'][::-1]}"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr("wearable_coach.client.retrying.FIRST_WAIT_S", 0.001)
    with ChatServer(hashed) as made:
        yield made


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def serve(server, store):
    """Put a model behind the server into service."""

    def served(name="coach", **said):
        identity = ServedIdentity(job=name, **said)
        serving = Endpoint(url=server.url, model="m", retries=1, identity=identity)
        return promote(store, Change(name, serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))[0]

    return served


@pytest.fixture
def rounds(store):
    """Rounds of the watch, an hour and a half apart."""
    hours = iter(range(1000))

    def looked(environment=EVERY):
        at = NOW + timedelta(hours=1.5 * next(hours))
        return compose_probing(DirectSteps(lambda _: None), store, environment=environment, at=at)

    return looked


def kinds(looks):
    return [(look.kind, look.state) for look in looks]


def test_a_swap_is_told_once_and_once_more_when_it_is_another(serve, server, rounds):
    serve()
    assert [kinds(rounds()) for _ in range(2)] == [[("same", "Same")]] * 2
    server.answer = another
    told = rounds()
    assert kinds(told) == [("alarm", "Swapped")]
    assert "another model answers at" in told[0].message
    assert "wearable-coach evaluate coach" in told[0].message
    assert "wearable-coach rollback" in told[0].message
    assert kinds(rounds()) == [("unreachable", "Swapped")], "told already"
    server.answer = lambda messages: another(messages)[::-1]
    assert kinds(rounds()) == [("alarm", "Swapped")]
    server.answer = hashed
    assert kinds(rounds()) == [("same", "Same")]


def test_what_is_promoted_or_rolled_back_to_is_looked_at_as_that(serve, server, rounds, store):
    serve()
    rounds()
    serve("other", version="2")
    server.answer = another
    assert kinds(rounds()) == [("same", "Same")], "seen for the first time"
    roll_back(store, at=NOW)
    assert kinds(rounds()) == [("alarm", "Swapped")]


def test_nothing_is_asked_before_it_is_due_nor_where_it_is_off_or_nothing_remote_is_served(
    serve, server, rounds, store
):
    assert rounds() == []
    adapter = LocalAdapter(adapter="models/a/adapter")
    promote(store, Change("a", adapter, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))
    assert rounds() == []
    serve()
    assert rounds({"WEARABLE_COACH_PROBE_EVERY_S": "0"}) == []
    rounds()
    asked = len(server.requests)
    assert rounds({"WEARABLE_COACH_PROBE_EVERY_S": "86400"}) == []
    assert len(server.requests) == asked > 0


def test_a_fault_of_looking_is_told_and_stops_no_round(serve, server, rounds):
    serve()
    assert kinds(rounds({"WEARABLE_COACH_PROBE_EVERY_S": "soon"})) == [("fault", "Unknown")]
    server.faults.append(Fault(status=401, always=True))
    assert kinds(rounds()) == [("fault", "Unknown")]
    server.faults = [Fault(status=503, always=True)]
    unsure = rounds()
    assert kinds(unsure) == [("unreachable", "Unsure")]
    assert "0 of 9 fixed questions were answered, and 7 are needed" in unsure[0].message


def test_a_round_without_prefect_leaves_a_due_look_to_the_engine(serve, rounds, store):
    def due(environment):
        return watch_round._is_probe_due(store, environment, datetime.now(UTC))

    assert not due(EVERY)
    serve()
    assert due(EVERY)
    assert not due({"WEARABLE_COACH_PROBE_EVERY_S": "0"})
    rounds()
    assert due(EVERY), "the look of this test lies long ago"
    look(store, at=datetime.now(UTC))
    assert not due(EVERY)


def look(store, *, at=NOW):
    opened = partial(open_chat_model, store=store, environment={})
    return probe_promoted(store, opened, at=at)


def found(store, *, at=NOW, **environment):
    return only(same_model(installation(environment, place=store.folder, now=at)))


def test_the_doctor_says_it_until_it_is_mended(serve, server, store):
    assert found(store).status == "ok"
    serve()
    assert (found(store).status, found(store).remedy) == ("skip", command(store, "probe"))
    look(store)
    assert found(store).status == "ok"
    server.answer = another
    look(store)
    swapped = found(store)
    assert swapped.status == "fail"
    assert swapped.remedy == f"{command(store, 'evaluate coach')}, or {command(store, 'rollback')}"
    entry = read_promoted(store).promoted.current.serial
    assert run("rollback", "--out", store.folder).code == 0
    assert found(store).status == "ok"
    assert run("rollback", "--to", str(entry), "--out", store.folder).code == 0
    server.answer = hashed
    assert run("probe", "--out", store.folder).code == 0
    assert found(store, at=datetime.now(UTC)).status == "ok"
    look(store)
    late = found(store, at=NOW + timedelta(days=1), **EVERY)
    assert (late.status, "is due every 1:00:00" in late.detail) == ("warn", True)
    assert found(store, WEARABLE_COACH_PROBE_EVERY_S="0").status == "warn"
    assert found(store, WEARABLE_COACH_PROBE_EVERY_S="soon").status == "fail"


def command(store, words):
    return installation(place=store.folder).command(f"wearable-coach {words}")


def test_the_command_says_it_by_its_exit_code(serve, server, store):
    def probe():
        done = run("probe", "--out", store.folder)
        return done.code, json.loads(done.out)["verdict"] if done.out else None

    assert probe() == (0, None)
    serve()
    assert [probe() for _ in range(2)] == [(0, "same")] * 2
    server.answer = another
    assert [probe() for _ in range(2)] == [(1, "swapped")] * 2
    server.faults.append(Fault(drop=True, always=True))
    assert probe() == (2, "unsure")
