"""A bid says what follows where it does not help: readings taken again, signs that went away, weight that was lost."""

from __future__ import annotations

import re
from random import Random

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL, refused
from wearable_coach.answers.coaching.topic import book
from wearable_coach.answers.interpretation.ground import BOOKS
from wearable_coach.answers.prescription.composer import BOOKS as PLAN_BOOKS
from wearable_coach.answers.prescription.person import Limit, person_of
from wearable_coach.answers.prescription.plan import Aim, build_plan
from wearable_coach.records import Profile, Vitals
from wearable_coach.rendering.phrases import phrase_book

HELP = re.compile(r"의료기관|의료진|진료|119")
REPORT, PLAN = phrase_book(*BOOKS), phrase_book(*PLAN_BOOKS)
FAST = ("rhr_101_120", "hr_at_rest_gt_120")
LIGHT = Limit(intensity="light", by="wish", wish_refused=False)
AFTER = [
    *((REPORT, f"t2.{name}") for name in ("spo2_93_94", *FAST)),
    *((book(), f"cap2.{name}") for name in ("spo2_93_94", "rhr_delta_ge_20", "fever_or_below_neck_illness", *FAST)),
    *((PLAN, f"check.reason.{name}") for name in ("spo2_93_94", *FAST)),
    (PLAN, "stop.end"),
    (REPORT, "stop"),
    (REPORT, "t.bmi_low"),
    (PLAN, "read.bmi.underweight"),
    (REPORT, "t2.rhr_delta_ge_10"),
]  # fmt: skip
"""Slots of which each way says where to turn to if it stays so, or comes back."""
NO_ADVICE_YET = re.compile(r"도움을 (?:청하|받으)")


@pytest.mark.parametrize(
    ("of", "slot"), AFTER, ids=[f"{k}.{slot}" for k, (_, slot) in enumerate(AFTER)]
)
def test_each_way_says_where_to_turn_to(of, slot):
    silent = [w for w in some(of.slots[slot]) if not (HELP.search(w) or NO_ADVICE_YET.search(w))]
    assert silent == []


def test_a_sign_that_went_away_is_seen_by_a_doctor_before_the_next_exercise():
    for way in some(PLAN.slots["stop.end"]):
        assert "진료" in way, way
        assert not re.search("여러 번|자꾸|되풀이", way), way


def test_a_plan_of_rest_sets_no_place_in_the_target_range():
    _, texts = refused({}, {"oxygen_saturation": 94, "sleep_hr": 6.3}, "exercise_recommendation")
    assert not [t for t in some(texts) if "하한 가까이에서 움직" in t]


def test_an_athlete_is_not_told_to_walk_off_muscles_nor_to_reach_the_least_of_a_week():
    trained = {"athlete": True, "regularly_active": True}
    bad, texts = refused(trained, {"bmi": 27.1, "weight": 80.0}, "health_interpretation")
    assert bad == []
    assert not [t for t in some(texts) if "150~300" in t or "관절에" in t]


def test_an_easy_week_of_an_athlete_is_no_beginners():
    told = Profile(**(WELL | {"athlete": True, "regularly_active": True}))
    of_day = day(told, Vitals(**DAY))
    person = person_of(told, of_day.vitals, of_day.facts)
    for seed in range(8):
        plan = build_plan(LIGHT, person, of_day.facts, Aim(), Random(seed))
        assert plan.intensity == "light"
        assert plan.bouts[0].week_min >= 150
        assert plan.stages == ()
