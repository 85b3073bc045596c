"""A plan keeps to what was told: what the day has already held, the place, the days, what is sore, what was asked."""

import re

import pytest

from tests.support.cases import some
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts
from wearable_coach.answers.prescription import composer as plans
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.standards.table import table

WALKED = {"steps": 31_494, "distance_km": 23.4, "active_calories": 1135}


@pytest.mark.parametrize("sleep_hr", [7.5, 5.2])
def test_who_has_walked_enough_today_begins_tomorrow(sleep_hr):
    enough = table("dose")["plans"]["walked_enough_from_steps"]
    for text in some(texts(PLAN, vitals=WALKED | {"sleep_hr": sleep_hr})):
        check = section(text, "운동 전 확인")
        assert re.search(r"31,494보", check), check
        assert re.search(r"내일부터", check), check
        assert not re.search(r"시작해도|(?:움직여도|운동해도|써도) 돼", check), check
    less = {"steps": enough - 1, "distance_km": 14.5, "active_calories": 700}
    for text in some(texts(PLAN, vitals=less)):
        assert "내일부터" not in section(text, "운동 전 확인")


def test_what_is_said_of_a_goal_fits_every_place():
    slots = phrase_book(*plans.BOOKS).slots
    for slot in some(s for s in slots if s.startswith("main.goal.")):
        said = " ".join(slots[slot])
        assert not re.search(r"바깥|풍경|햇빛|야외|공원|헬스장", said), said


def test_who_wants_to_sleep_better_is_told_what_exercise_has_to_do_with_it():
    for text in some(texts(PLAN, {"goal": "sleep_better"})):
        assert re.search(r"잠[이에드들]|자기 직전|수면 리듬", section(text, "본운동")), text
