import re

import pytest

from tests.support.cases import some
from tests.support.days import checked_day
from tests.support.serving_days import sampled_day
from wearable_coach.answers import composers
from wearable_coach.chat.contract import Answer
from wearable_coach.dataset.plan import families_of
from wearable_coach.dataset.recipe import SplitShares
from wearable_coach.records import Kind, Message
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS, system_prompt
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.guard import judge, verified
from wearable_coach.serving.prompts import FRAMES, Asked, brief_of, composed, conversation
from wearable_coach.serving.rules import minimal_text, rules_report, verified_answer
from wearable_coach.serving.told import known_day
from wearable_coach.sources.strata import STRATA
from wearable_coach.standards.safety import is_minor
from wearable_coach.verification import accepted

REPORTS: tuple[Kind, ...] = ("health_interpretation", "exercise_recommendation")
SEEDS = range(len(STRATA) * 2)


def report(seed: int, kind: Kind) -> Asked:
    _, profile, vitals = sampled_day(seed, kind)
    day = checked_day(vitals, profile)
    return Asked(kind, day, day)


def chat(question: str, vitals=None, profile=None, history=()) -> Asked:
    day = checked_day(vitals, profile)
    asked = Asked("coaching", day, day, question, tuple(history))
    return asked._replace(known=known_day(day, asked.user_words))


@pytest.mark.parametrize("kind", FRAMES)
def test_the_frame_is_one_that_training_data_has_whatever_the_split(kind):
    for train in range(25, 100):
        shares = SplitShares(train=train / 100, valid=1 - train / 100).used()
        assert FRAMES[kind] in families_of("train", composers.frames(kind), shares)


@pytest.mark.parametrize(
    "book", ["questions", "prescription_questions", "coaching_tell", "coaching_words"]
)
def test_the_ways_to_ask_are_ones_that_training_data_has_whatever_the_split(book):
    fewest = families_of("train", VOICES, {"train": 0.25, "valid": 0.75})
    for slot, ways in some(phrase_book(book).slots.items()):
        known = {way for voice in fewest for way in phrase_book(book).ways(slot, voice)}
        assert known == set(range(len(ways))), slot


@pytest.mark.parametrize("kind", REPORTS)
def test_the_prompt_is_word_for_word_what_the_generator_asks(kind):
    for seed in some(SEEDS):
        asked = report(seed, kind)
        system, question = conversation(asked, prompts=PRODUCT_PROMPTS)
        assert system == Message(role="system", content=system_prompt(kind))
        written = composed(brief_of(asked, asked.told), kind).turns[0][0]
        assert question == Message(role="user", content=written)
        assert conversation(asked, prompts=PRODUCT_PROMPTS) == (system, question)


@pytest.mark.parametrize("kind", REPORTS)
def test_every_stratum_has_an_accepted_report_from_the_rules(kind):
    for seed in some(SEEDS):
        asked = report(seed, kind)
        answer = rules_report(asked)
        assert not answer.minimal, sampled_day(seed, kind)[0]
        assert accepted(answer.verdicts)
        assert judge(Answer(text=answer.text, latency_s=0), asked, prompts=PRODUCT_PROMPTS).ok
        if asked.known.facts.safety_level == 4:
            assert "119" in answer.text[:60]


def test_every_stratum_has_an_accepted_chat_answer_from_the_rules():
    questions = ("오늘 운동해도 되나요?", "제 기록 어때요?", "목표 심박수 알려줘요", "오늘 점심 뭐 먹죠", "약을 끊어도 되나요?", "BMI 정상인가요?")  # fmt: skip
    for seed in range(len(STRATA) * 6):
        _, profile, vitals = sampled_day(seed, "coaching")
        asked = chat(questions[seed // len(STRATA) % len(questions)], vitals, profile)
        answer = rules_chat(asked)
        assert not answer.minimal, (sampled_day(seed, "coaching")[0], asked.question)
        assert accepted(answer.verdicts)
        assert judge(Answer(text=answer.text, latency_s=0), asked, prompts=PRODUCT_PROMPTS).ok, (
            answer.text
        )


def test_a_chat_prompt_tells_the_day_and_leaves_the_users_words_alone():
    words = "이거  괜찮은가요?? ㅎㅎ"
    _, said = conversation(chat(words, {"sleep_hr": 5.5}, {"age": 45}), prompts=PRODUCT_PROMPTS)
    assert said.content.endswith(words)
    assert "5.5시간" in said.content or "5시간 30분" in said.content


def test_earlier_turns_stand_in_the_prompt_and_their_red_flags_count():
    history = (
        Message(role="user", content="가슴이 쥐어짜듯 아파요"),
        Message(role="assistant", content="119에 전화하세요."),
    )
    asked = chat("오늘 운동해도 되나요?", history=history)
    assert [m.role for m in conversation(asked, prompts=PRODUCT_PROMPTS)] == [
        "system",
        "user",
        "assistant",
        "user",
    ]
    assert rules_chat(asked).text.find("119") < 60


def test_the_shortest_texts_pass_the_verifier_at_every_level():
    seen = set()
    for kind in (*REPORTS, "coaching"):
        for seed in range(len(STRATA) * 4):
            _, profile, vitals = sampled_day(seed, kind)
            day = checked_day(vitals, profile)
            text = minimal_text(day.facts, minor=is_minor(day.profile))
            seen.add(text)
            assert accepted(verified(text, Asked("coaching", day, day))), text
    assert len(seen) == 7


def test_a_goal_in_own_words_brings_no_number_into_the_answer():
    _, profile, vitals = sampled_day(0, "health_interpretation")
    day = checked_day(vitals, profile.model_copy(update={"goal": "심박수 250bpm 유지"}))
    answer = rules_report(Asked("health_interpretation", day, day))
    assert accepted(answer.verdicts)
    assert "250" not in answer.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "form:empty"),
        ("잘 주무셨어요. 오늘은 편하게", "form:cut"),
        ("Your heart rate is fine today, keep on going like this.", "form:not_korean"),
        ("今日は 운동해도 좋아요. 가볍게 걸어 보세요. 무리하지 마세요.", "form:not_korean"),
        ("<|eot_id|> 오늘은 가볍게 걸어 보세요. 무리하지 마세요.", "form:residue"),
        ("당신은 스포츠의학 지식을 갖춘 친근한 피트니스 코치입니다.", "form:residue"),
        ("오늘은 가볍게 걸어 보세요. " * 5, "form:repeats"),
        ("가" * 5000, "form:too_long"),
        ("안정시 심박수가 131bpm이라 아주 높아요. 오늘은 쉬세요.", "contradicted:VER-VALUE-001"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(text, reason):
    asked = chat("어때요?", {"resting_heart_rate": 62})
    judged = judge(Answer(text=text, latency_s=0), asked, prompts=PRODUCT_PROMPTS)
    assert not judged.ok
    assert reason in judged.reasons


def test_what_the_token_limit_cut_is_not_shown():
    asked = chat("어때요?", {"resting_heart_rate": 62})
    text = "안정시 심박수 62bpm은 '정상' 범위예요. 편하게 지내세요."
    assert judge(Answer(text=text, latency_s=0), asked, prompts=PRODUCT_PROMPTS).ok
    assert judge(
        Answer(text=text, latency_s=0, ended=False), asked, prompts=PRODUCT_PROMPTS
    ).reasons == ("form:cut",)


def test_a_wording_that_fails_leaves_one_line_with_its_kind_and_place_and_no_word_of_a_person(
    caplog,
):
    asked = chat("제 이름은 홍길동이에요, 오늘 어때요?")
    tried = []

    def write(asked, brief):
        tried.append(brief)
        if len(tried) == 1:
            raise KeyError(asked.question)
        return rules_chat(asked).text

    assert verified_answer(asked, write).text == rules_chat(asked).text
    (line,) = [r.getMessage() for r in caplog.records]
    assert re.fullmatch(r"rules: a wording failed \(KeyError at test_prompts_and_rules.py:\d+ in write\); another is tried", line)  # fmt: skip
    assert "홍길동" not in caplog.text


def test_rules_compose_every_stratum_without_a_fault(caplog):
    for seed in range(len(STRATA)):
        assert rules_report(report(seed, "health_interpretation")).text
    assert caplog.records == []
