"""How many questions an endpoint is asked at once: as many as it takes, whatever the ceiling."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.chat_models import KEY, asked, endpoint_of
from tests.support.chat_server import ChatServer
from tests.support.hanging import HUNG_S
from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.contract import ModelThrottled
from wearable_coach.client.endpoint_model import EndpointModel
from wearable_coach.client.pace import AskingWindow, EndpointPace
from wearable_coach.store import LocalStore


class Simulated:
    """An endpoint that works on `takes` questions at once and turns the rest away, step by step."""

    def __init__(self, window, takes):
        self.window, self.takes, self.most = window, takes, 0
        self.working = []
        self.turned_away = self.answered = 0

    def step(self):
        """Ask as many as the window allows; those too many come back at once, then one is answered."""
        asked_now = [self.window.episode] * (self.window.size - len(self.working))
        room = self.takes - len(self.working)
        self.working += asked_now[:room]
        self.most = max(self.most, len(self.working))
        left = len(self.working) + len(asked_now[room:])
        for episode in asked_now[room:]:
            left -= 1
            self.turned_away += 1
            self.window.turned_away(episode, left)
        if self.working:
            at_once = len(self.working)
            self.working.pop()
            self.answered += 1
            self.window.answered(at_once)


@given(ceiling=st.integers(1, 64), takes=st.integers(1, 64))
def test_it_finds_what_an_endpoint_takes_and_seldom_asks_one_too_many(ceiling, takes):
    window = AskingWindow(ceiling)
    there = Simulated(window, takes)
    for _ in range(50):
        there.step()
    there.turned_away = there.most = 0
    for _ in range(300):
        there.step()
        assert 1 <= window.size <= ceiling
    assert there.most >= min(ceiling, takes)
    assert there.turned_away <= 300 / 4


def test_an_episode_at_most_halves_it_and_leaves_what_is_worked_on():
    window = AskingWindow(32)
    for left in range(31, -1, -1):
        window.turned_away(0, left)
    assert window.size == 16
    window.turned_away(1, 12)
    assert window.size == 12
    window.turned_away(1, 3)
    assert window.size == 8


def test_answers_make_it_larger_by_one_a_round_and_never_beyond_the_ceiling():
    window = AskingWindow(10)
    window.turned_away(0, 0)
    assert window.size == 5
    for _ in range(2 * 6):
        window.answered(5)
    assert window.size == 6
    for _ in range(2000):
        window.answered(6)
    assert window.size == 10


def test_an_endpoint_that_grows_is_asked_more():
    window = AskingWindow(32)
    there = Simulated(window, 2)
    for _ in range(200):
        there.step()
    assert window.size <= 3
    there.takes = 16
    for _ in range(2000):
        there.step()
    assert window.size >= 16


def test_where_all_are_turned_away_nobody_asks_before_the_endpoint_wants():
    now = [0.0]
    pace = EndpointPace(2, clock=lambda: now[0])
    first, second = pace.enter(1), pace.enter(1)
    pace.leave(first, "turned_away", 30)
    pace.leave(second, "turned_away", 30)
    assert pace.at_once == 1

    def waits():
        entered.append(pace.enter(100))

    entered = []
    waiting = threading.Thread(target=waits)
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    now[0] = 30.5
    waiting.join(HUNG_S)
    assert entered == [1]


def test_a_turn_that_does_not_come_in_time_is_none_and_closing_ends_a_wait():
    pace = EndpointPace(1)
    assert pace.enter(float("inf")) == 0
    assert pace.enter(0) is None
    threading.Timer(0.1, pace.close).start()
    assert pace.enter(float("inf")) is None


@pytest.fixture
def managed(tmp_path):
    """A managed endpoint that takes two at once, and a store."""
    with ChatServer(latency_s=0.01) as server:
        server.takes = 2
        yield server, LocalStore(tmp_path)


@pytest.mark.parametrize("headers", [{}, {"retry-after": "0.05"}])
def test_a_managed_endpoint_that_takes_two_at_once_answers_everything(managed, headers):
    server, store = managed
    server.turns_away = headers
    model = EndpointModel(endpoint_of(server, "managed", key_variable=""), environment={})
    found = ask_all(store, model, [Ask(str(i), asked(f"질문 {i}")) for i in range(100)])
    model.close()
    turned_away = sum(r.struck for r in server.requests)
    assert (found.asked, found.failed) == (100, 0)
    assert 0 < turned_away < 100


def test_a_question_without_a_turn_in_its_time_is_throttled_and_asked_when_fewer_are(managed):
    server, _ = managed
    model = EndpointModel(
        endpoint_of(server, "managed", key_variable="", at_once=1), environment={}
    )
    server.latency_s = 0.5
    first = threading.Thread(target=model.answer, args=([asked("첫째")],))
    first.start()
    while not server.busy:
        assert first.is_alive()
    with pytest.raises(ModelThrottled, match="ask fewer at once"):
        model.answer([asked("둘째")], timeout_s=0.05)
    first.join()
    assert model.answer([asked("둘째")])
    model.close()


def test_one_that_is_turned_away_each_time_alone_is_throttled_after_its_tries(managed, monkeypatch):
    monkeypatch.setattr("wearable_coach.client.retrying.FIRST_WAIT_S", 0.001)
    server, _ = managed
    server.busy = 2
    model = EndpointModel(
        endpoint_of(server, "managed", key_variable="", retries=2), environment={"COACH_KEY": KEY}
    )
    with pytest.raises(ModelThrottled, match=r"answered 429.*after 3 tries"):
        model.answer([asked("네?")])
    model.close()
    assert len(server.requests) == 3
