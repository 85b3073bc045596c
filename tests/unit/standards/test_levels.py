"""The levels and caps that code names are those of the tables, in their order."""

import json
from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.records import Intensity, Profile, Vitals
from wearable_coach.standards.intensity import intensity_classes, lower_cap
from wearable_coach.standards.levels import Cap, SafetyLevel, cap_of
from wearable_coach.standards.table import table


def test_the_levels_are_the_table_s_and_a_higher_one_never_allows_more():
    rows = table("safety")["levels"]
    assert {int(level) for level in SafetyLevel} == set(rows)
    caps = [cap_of(rows[level]["cap"]) for level in SafetyLevel]
    assert caps == sorted(caps, reverse=True)


def test_the_caps_are_the_table_s_in_its_order_and_every_wish_is_one():
    assert [cap.code for cap in Cap] == table("intensity")["order"]
    assert set(get_args(Intensity)) == {cap.code for cap in Cap if cap is not Cap.NONE}
    assert set(table("labels")["caps"]) == {cap.code for cap in Cap}
    assert {cap.code for cap in Cap} - {"none"} <= set(intensity_classes())


def test_the_lower_of_two_caps_is_the_lower_whichever_comes_first():
    for first in some(Cap):
        for second in some(Cap):
            assert cap_of(lower_cap(first.code, second.code)) is min(first, second)


@pytest.mark.parametrize("code", ["near_maximal", "", "LIGHT"])
def test_a_word_that_is_no_cap_has_no_place_in_their_order(code):
    with pytest.raises(KeyError):
        cap_of(code)


def test_a_level_is_written_as_the_number_that_it_is():
    facts = day(Profile(symptoms=("chest_pain",)), Vitals()).facts
    assert facts.safety_level is SafetyLevel.EMERGENCY
    assert json.dumps(facts.as_json()["safety_level"]) == f"{facts.safety_level}" == "4"
