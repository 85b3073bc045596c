"""What is said of told words is said aloud, first what must be done, and stands before the verifier."""

from typing import get_args

import pytest

from wearable_coach.day import day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Condition, Profile, ToldReadings, Vitals
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.guard import verified
from wearable_coach.serving.need import safety_level
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.serving.told_text import acknowledged, heard_line, told_reason
from wearable_coach.verification import accepted, verify_answer

EMERGENCIES = [{"glucose": 48}, {"temperature": 40.2}, {"systolic_bp": 190, "pressure_sign": True}]
CONTACTS = [{"glucose": 65}, {"glucose": 350}, {"systolic_bp": 182}, {"diastolic_bp": 112}]


def day(profile=None, vitals=None, **told):
    record = profile or Profile(), vitals or Vitals()
    return day_of(*record, hrmax_formula=DEFAULT_FORMULA, told=ToldReadings(**told))


def asked(question, vitals=None, **profile):
    given = day(Profile(**profile), vitals)
    return Asked("coaching", given, known_day(given, question), question)


def stands(text, of):
    return accepted(verify_answer(text, day=of, kind="coaching"))


@pytest.mark.parametrize("told", [*EMERGENCIES, *CONTACTS], ids=str)
def test_a_told_danger_has_a_text_that_stands_and_begins_with_the_act(told):
    of = day(**told)
    text = told_reason(of.facts)
    assert stands(text, of)
    act = "119에 전화하세요" if told in EMERGENCIES else "의료기관에 연락하세요"
    assert act in text.split(".")[0]


def test_a_red_flag_is_spoken_to_before_a_told_reading():
    assert told_reason(day(Profile(symptoms=("chest_pain",)), glucose=48).facts) == ""
    assert told_reason(day(glucose=120).facts) == ""


@pytest.mark.parametrize("condition", get_args(Condition))
def test_a_line_that_a_condition_was_heard_stands(condition):
    of = day(Profile(age=45), None)
    known = day(Profile(age=45, conditions=(condition,)))
    line = heard_line(Asked("coaching", of, known, "걷고 싶어요"))
    assert line.startswith("말씀하신 ")
    assert stands(line, known)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (asked("저 심방세동이 있어요", age=45), "심방세동"),
        (asked("72세예요"), "72세"),
        (asked("고1이에요"), "나이"),
        (asked("72세예요", age=45), "더 조심"),
        (asked("8시간 잤어요", Vitals(sleep_hr=5.2)), "말씀하신 값"),
        (asked("임신은 아니에요", age=30, conditions=("pregnancy",)), "프로필에 적힌 임신"),
    ],
)
def test_what_was_taken_from_the_words_is_said(one, said):
    line = heard_line(one)
    assert said in line
    assert stands(line, one.known)
    assert acknowledged("걸어 보세요.", one, 0) == f"{line} 걸어 보세요."
    assert acknowledged("119에 전화하세요.", one, 4) == "119에 전화하세요."


def test_nothing_is_said_where_nothing_new_was_told():
    assert heard_line(asked("걸어도 되나요", Vitals(sleep_hr=7), age=45)) == ""
    assert heard_line(asked("저 당뇨예요", age=45, conditions=("diabetes",))) == ""
    assert heard_line(asked("엄마가 당뇨예요", age=45)) == ""


@pytest.mark.parametrize(
    ("text", "told", "stood"),
    [
        ("말씀하신 혈당 62mg/dL는 낮아요. 의료기관에 먼저 연락하세요.", {"glucose": 62}, True),
        ("말씀하신 혈당 162mg/dL는 낮아요. 의료기관에 먼저 연락하세요.", {"glucose": 62}, False),
        ("혈당이 높아요. 의료기관에 먼저 연락하세요.", {"glucose": 62}, False),
        ("혈압이 높아요. 의료기관에 먼저 연락하세요.", {"systolic_bp": 190}, True),
        ("혈압이 높아요. 의료기관에 먼저 연락하세요.", {}, False),
    ],
)
def test_the_verifier_lets_told_readings_stand_and_no_others(text, told, stood):
    one = Asked("coaching", day(), day(**told), "뛰어도 되나요")
    assert accepted(verified(text, one)) is stood


@pytest.mark.parametrize(
    ("question", "level", "never"),
    [("혈당이 320이에요 뛰어도 돼요?", 3, "사탕"), ("열이 38.5도인데 뛰어도 돼요?", 2, "아기")],
)
def test_a_need_that_a_told_reading_rules_out_is_not_spoken_to(question, level, never):
    one = asked(question)
    assert safety_level(one) == level
    assert never not in rules_chat(one).text
