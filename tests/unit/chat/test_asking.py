"""Questions are asked once ever, and only the failed again."""

import ctypes
import threading
import time
import tracemalloc
from contextlib import contextmanager
from decimal import Decimal

import pytest

from tests.support.chat_models import asked
from tests.support.hanging import HUNG_S
from tests.support.scripted_model import ScriptedModel
from wearable_coach.chat.asking import Ask, ask_all
from wearable_coach.chat.contract import AnswerRefused, ModelUnreachable, Prices
from wearable_coach.chat.kept_answers import answers_folder
from wearable_coach.chat.outcomes import Unanswered
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.store import LocalStore


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path)


def asks(*texts, repeat=0):
    return [Ask(text, asked(text), repeat) for text in texts]


MANY = [f"질문 {i}" for i in range(50)]


def failing(error, *, on, times=10**6):
    left = dict.fromkeys(on, times)

    def say(text):
        if left.get(text, 0) > 0:
            left[text] -= 1
            raise error
        return f"답: {text}"

    return say


@pytest.mark.parametrize("batch_size", [1, 8])
def test_every_question_gets_its_own_answer_and_is_asked_once_ever(store, batch_size):
    model = ScriptedModel(batch_size=batch_size)
    first = ask_all(store, model, asks(*MANY))
    again = ask_all(store, model, asks(*MANY, "neu"))
    assert {k: a.text for k, a in first.answers.items()} == {t: f"답: {t}" for t in MANY}
    assert list(first.answers) == MANY
    assert (first.asked, first.known, first.failed) == (50, 0, 0)
    assert (again.asked, again.known, again.failed) == (1, 50, 0)
    assert set(model.asked.values()) == {1}
    assert {**again.answers, **first.answers} == again.answers
    assert dict(again.answers.each()) == again.answers


def test_a_turn_is_had_for_what_is_asked_and_not_where_all_is_known(store):
    held = []

    @contextmanager
    def turn():
        held.append("taken")
        yield
        held.append("left")

    def say(text):
        assert held == ["taken"]
        return text

    ask_all(store, ScriptedModel(say), asks(*MANY), turn=turn())
    assert held == ["taken", "left"]
    ask_all(store, ScriptedModel(say), asks(*MANY), turn=turn())
    assert held == ["taken", "left"]


def test_every_answer_is_a_file_by_model_and_question(store):
    model = ScriptedModel()
    ask_all(store, model, asks("가", "나"))
    keys = store.keys(answers_folder(model.fingerprint))
    assert keys == store.keys("answers/")
    assert all(key.endswith("-0.json") for key in keys)
    assert len(keys) == 2


def test_another_model_and_another_repeat_are_other_answers(store):
    model, other = ScriptedModel(), ScriptedModel(name="other")
    ask_all(store, model, asks("가"))
    assert ask_all(store, model, asks("가", repeat=1)).asked == 1
    assert ask_all(store, other, asks("가")).asked == 1
    assert len(store.keys("answers/")) == 3


def test_two_ids_of_one_question_share_an_answer_and_two_questions_of_one_id_are_refused(store):
    model = ScriptedModel()
    found = ask_all(store, model, [Ask("1", asked("가")), Ask("2", asked("가"))])
    assert found.answers["1"] == found.answers["2"]
    assert (found.asked, model.asked.total()) == (1, 1)
    with pytest.raises(BadInput, match="id '1' stands twice"):
        ask_all(store, model, [Ask("1", asked("가")), Ask("1", asked("나"))])


@pytest.mark.parametrize("batch_size", [1, 4])
def test_only_the_failed_are_asked_again(store, batch_size):
    model = ScriptedModel(
        failing(ModelUnreachable("gone"), on=MANY[3:5], times=1), batch_size=batch_size
    )
    found = ask_all(store, model, asks(*MANY))
    assert (found.asked, found.failed) == (50, 0)
    assert model.asked[MANY[3]] >= 2
    assert sum(n > 1 for n in model.asked.values()) <= 2 * batch_size


def test_what_never_answers_is_told_not_kept_and_asked_the_next_time(store):
    model = ScriptedModel(failing(ModelUnreachable("gone"), on=MANY[:2]))
    found = ask_all(store, model, asks(*MANY))
    assert found.answers[MANY[0]] == Unanswered("gone", "unreachable")
    assert (found.asked, found.failed, model.asked[MANY[0]]) == (48, 2, 2)
    assert len(store.keys("answers/")) == 48
    later = ask_all(store, ScriptedModel(), asks(*MANY))
    assert (later.asked, later.known, later.failed) == (2, 48, 0)


def test_a_model_that_answers_nothing_is_not_asked_everything(store):
    say = failing(ModelUnreachable("gone"), on=MANY)
    model = ScriptedModel(lambda text: say(text) if not time.sleep(0.02) else "", workers=4)
    found = ask_all(store, model, asks(*MANY))
    assert found.failed == 50
    assert model.asked.total() <= 16
    reasons = {one.reason for one in found.answers.values()}
    assert reasons == {"gone", "not asked, since none before was answered: gone"}


@pytest.mark.parametrize("batch_size", [1, 8])
def test_a_refusal_is_kept_and_not_asked_again(store, batch_size):
    say = failing(AnswerRefused("filtered"), on=[MANY[7]])
    model = ScriptedModel(say, batch_size=batch_size)
    found = ask_all(store, model, asks(*MANY))
    assert found.answers[MANY[7]] == Unanswered("filtered", "refused")
    assert (found.asked, found.refused, found.failed) == (50, 1, 0)
    again = ask_all(store, ScriptedModel(), asks(*MANY))
    assert again.answers == found.answers
    assert (again.asked, again.known, again.refused) == (0, 50, 1)


@pytest.mark.parametrize("error", [BadInput("key: wrong"), ZeroDivisionError("odd")])
def test_what_no_other_try_heals_stops_all_at_once(store, error):
    model = ScriptedModel(failing(error, on=[MANY[5]]))
    with pytest.raises(type(error), match=str(error)):
        ask_all(store, model, asks(*MANY))
    assert model.asked.total() < 50
    assert not [t for t in threading.enumerate() if t.name.startswith("ask-")]


def test_a_thread_that_hangs_does_not_hold_up_the_fault_of_another(store, monkeypatch):
    monkeypatch.setattr("wearable_coach.chat.asking_round.GRACE_S", 0.1)
    release, ended = threading.Event(), threading.Event()

    def say(text):
        if text == MANY[0]:
            release.wait(30)
            ended.set()
        message = "key: wrong"
        raise BadInput(message)

    with pytest.raises(BadInput):
        ask_all(store, ScriptedModel(say), asks(*MANY))
    assert not ended.is_set()
    release.set()


def test_what_ends_a_run_reaches_one_who_waits_for_a_model_that_hangs(store):
    """As Prefect ends one whose time is up: an exception that is raised at the thread's next instruction."""
    release, asked_one, ended = threading.Event(), threading.Event(), []

    def say(_text):
        asked_one.set()
        release.wait(HUNG_S * 2)
        return "답"

    def waits():
        try:
            ask_all(store, ScriptedModel(say), asks("질문"))
        except KeyboardInterrupt as error:
            ended.append(error)

    waiting = threading.Thread(target=waits)
    waiting.start()
    assert asked_one.wait(HUNG_S)
    raised = ctypes.py_object(KeyboardInterrupt)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(waiting.ident), raised)
    waiting.join(HUNG_S)
    assert len(ended) == 1
    release.set()


@pytest.mark.parametrize("damage", [b"", b'{"answer": {"te', b"{}", b"[]", b"\xff", b"null"])
def test_a_damaged_answer_is_asked_anew_and_replaced(store, damage):
    model = ScriptedModel()
    whole = ask_all(store, model, asks("가", "나"))
    key = store.keys("answers/")[0]
    good = store.read(key)
    store.replace(key, damage, etag=good.etag)
    again = ask_all(store, model, asks("가", "나"))
    assert (again.asked, again.known) == (1, 1)
    assert again.answers == whole.answers
    assert store.read(key).data == good.data


def test_of_two_runs_at_once_both_have_what_is_kept(store):
    found = []
    models = [
        ScriptedModel(lambda _, i=i: str(i) if not time.sleep(0.001) else "") for i in range(2)
    ]
    threads = [
        threading.Thread(target=lambda m=m: found.append(ask_all(store, m, asks(*MANY))))
        for m in models
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0].answers == found[1].answers
    assert len(store.keys("answers/")) == 50


def test_as_many_are_asked_at_once_as_the_model_takes_and_no_more(store):
    model = AtOnce(workers=3)
    ask_all(store, model, asks(*MANY))
    assert model.most == 3


class AtOnce(ScriptedModel):
    """Counts how many ask at once at most."""

    def __init__(self, workers):
        super().__init__(workers=workers)
        self.now = self.most = 0
        self.counting = threading.Lock()

    def answer(self, conversations, *, timeout_s=None):
        with self.counting:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.005)
        with self.counting:
            self.now -= 1
        return super().answer(conversations, timeout_s=timeout_s)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_what_is_being_kept_does_not_keep_the_model_from_being_asked(tmp_path, workers):
    asked_more, held = threading.Event(), []

    class Slow(LocalStore):
        def create(self, key, data):
            held.append(asked_more.wait(HUNG_S))
            return super().create(key, data)

    def say(text):
        if model.asked.total() > workers:
            asked_more.set()
        return text

    model = ScriptedModel(say, workers=workers)
    ask_all(Slow(tmp_path), model, asks(*MANY[:10]))
    assert held == [True] * 10


def memory_of(store, say, questions):
    """What asking them leaves allocated, and the most that it had [bytes]."""
    tracemalloc.start()
    found = ask_all(store, ScriptedModel(say), questions)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {len(one.text) for _, one in found.answers.each()} == {30_000}
    return held, peak


def test_of_a_question_that_is_answered_little_is_held_and_of_its_answer_nothing(store):
    """The least of two trials: the interpreter's own table of names may double in one of them."""
    for say in (lambda text: text.ljust(30_000, "답"), lambda _: "이미 아는 것은 말하지 않는다"):
        held, peaks = [], []
        for n in (100, 400):
            trials = [
                [Ask(f"{n} {t} {i}", asked(f"질문 {n} {t} {i}")) for i in range(n)] for t in "ab"
            ]
            both = [memory_of(store, say, questions) for questions in trials]
            held.append(min(left for left, _ in both))
            peaks.append(min(peak for _, peak in both))
        assert (held[1] - held[0]) / (400 - 100) < 1_000, held
        assert (peaks[1] - peaks[0]) / (400 - 100) < 60_000 / 4, peaks


def test_tokens_and_money_are_of_now_and_of_all(store):
    model = ScriptedModel()
    model.prices = Prices(prompt_per_million=Decimal(100), answer_per_million=Decimal("0.5"))
    ask_all(store, model, asks("가나"))
    found = ask_all(store, model, asks("가나", "가나다"))
    assert (found.now.prompt_tokens, found.now.answer_tokens) == (3, 2)
    assert found.now.cost == Decimal("0.000301")
    assert (found.whole.prompt_tokens, found.whole.currency) == (5, "USD")


def test_progress_is_told_in_the_askers_thread(store):
    told = []
    ask_all(
        store,
        ScriptedModel(),
        asks(*MANY),
        report=lambda p: told.append((threading.current_thread(), p.done, p.of)),
    )
    assert {thread for thread, _, _ in told} == {threading.current_thread()}
    assert told[-1][1:] == (50, 50)


class Unwritable(LocalStore):
    """Fails to write, with an error given, so many times."""

    def __init__(self, folder, error, times):
        super().__init__(folder)
        self.error, self.times = error, times

    def create(self, key, data):
        self.times -= 1
        if self.times >= 0:
            raise self.error
        return super().create(key, data)


def test_a_write_that_fails_for_a_moment_costs_no_answer(tmp_path):
    store = Unwritable(tmp_path, TransientError("busy"), 2)
    model = ScriptedModel(workers=1)
    assert ask_all(store, model, asks("가")).asked == 1
    assert model.asked.total() == 1


def test_a_store_that_cannot_be_written_stops_the_asking(tmp_path):
    store = Unwritable(tmp_path, StoreConflict("out: full"), 10**6)
    model = ScriptedModel()
    with pytest.raises(StoreConflict, match="full"):
        ask_all(store, model, asks(*MANY))
    assert model.asked.total() < 50


def test_nothing_to_ask_is_no_question(store):
    assert ask_all(store, ScriptedModel(), []).answers == {}
