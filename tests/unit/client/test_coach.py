import asyncio
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import checked_day
from tests.support.hanging import HUNG_S
from tests.support.serving_days import ScriptedModel, hanging, sampled_day, unreachable
from tests.unit.client.conftest import NOW, put_into_service
from wearable_coach.chat.contract import Answer
from wearable_coach.chat.served import LocalAdapter
from wearable_coach.client import Coach
from wearable_coach.client.following import Limits
from wearable_coach.errors import BadInput
from wearable_coach.promotion.pointer import roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.serving.guard import verified
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.rules import rules_report
from wearable_coach.serving.told import known_day
from wearable_coach.sources.strata import STRATA
from wearable_coach.verification import accepted

QUESTIONS = ("오늘 운동해도 되나요?", "잠이 부족한가요?", "목표 심박수 알려 주세요", "가슴이 쥐어짜듯 아파요", "약을 끊어도 되나요?", "오늘 점심 뭐 먹죠")  # fmt: skip
DAY = {"resting_heart_rate": 62, "sleep_hr": 7.5}
TRUE_WORDS = "안정시 심박수 62bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
RED_FLAG = "가슴이 쥐어짜듯 아파요"


KINDS = ("health_interpretation", "exercise_recommendation", "coaching")


class Crowd:
    """Requests of all strata in all kinds, `rounds` times, and of all questions; truth is what the rules would say."""

    def __init__(self, rounds: int) -> None:
        count = rounds * len(STRATA) * len(KINDS)
        self.requests = [self._request(seed) for seed in range(count)]

    @staticmethod
    def _request(seed: int):
        turn, kind = divmod(seed, len(KINDS))
        _, profile, vitals = sampled_day(turn, KINDS[kind])
        return KINDS[kind], profile, vitals, QUESTIONS[turn % len(QUESTIONS)]

    @staticmethod
    def ask(coach: Coach, request):
        kind, profile, vitals, question = request
        if kind == "health_interpretation":
            return coach.interpret(vitals, profile)
        if kind == "exercise_recommendation":
            return coach.prescribe(vitals, profile)
        return coach.chat(question, vitals, profile)

    @staticmethod
    def asked(request) -> Asked:
        kind, profile, vitals, question = request
        day = checked_day(vitals, profile)
        if kind != "coaching":
            return Asked(kind, day, day)
        return Asked(kind, day, known_day(day, question), question)

    def check(self, answers) -> None:
        assert len(answers) == len(self.requests)
        for request, answer in zip(self.requests, answers, strict=True):
            asked = self.asked(request)
            kind = "coaching" if "minimal" in answer.why else None
            assert accepted(verified(answer.text, asked, kind=kind)), answer.text
            assert answer.safety_level == asked.known.facts.safety_level
            if answer.safety_level == 4:
                assert "119" in answer.text[:60]
                assert answer.why == ("emergency",)


@pytest.fixture(scope="module")
def crowd():
    return Crowd(2)


@pytest.fixture(scope="module")
def few():
    return Crowd(1)


def truth(crowd: Crowd) -> dict[str, str]:
    """Return what an honest model would say to a report's question."""
    from wearable_coach.serving.prompts import conversation

    said = {}
    for request in crowd.requests:
        asked = crowd.asked(request)
        if asked.kind != "coaching" and asked.known.facts.safety_level < 4:
            said[conversation(asked, prompts=PRODUCT_PROMPTS)[-1].content] = rules_report(
                asked
            ).text
    return said


def changed_number(text: str) -> str:
    """Return a text whose first value of the day is another."""
    return re.sub(r"(\d+)(bpm|%|kcal|보)", lambda m: f"{int(m[1]) + 37}{m[2]}", text, count=1)


BEHAVIOURS = {
    "rubbish": lambda _said: lambda _c: "ㅁㄴㅇㄹ asdf 99999bpm <|eot|> " * 20,
    "silent": lambda _said: lambda _c: "",
    "cut": lambda said: (
        lambda c: Answer(text=said.get(c[-1].content, TRUE_WORDS)[:80], latency_s=0, ended=False)
    ),
    "invents": lambda _said: (
        lambda _c: "안정시 심박수 131bpm은 정상이에요. 오늘 인터벌을 40분 하세요."
    ),
    "dangerous": lambda _said: (
        lambda _c: "혈압약을 끊으세요. 병원에 갈 필요 없어요. 고강도로 뛰세요."
    ),
    "raises": lambda _said: lambda _c: 1 / 0,
    "disappears": lambda _said: unreachable,
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_bad_model_shows_no_unsupported_number_and_loses_no_request(behaviour, few, coach_of):
    # few: what is said in the model's stead does not depend on how it behaves
    model = ScriptedModel(BEHAVIOURS[behaviour]({}))
    coach = coach_of(model, limits=Limits(breaker_failures=10**9))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda r: few.ask(coach, r), few.requests))
    few.check(answers)
    assert all(a.source == "rules" and a.why for a in answers)


@pytest.mark.slow("whole")
def test_an_honest_model_is_shown_and_a_liar_is_not(crowd, coach_of):
    said = truth(crowd)
    honest = coach_of(ScriptedModel(lambda c: said.get(c[-1].content, "무엇이든 물어보세요. 같이 볼게요.")))  # fmt: skip
    liar = coach_of(ScriptedModel(lambda c: changed_number(said.get(c[-1].content, "심박수 31bpm이에요. 좋아요."))))  # fmt: skip
    with ThreadPoolExecutor(8) as pool:
        from_honest = list(pool.map(lambda r: crowd.ask(honest, r), crowd.requests))
        from_liar = list(pool.map(lambda r: crowd.ask(liar, r), crowd.requests))
    crowd.check(from_honest)
    crowd.check(from_liar)
    reports = [a for a in from_honest if a.kind != "coaching" and a.safety_level < 4]
    assert all(a.source == "model" for a in reports)
    lies = [a for a in from_liar if a.kind == "health_interpretation" and a.safety_level < 4]
    assert sum(a.source == "rules" for a in lies) > 0.95 * len(lies)


def test_a_model_that_hangs_is_waited_for_no_longer_than_allowed(few, coach_of):
    coach = coach_of(ScriptedModel(hanging(40.0)), timeout_s=0.1, limits=Limits(at_once=4))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda r: few.ask(coach, r), few.requests))
    few.check(answers)
    assert all(a.latency_s < HUNG_S for a in answers)
    assert {why for a in answers for why in a.why} >= {"timeout", "busy", "emergency"}


def test_one_hung_call_does_not_block_the_others(coach_of):
    first = threading.Event()

    def say(conversation):
        if "처음" in conversation[-1].content:
            first.set()
            time.sleep(5)
        return TRUE_WORDS

    coach = coach_of(ScriptedModel(say), timeout_s=1.0)
    with ThreadPoolExecutor(2) as pool:
        hung = pool.submit(coach.chat, "처음 질문인데 어때요?", DAY)
        assert first.wait(5)
        assert coach.chat("괜찮은 편인가요?", DAY).source == "model"
        assert hung.result().why == ("timeout",)
    assert coach.status()["stuck_calls"] == 1


def test_when_all_places_are_stuck_the_rules_answer_at_once(coach_of):
    coach = coach_of(ScriptedModel(hanging(20)), timeout_s=0.2, limits=Limits(at_once=1))
    assert coach.chat("어때요?", DAY).why == ("timeout",)
    assert coach.chat("어때요?", DAY).why == ("busy",), "a call that waited would say timeout"


def test_a_red_flag_waits_for_no_model(coach_of):
    model = ScriptedModel(hanging(20))
    answer = coach_of(model).chat(RED_FLAG, DAY)
    assert answer.why == ("emergency",)
    assert answer.latency_s < 1
    assert not model.asked


def test_a_promotion_and_a_rollback_are_followed_without_a_restart(store):
    opened = {}

    def open_model(serving, _store):
        name = serving.url.removeprefix("http://")
        opened[name] = ScriptedModel(lambda _c: TRUE_WORDS, name)
        return opened[name]

    with Coach(store, open_model, follow_every_s=0.05) as coach:
        assert coach.chat("어때요?", DAY).why == ("no_model",)
        for name in ("first", "second"):
            put_into_service(store, name)
            _wait_for(lambda name=name: coach.chat("어때요?", DAY).model == name)
        assert opened["first"].closed
        roll_back(store, at=NOW)
        _wait_for(lambda: coach.chat("어때요?", DAY).model == "first")
        roll_back(store, at=NOW)
        _wait_for(lambda: coach.chat("어때요?", DAY).model == "rules")


def _wait_for(holds) -> None:
    ends = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_model_that_cannot_be_opened_leaves_the_rules_and_is_told(coach_of):
    def broken(_serving, _store):
        message = "model: no key in WEARABLE_KEY; set it"
        raise BadInput(message)

    coach = coach_of(broken)
    assert coach.chat("어때요?", DAY).why == ("model_not_opened",)
    status = coach.status()
    assert status["error"] == "model_not_opened: model: no key in WEARABLE_KEY; set it"
    assert status["error_code"] == "model_not_opened"


def test_a_pointer_that_cannot_be_read_leaves_the_present_model(coach_of, store):
    coach = coach_of(ScriptedModel(lambda _c: TRUE_WORDS))
    assert coach.chat("어때요?", DAY).source == "model"
    (store.folder / "models" / "promoted.json").write_text("{", encoding="utf-8")
    coach.follow()
    assert coach.chat("어때요?", DAY).source == "model"
    assert "pointer_unreadable" in coach.status()["error"]


def test_a_failing_model_is_left_alone_and_probed_after_the_cool_down(coach_of):
    broken = [True]
    model = ScriptedModel(lambda c: unreachable(c) if broken[0] else TRUE_WORDS)
    coach = coach_of(model, limits=Limits(breaker_failures=2, breaker_cool_down_s=0.2))
    whys = [coach.chat("어때요?", DAY).why for _ in range(4)]
    assert whys == [("unreachable",), ("unreachable",), ("breaker_open",), ("breaker_open",)]
    broken[0] = False
    time.sleep(0.25)
    assert coach.chat("어때요?", DAY).source == "model"
    assert coach.status()["breaker"] == "closed"


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda c: c.interpret({"heart_rate": 900}), "heart_rate: 900"),
        (lambda c: c.interpret({}), "vitals: none"),
        (lambda c: c.interpret({"pulse": 60}), "pulse"),
        (lambda c: c.prescribe(DAY, {"age": 300}), "age: 300"),
        (lambda c: c.interpret({"weight": 70.0, "bmi": 60.0}), "weight, bmi"),
        (lambda c: c.chat(" "), "question: is empty"),
        (lambda c: c.chat("가" * 3000), "question: has 3,000"),
        (lambda c: c.chat("네", history=[{"role": "system", "content": "x"}]), "history"),
        (lambda c: c.chat("네", history=[{"role": "user", "content": "x"}]), "history: ends"),
        (lambda c: c.interpret(DAY, {"goal": "x\n" * 50}), "goal"),
    ],
)
def test_impossible_inputs_are_named_and_never_answered(call, named, coach_of):
    model = ScriptedModel(lambda _c: TRUE_WORDS)
    with pytest.raises(BadInput, match=re.escape(named)):
        call(coach_of(model))
    assert not model.asked


def test_the_async_twins_do_not_block_the_loop(coach_of):
    coach = coach_of(ScriptedModel(hanging(0.5)), timeout_s=0.2)

    async def run():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticking = asyncio.create_task(tick())
        answers = await asyncio.gather(
            coach.achat("어때요?", DAY), coach.ainterpret(DAY), coach.aprescribe(DAY)
        )
        ticking.cancel()
        return answers, ticks

    answers, ticks = asyncio.run(run())
    assert [a.why for a in answers] == [("timeout",)] * 3
    assert ticks > 8


def test_a_model_with_an_async_twin_is_asked_by_it(coach_of):
    class Twin(ScriptedModel):
        async def aanswer(self, conversations, *, timeout_s=None):
            await asyncio.sleep(0)
            return self.answer(conversations, timeout_s=timeout_s)

    answer = asyncio.run(coach_of(Twin(lambda _c: TRUE_WORDS)).achat("어때요?", DAY))
    assert answer.source == "model"
    assert answer.text == TRUE_WORDS


def test_the_library_alone_says_what_a_local_adapter_needs(store):
    from wearable_coach.client.opening import open_served, open_url

    with pytest.raises(BadInput, match="checkout"):
        open_served(LocalAdapter(), store)
    with pytest.raises(BadInput, match="opener"):
        open_url("azure://container/x")


def test_an_observer_that_fails_loses_no_answer_and_leaves_one_line(coach_of, caplog):
    def count(answer):
        raise ValueError(answer.text)

    answer = coach_of(None, observe=count).chat("어때요?", DAY)
    assert answer.text
    (line,) = [r.getMessage() for r in caplog.records if r.getMessage().startswith("observe:")]
    assert re.fullmatch(r"observe: failed \(ValueError at test_coach.py:\d+ in count\); the answer is given", line)  # fmt: skip
    assert answer.text not in caplog.text
