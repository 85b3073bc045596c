"""A plan keeps to what was told: what the day has already held, the place, the days, what is sore, what was asked."""

import re

import pytest

from tests.support.cases import some
from tests.unit.answers.test_made_for_the_person import PLAN, section, texts
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
