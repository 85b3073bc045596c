"""A plan says nothing that its own table, place, day or person contradicts."""

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.unit.answers.test_a_plan_keeps_to_what_was_told import days_of
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts
from tests.unit.answers.test_prescription_laws import WISHED, of_person, plans
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.answers.prescription.question import FRAME_LIST
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.records import Message
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

SLOTS = phrase_book(*composer.BOOKS).slots
FAST = {"resting_heart_rate": 125, "heart_rate": 130}
LIFTS_ARMS = {"hatha_yoga", "low_aerobics", "easy_gymnastics", "chair_moves", "step_class", "dead_bug"}  # fmt: skip
OF_THE_HOUSE = r"벽 |의자에|문틀|문고리|의자 등받이"
DAYS_NAMED = r"주 (\d)일(?:\(([^)]*)\))?"


def frame_of(style):
    return next(n for n, frame in enumerate(FRAME_LIST) if frame.style == style)


def test_who_begins_is_told_of_no_light_week_that_the_table_has_not():
    for said in some(SLOTS["screen.no_clearance_start_light_moderate"]):
        assert not re.search(r"(?:저강도로|가볍게) 시작", said), said


def test_pain_of_a_muscle_or_a_joint_is_no_sign_to_call_for_help_but_has_its_own_line():
    for slot in ("stop.signs", "stop.signs.fast"):
        assert not [said for said in some(SLOTS[slot]) if re.search(r"관절|근육|메스꺼", said)]
    for text in some(texts(PLAN)):
        (line,) = [x for x in section(text, "중단 신호").split("\n") if "관절" in x]
        assert "진료" in line, line
        assert "119" not in line, line


def test_first_a_doctor_is_called_today_and_what_was_measured_is_measured_again():
    for said in some(SLOTS["wh.do.contact"]):
        first, second = said.split("\n")[:2]
        assert re.search(r"오늘.*(?:의료기관|의원|병원)", first), said
        assert not re.search(r"물어보|필요한지", first), said
        assert re.search(r"쉰 뒤 다시 재", second), said
    for said in some(SLOTS["wh.lead.contact"]):
        assert re.search(r"오늘.*(?:의료기관|병원)", said), said


@pytest.mark.parametrize(
    ("vitals", "own"),
    [(FAST, r"두근.*어지|어지.*두근"), ({"oxygen_saturation": 91}, r"파래|흐려")],
)
def test_signs_of_an_emergency_are_those_of_the_reading_that_put_exercise_off(vitals, own):
    for text in some(texts(PLAN, vitals=vitals)):
        assert re.search(own, section(text, "응급 신호")), text


def test_a_resting_rate_is_told_once():
    for text in some(texts(PLAN, vitals=FAST)):
        assert section(text, "운동 전 확인").count("125bpm") == 1, text


def test_sore_shoulders_are_given_nothing_that_lifts_the_arms():
    for wish in some(WISHED):
        for place in ("home", "gym", "outdoors"):
            for _, made in some(
                plans(Wishes(place=place, limit="shoulders"), desired_intensity=wish)
            ):
                moves = (*made.strength, *(e for bout in made.aerobic for e in bout))
                assert not LIFTS_ARMS & {e.code for e in moves}


@pytest.mark.parametrize("age", [44, 70])
def test_a_park_has_neither_walls_nor_chairs(age):
    for text in some(texts(PLAN, {"age": age}, wishes=Wishes(place="outdoors"))):
        for name in ("준비운동", "본운동", "정리운동"):
            names = re.sub(r":[^\n]*", "", section(text, name))
            assert not re.search(OF_THE_HOUSE, names), text


def test_nobody_is_taken_to_own_a_bike_where_something_else_is_left():
    for text in some(texts(PLAN, {"goal": "endurance"}, wishes=Wishes(place="home"))):
        assert "실내 자전거" not in text, text


@pytest.mark.parametrize("age", [44, 66])
def test_who_is_near_underweight_is_turned_from_losing_weight_to_strength_and_eating(age):
    thin = {"bmi": 18.8, "weight": 50.9}
    for text in some(texts(PLAN, {"goal": "weight_loss", "age": age}, thin)):
        check = section(text, "운동 전 확인")
        assert re.search(r"더 (?:빼|줄이)[^\n]*(?:근력|식사)", check), check
        assert re.search(r"식사|끼니", check), check
        assert "감량" not in text.partition("## 운동 강도")[2], text
    least = table("dose")["plans"]["least_bmi_to_lose_weight"]
    for text in some(texts(PLAN, {"goal": "weight_loss"}, {"bmi": least, "weight": 54.0})):
        assert not re.search(r"낮은 편", section(text, "운동 전 확인")), text


ILL = {"symptoms": ("chest_cough",), "hr_context": "exercise"}


@pytest.mark.parametrize(("profile", "vitals"), [(ILL, {"heart_rate": 159}), ({}, {"oxygen_saturation": 94})])  # fmt: skip
def test_on_a_day_of_rest_no_target_is_one_of_the_day(profile, vitals):
    for text in some(texts(PLAN, profile, vitals)):
        said = section(text, "운동 전 확인") + section(text, "운동 강도")
        assert not re.search(r"때까지[^\n]*(?:넘기지|안에서|상한)|회복 전에는 여기까지", said), said
        assert re.search(r"5~10분씩", section(text, "진행 계획")), text


@pytest.mark.parametrize("age", [44, 70])
@pytest.mark.parametrize("wish", WISHED)
@pytest.mark.parametrize("days", [None, 3, 4, 5, 6])
def test_who_asks_by_the_days_of_the_week_hears_the_days_of_each_row(age, wish, days):
    of_day = of_person({"age": age, "desired_intensity": wish})
    tried = 0
    for n in range(30):
        brief = Brief(of_day, "", n % VOICES, frame_of("week"), Random(n))
        ((asked, text),) = composer.compose_told(brief, Wishes(days=days)).turns
        if "요일별" not in asked:
            continue
        tried += 1
        said = [Message(role="user", content=asked), Message(role="assistant", content=text)]
        assert judge_messages(said, day=of_day, kind=PLAN, by_ear=True).accepted, text
        for count, names in re.findall(DAYS_NAMED, section(text, "주간 처방표")):
            assert len(days_of(names)) == int(count), text
    assert tried


def test_who_asks_what_to_do_today_is_told_of_one_exercise():
    names = [row["name_ko"] for row in table("exercises")["aerobic"].values()]
    for text in some(texts(PLAN, frame=frame_of("today"))):
        assert any(name in section(text, "운동 전 확인") for name in names), text


@pytest.mark.parametrize("bpm", [101, 106])
def test_a_rate_just_below_its_range_is_not_called_too_low(bpm):
    for text in some(texts(PLAN, {"hr_context": "exercise"}, {"heart_rate": bpm})):
        (said,) = [x for x in section(text, "운동 강도").split("\n") if f"심박수 {bpm}bpm" in x]
        assert "하한" in said, said
        assert not re.search(r"낮|아래|올려|빠르게", said), said


@pytest.mark.parametrize("slot", ["wh.do.rest", "check.today.ill", "check.today.reduce"])
def test_what_is_said_of_every_day_speaks_of_no_lack_of_sleep(slot):
    assert not [said for said in some(SLOTS[slot]) if re.search(r"일찍|잠", said)]


def test_what_a_goal_is_told_is_true():
    assert not [said for said in some(SLOTS["main.goal.weight_loss"]) if "먼저 줄어" in said]
    for said in some(SLOTS["main.goal.sleep_better"]):
        assert re.search(r"낮|늦은 밤|자기 직전", said), said


def test_nobody_is_spoken_of_as_of_another():
    slots = [s for s in SLOTS if s.startswith(("screen.", "goal.", "wh.reason."))]
    for slot in some(slots):
        assert not [s for s in SLOTS[slot] if re.search(r"[던은는] 분(?:이|은| )", s)], slot
