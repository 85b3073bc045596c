"""What a condition means for the exercise that is asked of comes first; of what is not to be done nobody is told how."""

from typing import get_args

import pytest

from tests.support.cases import some
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.everyday.answers import SaidPoint, sent_once
from wearable_coach.answers.everyday.sports import names
from wearable_coach.day import day_of
from wearable_coach.records import Condition, Message, Profile, Vitals
from wearable_coach.serving.chat_rules import rules_chat
from wearable_coach.serving.prompts import Asked
from wearable_coach.serving.told import known_day
from wearable_coach.serving.told_text import acknowledged
from wearable_coach.standards.table import table
from wearable_coach.standards.topics import everyday_topics
from wearable_coach.verification import accepted, verify_answer

SPORTS = (
    "등산 가도 돼요?", "자전거 타도 되나요?", "배드민턴은 어떻게 시작해요?", "달리기 시작하고 싶어요", "마라톤 준비는 어떻게 해요?",
    "스쿼트 자세 알려 주세요", "필라테스 다녀도 될까요?", "수영 배우고 싶어요", "골프 치러 가도 되나요?", "줄넘기 몇 개부터 해요?",
)  # fmt: skip
TOLD = "골다공증이 있어요."
HOW = ("축구", "농구", "태권도", "스키", "암벽 등반", "스노보드")


def said(question, *conditions, **vitals):
    profile = Profile(age=40, regularly_active=True, conditions=conditions)
    day = day_of(profile, Vitals(**vitals), hrmax_formula="tanaka")
    return rules_chat(Asked("coaching", day, day, question)).text


def topics_said(text):
    return [
        p.id for t in everyday_topics().values() for p in t.points if any(w in text for w in p.ways)
    ]


@pytest.mark.parametrize("condition", get_args(Condition))
def test_an_answer_about_a_sport_begins_with_the_condition(condition):
    for question in some(SPORTS):
        text = said(question, condition)
        assert names(" ".join(text.split(". ")[:3]), condition), (question, text)


@pytest.mark.parametrize("condition", ["anticoagulant", "pregnancy", "pacemaker"])
def test_of_a_sport_with_blows_nobody_is_told_how_who_may_not(condition):
    for sport in some(HOW):
        text = said(f"{sport} 시작하려고 하는데 어때요?", condition)
        assert names(text, condition), text
        assert not topics_said(text), text


def test_weak_bones_are_heard_where_the_question_tells_of_them():
    assert said("골다공증이 있는데 스키 타도 돼요?").startswith("골다공증이 있")
    assert "골다공증" not in said("스키 타도 돼요?")


def test_the_condition_is_the_askers_own():
    assert "임신 중에는" not in said(
        "남편이 축구를 시작하려는데 어떻게 하면 좋을까요?", "pregnancy"
    )


def in_turn(*turns, conditions=(), given=None):
    profile = given or Profile(age=40, regularly_active=True, conditions=conditions)
    history, text = [], ""
    for turn in turns:
        words = "\n".join(m.content for m in history if m.role == "user")
        told = day_of(profile, Vitals(), hrmax_formula="tanaka")
        asked = Asked("coaching", told, known_day(told, f"{words}\n{turn}"), turn, tuple(history))
        text = rules_chat(asked).text
        history += [Message(role="user", content=turn), Message(role="assistant", content=text)]
    return text


@pytest.mark.parametrize("sport", ["등산", "자전거", "테니스", "배구"])
def test_where_falls_are_banned_nothing_is_told_of_how(sport):
    for condition in ("anticoagulant", "pregnancy"):
        text = said(f"{sport} 시작해도 될까요?", condition)
        assert names(text, condition), text
        assert not topics_said(text), text


@pytest.mark.parametrize("sport", ["실내 자전거", "탁구"])
def test_what_nobody_falls_in_is_not_banned_by_its_topic(sport):
    assert topics_said(said(f"{sport} 시작해도 될까요?", "anticoagulant"))


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("스쿠버다이빙 해도 돼요?", "pregnancy"),
        ("여행 가서 다이빙 배우려고 하는데 어때요?", "asthma"),
        ("남편이 스카이다이빙 같이 하자는데요", "pregnancy"),
        ("핫요가 등록해도 될까요?", "pregnancy"),
        ("핫 필라테스 다녀도 되나요?", "hypertension"),
    ],
)
def test_under_water_and_in_the_heat_the_condition_decides(question, condition):
    text = said(question, condition)
    assert names(text, condition), text
    assert not topics_said(text), text


@pytest.mark.parametrize("sport", ["축구는요?", "그럼 스키는요", "핫요가는?", "프리다이빙은요?"])
def test_a_sport_that_is_only_named_takes_the_same_gate(sport):
    text = in_turn("걷기는 하루 몇 분이 좋아요?", sport, conditions=("pregnancy",))
    assert text.startswith(("임신", "배가")), text
    assert not topics_said(text), text


@pytest.mark.parametrize(
    ("question", "after", "condition"),
    [
        ("우리 아빠 와파린 드시는데 배드민턴 쳐도 돼요?", "등산은요?", "anticoagulant"),
        ("장모님이 엘리퀴스 드시는데 테니스 배우셔도 될까요?", "그럼 스키는요?", "anticoagulant"),
        ("남편이 심박조율기 달았는데 검도 다녀도 되나요?", "농구는요?", "pacemaker"),
        ("할머니가 골다공증이신데 자전거 배워도 될까요?", "등산은요?", "osteoporosis"),
    ],
)
def test_the_condition_of_who_is_asked_about_counts_in_that_turn_and_the_next(
    question, after, condition
):
    for turns in ((question,), (question, after)):
        text = in_turn(*turns, given=Profile())
        assert names(text, condition), text
        assert not topics_said(text), text


def test_of_another_with_a_condition_it_is_said_as_of_anybody():
    text = in_turn("엄마가 고혈압약 드시는데 헬스장 다니셔도 돼요?", given=Profile())
    assert names(text, "hypertension")
    assert "있으니" not in text


def test_no_sentence_supposes_the_condition_of_another():
    assert "고혈압" not in said("HIIT도 괜찮죠?", "asthma")
    assert "태동" not in said("오늘 스쿼트 해도 돼요?")


@pytest.mark.parametrize("slot", [name for name in book().slots if name.startswith("sport.")])
def test_each_sentence_stands_and_has_a_source(slot):
    _, kind, condition = slot.split(".")
    rows = table("considerations")
    assert rows["sports"][kind][condition] in rows["sources"]
    conditions = (condition,) if condition in get_args(Condition) else ()
    day = day_of(
        Profile(age=40, regularly_active=True, conditions=conditions),
        Vitals(),
        hrmax_formula="tanaka",
    )
    for way in book().slots[slot]:
        assert accepted(verify_answer(way, day=day, kind="coaching", question=TOLD)), way
        assert names(way, condition), way


def test_each_kind_of_the_table_has_its_sentence():
    sports = table("considerations")["sports"]
    told = {f"sport.{kind}.{one}" for kind, row in sports.items() for one in row}
    assert told == {name for name in book().slots if name.startswith("sport.")}


def test_a_condition_is_said_to_count_only_where_it_does():
    day = day_of(Profile(age=40, regularly_active=True), Vitals(), hrmax_formula="tanaka")
    known = day_of(
        Profile(age=40, regularly_active=True, conditions=("asthma",)),
        Vitals(),
        hrmax_formula="tanaka",
    )
    asked = Asked("coaching", day, known, "천식이 있어요. 신발은 어떻게 골라요?")
    assert "반영했어요" not in acknowledged("신발은 발에 맞게 고르세요.", asked, 0)
    assert "반영했어요" in acknowledged("천식이 있으니 흡입기를 곁에 두세요.", asked, 0)


@pytest.mark.parametrize(
    "question",
    [
        "딱 한 세트만 스쿼트 할까요?",
        "필라테스 예약했는데 가도 되나요",
        "수영장 가도 돼요?",
        "바벨 로우 자세 알려 주세요",
    ],
)
def test_on_a_day_of_rest_the_decision_comes_first_and_no_how_to_follows(question):
    text = said(question, resting_heart_rate=106)
    assert any(
        word in " ".join(text.split(". ")[:2])
        for word in ("쉬", "미루", "미뤄", "재측정", "다시 재")
    )
    assert not topics_said(text), text


def test_what_comes_first_does_not_begin_as_if_it_stood_against_something():
    for question in (
        "오늘 인터벌 해도 되죠?",
        "오늘 달려도 돼요?",
        "마라톤 훈련 오늘 할까요?",
        "줄넘기 해도 되나요?",
    ):
        assert not said(question, sleep_hr=5.1).startswith(("다만", "하지만", "그런데")), question


def test_nobody_is_sent_to_the_same_specialist_twice_in_an_answer_unless_it_is_urgent():
    point = everyday_topics()["knee_pain"].points[0]
    ways = (
        "무릎이 낫지 않으면 정형외과 진료를 받아 보세요.",
        "무릎이 자꾸 꺾이면 정형외과에 가 보세요.",
        "열이 나면서 부으면 바로 정형외과에 가세요.",
    )
    kept = sent_once([SaidPoint(point, way) for way in ways])
    assert [one.way for one in kept] == [ways[0], ways[2]]


def test_an_answer_with_the_day_and_a_condition_is_not_too_long():
    for question in some(SPORTS):
        assert len(said(question, "cvd", "diabetes", sleep_hr=5.1)) <= 650, question


def test_on_a_light_day_the_limit_comes_before_how():
    text = said("오늘 스쿼트 해도 돼요?", sleep_hr=5.1)
    assert "잠" in text.split(". ")[0] or "수면" in text.split(". ")[0]
