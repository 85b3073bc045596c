"""What running services served is asked, kept over restarts, and told once where it leaves its evaluation."""

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from deployments import watch_round
from deployments.doctor.checks.drift import served_rates
from flows.compositions.drifting import compose_drifting
from tasks.running.direct import DirectSteps
from tests.support.commands import run
from tests.support.evaluated import evaluated
from tests.support.http_face import http_face
from tests.support.installations import installation, only
from tests.support.serving_days import ScriptedModel
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint
from wearable_coach.client import Coach
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.connections import Deadlines
from wearable_coach.client.service import create_app
from wearable_coach.client.service_counts import URL_VARIABLE
from wearable_coach.drift.counts import LATENCY_BUCKETS_S, ServedCount, ServedCounts
from wearable_coach.drift.looking import look_at_drift
from wearable_coach.drift.watched import KEY, read_watched
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote, roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore
from wearable_coach.zone import local_time

KEYED = "first-key-of-sixteen"
DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
TRUE_WORDS = "안정시 심박수 62bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
FALSE_WORDS = "안정시 심박수 95bpm은 아주 높아요. 당장 병원에 가세요."
IDENTITY = ServedIdentity(job="coach-local-1")
NOW = datetime(2025, 11, 28, 3, tzinfo=UTC)
"""Noon in Seoul."""


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def promoted(store):
    """Put a model into service that was evaluated, and return its entry."""

    def put(*, is_evaluated=True, identity=IDENTITY):
        serving = Endpoint(url="http://127.0.0.1:9/v1", model="m", identity=identity)
        found = evaluated(store, serving=serving) if is_evaluated else None
        change = Change("coach", serving, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS)
        return promote(store, change._replace(evaluation=found.id if found else ""))[0]

    return put


def counted(*, process="p", day=NOW, model="coach", identity=IDENTITY.label, right=0, wrong=0, **more):  # fmt: skip
    latencies = (right + wrong, *(0,) * len(LATENCY_BUCKETS_S))
    counts = {"from_model": right, "guarded": wrong, "unverified": wrong, "latencies": latencies}
    one = ServedCount(
        day=local_time(day).date(), model=model, identity=identity, kind="coaching", **counts | more
    )
    return ServedCounts(process=process, since=NOW, days=(one,))


def look(store, *counts, faults=(), at=NOW):
    return look_at_drift(store, counts, faults, at=at)


WELL, ILL, FEW = ({"right": 950, "wrong": 50}, {"right": 700, "wrong": 300}, {"right": 9})


@pytest.mark.parametrize(("counts", "verdict"), [(WELL, "within"), (ILL, "left"), (FEW, "few")])
def test_a_look_says_whether_what_is_served_goes_as_evaluated(store, promoted, counts, verdict):
    promoted()
    drift, news = look(store, counted(**counts))
    assert (drift.verdict, bool(news)) == (verdict, verdict == "left")


def test_nothing_but_what_is_served_counts(store, promoted):
    promoted()
    other = ServedIdentity(job="coach-local-2").label
    assert look(store, counted(**ILL, identity=other))[0].verdict == "few"
    assert look(store, counted(**ILL, model="another"))[0].verdict == "few"
    before = NOW - timedelta(days=2)
    assert look(store, counted(**ILL, day=before))[0].verdict == "few"
    rules = counted(process="r", model="rules", identity="", not_opened=400)
    assert "unanswered" in look(store, rules)[0].left, "the promoted model does not open"


def test_a_restart_of_a_service_loses_no_count_and_two_services_add_up(store, promoted):
    promoted()
    look(store, counted(process="one", right=20, wrong=0))
    look(store, counted(process="one", right=40, wrong=4))
    drift, _ = look(store, counted(process="two", right=90, wrong=6))
    (_, verified, *_) = drift.by_day[local_time(NOW).date()]
    assert (verified.n, verified.served) == (140, pytest.approx(130 / 140))


def test_what_is_a_month_old_is_kept_no_longer(store):
    look(store, counted(process="old", **WELL), at=NOW)
    look(store, counted(process="new", day=NOW + timedelta(days=32)), at=NOW + timedelta(days=32))
    assert list(read_watched(store).counts) == ["new"]


def test_without_an_evaluation_nobody_can_tell_and_the_rules_need_none(store, promoted):
    assert look(store, counted(**WELL)) == (None, frozenset())
    promoted(is_evaluated=False)
    drift, news = look(store, counted(**ILL))
    assert (drift.verdict, news) == ("unknown", frozenset())
    assert "`wearable-coach evaluate coach`" in drift.words
    roll_back(store, at=NOW)
    assert look(store)[0] is None


def test_a_service_that_does_not_answer_is_never_green(store, promoted):
    promoted()
    assert look(store, counted(**WELL))[0].verdict == "within"
    drift, _ = look(store, faults=("service: http://h/days does not answer",))
    assert drift.verdict == "unknown"
    assert "does not answer" in drift.words


@pytest.fixture
def services(store, tmp_path):
    """Start services in front of a model that says what it is told to; yield how to ask and how to look."""
    with ExitStack() as stack:
        yield Services(store, tmp_path, stack)


class Services:
    """Services on free ports, their key in a file, and rounds of the watch some hours apart."""

    def __init__(self, store, folder, stack):
        self.store, self.stack, self.words = store, stack, TRUE_WORDS
        self.urls, self.at = [], datetime.now(UTC)
        self.keys = folder / "keys.txt"
        self.keys.write_text(f"# of the service\n{KEYED}\n")

    def start(self):
        model = ScriptedModel(lambda _c: self.words)
        coach = Coach(self.store, lambda _serving, _store: model)
        self.urls.append(self.listen(create_app(coach, api_keys=ApiKeys((KEYED,)))))

    def listen(self, app):
        port = self.stack.enter_context(http_face(app, patience=Deadlines()))
        return f"http://127.0.0.1:{port}"

    def ask(self, times, url=None):
        with httpx.Client(headers={"X-API-Key": KEYED}, timeout=30) as client:
            for _ in range(times):
                asked = {"question": "어때요?", "vitals": DAY}
                client.post(f"{url or self.urls[0]}/v1/chat", json=asked).raise_for_status()

    def environment(self, **more):
        named = {
            "WEARABLE_COACH_SERVICE_URL": ",".join(self.urls),
            "WEARABLE_COACH_SERVICE_KEYS": str(self.keys),
        }
        return named | more

    def round(self, **more):
        self.at += timedelta(seconds=1)
        every = {"WEARABLE_COACH_SERVED_EVERY_S": "1"}
        steps = DirectSteps(lambda _: None)
        environment = self.environment(**every | more)
        return compose_drifting(steps, self.store, environment=environment, at=self.at)


def of_before():
    """A service that tells its days in the form of before."""
    app = FastAPI()

    @app.get("/days")
    def _days():
        return [{"day": "2025-11-28", "answers": 3}]

    return app


def kinds(looks):
    return [(look.kind, look.state) for look in looks]


def test_a_round_tells_once_of_a_service_that_leaves_its_evaluation(services, promoted):
    promoted()
    services.start()
    assert kinds(services.round()) == [("same", "Few")]
    services.ask(5)
    services.words = FALSE_WORDS
    services.ask(40)
    (told,) = services.round()
    assert (told.kind, told.state, told.name) == ("alarm", "Left", "coach")
    assert "verified 11.1% of 45; the evaluation 95.0%" in told.message
    assert "`wearable-coach rollback`" in told.message
    assert kinds(services.round()) == [("unreachable", "Left")], "it was told, and is not mended"
    services.urls.append("http://127.0.0.1:9")
    assert kinds(services.round()) == [("unreachable", "Left")]
    promote(services.store, Change("coach", None, NOW, DEFAULT_FORMULA, PRODUCT_PROMPTS))
    promoted()
    assert kinds(services.round()) == [("alarm", "Left")], "put into service anew, it is news"


def test_what_came_back_for_a_whole_day_is_told_again_when_it_leaves_again(services, promoted):
    promoted()
    services.urls = ["http://127.0.0.1:9"]
    at = services.at

    def day(number, **counts):
        when = at + timedelta(days=number)
        look(services.store, counted(process=str(number), day=when, **counts), at=when)
        services.at = when
        return kinds(services.round())

    assert day(0, **ILL) == [("alarm", "Left")]
    assert day(1, **WELL) == [("unreachable", "Left")], "yesterday's"
    assert day(2, **WELL) == [("unreachable", "Unknown")], "the service is away"
    assert day(3, **ILL) == [("alarm", "Left")]


def test_nothing_is_asked_before_it_is_due_nor_where_no_service_or_model_is(services, promoted):
    services.start()
    assert services.round() == []
    promoted()
    assert services.round(WEARABLE_COACH_SERVICE_URL="") == []
    assert services.round(WEARABLE_COACH_SERVED_EVERY_S="0") == []
    assert services.round()
    assert services.round(WEARABLE_COACH_SERVED_EVERY_S="3600") == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"WEARABLE_COACH_SERVED_EVERY_S": "soon"}, "set one, 0 for never"),
        ({"WEARABLE_COACH_SERVICE_URL": "127.0.0.1:8040"}, "need http://HOST:PORT"),
        ({"WEARABLE_COACH_SERVICE_URL": "http://me:word@h"}, "need http://HOST:PORT"),
        ({"WEARABLE_COACH_SERVICE_KEYS": "no-such-file"}, "name a file with a key a line"),
        ({"WEARABLE_COACH_SERVICE_KEYS": "/dev/null"}, "write one of the service's a line"),
    ],
)
def test_a_wrong_setting_is_told_as_a_fault_that_stops_no_round(services, promoted, wrong, told):
    promoted()
    services.start()
    (found,) = services.round(**wrong)
    assert (found.kind, told in found.message) == ("fault", True)
    assert "me:word" not in found.message


def test_who_does_not_answer_or_refuses_the_key_is_named_with_what_to_do(services, promoted):
    promoted()
    services.start()
    services.keys.write_text("another-key-of-sixteen")
    (found,) = services.round()
    assert (found.kind, found.state) == ("unreachable", "Unknown")
    assert "refuses the key (401); name a file with one of its keys" in found.message
    services.keys.write_text(KEYED)
    right = services.urls[0]
    services.urls = [f"{right}/docs"]
    assert "answers 404; correct WEARABLE_COACH_SERVICE_URL" in services.round()[0].message
    services.urls = ["http://127.0.0.1:9"]
    assert "does not answer (ConnectError); start it" in services.round()[0].message
    services.urls = [services.listen(of_before())]
    assert "says something else (it holds no object, but list); run this version there too" in services.round()[0].message  # fmt: skip
    services.urls = [right]
    assert kinds(services.round()) == [("same", "Few")]


def test_a_record_that_cannot_be_read_is_told_and_heals_by_moving_it_away(services, promoted):
    promoted()
    services.start()
    services.store.create(KEY, b"{")
    (found,) = services.round()
    assert (found.kind, "move it away" in found.message) == ("fault", True)
    services.store.remove(KEY)
    assert kinds(services.round()) == [("same", "Few")]


def test_a_round_without_prefect_leaves_a_due_asking_to_the_engine(services, promoted):
    assert watch_round.SERVICE == URL_VARIABLE

    def due(**more):
        return watch_round._is_drift_due(
            services.store, services.environment(**more), datetime.now(UTC)
        )

    services.start()
    assert not due()
    promoted()
    assert due()
    assert not due(WEARABLE_COACH_SERVICE_URL="")
    assert not due(WEARABLE_COACH_SERVED_EVERY_S="0")
    services.round()
    assert not due()


def test_the_doctor_is_green_only_where_enough_answers_were_as_evaluated(
    services, promoted, monkeypatch
):
    store = services.store

    def ask_now():
        for name, value in services.environment().items():
            monkeypatch.setenv(name, value)
        return run("served", "--out", store.folder).code

    def found(at=NOW, **more):
        environment = services.environment(**more)
        return only(served_rates(installation(environment, place=store.folder, now=at)))

    assert found().status == "ok", "the rules are served"
    entry = promoted()
    assert found(WEARABLE_COACH_SERVICE_URL="").status == "skip"
    services.urls = ["http://127.0.0.1:9"]
    assert (found().status, found().remedy) == ("skip", command(store, "served"))
    look(store, counted(**FEW))
    assert (found().status, "too few to tell" in found().detail) == ("skip", True)
    look(store, counted(**WELL))
    assert found().status == "ok"
    late = found(NOW + timedelta(hours=4))
    assert (late.status, "are due every 1:00:00" in late.detail) == ("warn", True)
    assert found(WEARABLE_COACH_SERVED_EVERY_S="0").status == "warn"
    assert found(WEARABLE_COACH_SERVED_EVERY_S="soon").status == "fail"
    look(store, faults=("service: http://h/days does not answer",))
    assert found().status == "fail"
    services.urls.clear()
    services.start()
    assert ask_now() == 2
    assert found(datetime.now(UTC)).status == "skip", "too few answers of today"
    look(store, counted(**ILL))
    assert found().remedy == f"{command(store, 'evaluate coach')}, or {command(store, 'rollback')}"
    assert f"(entry {entry.serial})" in found().detail
    promoted(is_evaluated=False)
    assert (found().status, "and promote that" in found().remedy) == ("warn", True)


def command(store, words):
    return installation(place=store.folder).command(f"wearable-coach {words}")


def test_the_command_says_it_by_its_exit_code(services, promoted, monkeypatch):
    def served():
        for name, value in services.environment().items():
            monkeypatch.setenv(name, value)
        done = run("served", "--out", services.store.folder)
        return done.code, [json.loads(line)["verdict"] for line in done.out.splitlines()]

    assert run("served", "--out", services.store.folder).code == 2, "no service is named"
    services.start()
    assert served() == (0, [])
    promoted()
    assert served() == (2, ["few"] * 8)
    services.words = FALSE_WORDS
    services.ask(40)
    code, said = served()
    assert (code, said[5]) == (1, "left")
