"""Serving hears what users say back after an answer, and says the sentences that rows teach."""

from __future__ import annotations

import pytest

from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.verification import accepted

_PERSON = Profile(age=41, regularly_active=True)
_DAY = Vitals(sleep_hr=5.1, steps=4000)
_PLAN = (
    Message(role="user", content="오늘 운동 짜 주세요"),
    Message(role="assistant", content="오늘은 저강도로 편하게 걷기 20분만 해요."),
)


def _answer(question, history=_PLAN, vitals=_DAY):
    day = day_of(_PERSON, vitals, hrmax_formula=DEFAULT_FORMULA)
    asked = Asked("coaching", day, day, question, history=tuple(history))
    asked = asked._replace(known=known_day(day, asked.user_words))
    answer = rules_chat(asked)
    assert accepted(answer.verdicts), answer
    return answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("왜 저강도예요?", "5시간|5.1시간|모자"),
        ("왜요?", "5시간|5.1시간|모자"),
        ("무릎이 아픈데 바꿔 주세요", "실내자전거|물속|수영|자전거"),
        ("어제보다 나아진 거예요?", "어제|지난 날"),
        ("워치가 틀린 거 아니에요?", "다시 재|다시 잰"),
        ("그럼 내일은 세게 해도 돼요?", "내일"),
        ("제가 아까 뭐라고 했죠?", "4,000보"),
        ("저 8시간 잤는데요", "말씀"),
    ],
)
def test_what_is_said_back_is_answered_from_the_day(question, said):
    text = _answer(question)
    assert any(word in text for word in said.split("|")), text


def test_what_was_said_to_hurt_holds_in_the_next_turn():
    history = (
        *_PLAN,
        Message(role="user", content="허리가 아픈데 바꿔 주세요"),
        Message(role="assistant", content="네, 바꿔요. 평지 걷기로 해요."),
    )
    assert "허리" in _answer("그래서 지금 뭐부터 하면 돼요?", history)


def test_nothing_is_said_back_before_there_was_an_answer():
    """The night may be told among the readings; that it is a plan's reason is not, where there was none."""
    reasons = ("까닭은 잠", "걸렸", "모자라서")
    assert any(word in _answer("왜요?") for word in reasons)
    assert not any(word in _answer("왜요?", history=()) for word in reasons)


def test_the_users_words_count_over_the_record():
    text = _answer("저 8시간 잤는데요")
    assert "8시간" in text
    assert "5시간 6분" not in text


def test_a_feeling_is_heard_before_any_advice():
    text = _answer("해도 해도 안 빠져서 너무 속상해요 ㅠㅠ", history=())
    first = text.split(".", 1)[0]
    assert any(word in first for word in ("속상", "마음", "고마워요"))


def test_signs_of_danger_are_told_where_one_asks_of_them_alone():
    plain = _answer("골프 비거리 늘리려면 어떤 운동을 해야 해요?", history=(), vitals=Vitals())
    assert plain.index("비거리") < 60
    assert "119" not in plain
    risky = _answer("무릎이 아픈데 스쿼트 해도 괜찮아요?", history=(), vitals=Vitals())
    assert "진료" in risky or "병원" in risky or "정형외과" in risky
