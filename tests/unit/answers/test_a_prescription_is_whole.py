"""A prescription says each of the ten elements of the table where it applies, and the load where there are weights."""

import re
from random import Random
from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.prescription import composer
from wearable_coach.answers.prescription.wishes import Wishes
from wearable_coach.records import Condition, Message, Profile, Vitals
from wearable_coach.rendering.phrases import VOICES, phrase_book
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

ELEMENTS = table("elements")["elements"]
TRIES = 5
CASES = {
    "well": ({}, {}),
    "short sleep": ({}, {"sleep_hr": 5.2}),
    "deferred": ({}, {"oxygen_saturation": 94}),
    "vigorous": ({"desired_intensity": "vigorous"}, {}),
    "no age": ({"age": None}, {}),
    **{c: ({"conditions": (c,)}, {}) for c in get_args(Condition)},
}
LOAD = r"최대 무게의 (\d+)~(\d+)%"


def drafts(name, wishes=None):
    profile, vitals = CASES[name]
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | vitals)))
    for n in range(TRIES):
        brief = Brief(of_day, "", n % VOICES, n % composer.FRAMES, Random(n))
        yield of_day, composer.compose_told(brief, wishes or Wishes())


def test_the_table_has_ten_elements_each_in_a_section_of_a_prescription():
    sections = table("answer_format")["exercise_recommendation"]["prescribed"]
    assert len(ELEMENTS) == 10
    assert {row["section"] for row in ELEMENTS.values()} <= set(sections)


@pytest.mark.parametrize("name", CASES)
def test_each_element_is_said_where_it_applies(name):
    is_patient = bool(CASES[name][0].get("conditions"))
    for _, draft in some(drafts(name)):
        answer = draft.turns[0][1]
        for element, row in some(ELEMENTS.items()):
            if row["for"] == "conditions" and not is_patient:
                continue
            said = answer.partition(f"## {row['section']}\n")[2].partition("\n## ")[0]
            assert said, (element, answer)
            if "says" in row:
                assert re.search(row["says"], said), (element, said)
            else:
                assert any(label.startswith(f"{row['words']}.") for label in draft.template_ids), element  # fmt: skip


@pytest.mark.parametrize("condition", get_args(Condition))
def test_what_exercise_is_good_for_has_its_source_and_its_words(condition):
    rows = table("considerations")
    assert rows["benefits"][condition] in rows["sources"]
    assert phrase_book("considerations").slots[f"benefit.{condition}"]


def test_a_share_of_the_most_lifted_is_told_where_there_are_weights_and_lies_inside_the_doses():
    least, most = table("dose")["doses"]["strength_load_pct"]["range"]
    for of_day, draft in some(drafts("well", Wishes(place="gym"))):
        text = draft.turns[0][1]
        low, high = map(int, re.search(LOAD, text).groups())
        assert least <= low < high <= most
        said = [Message(role="user", content="?"), Message(role="assistant", content=text)]
        judged = judge_messages(said, day=of_day, kind="exercise_recommendation", by_ear=False)
        assert judged.accepted
        too_much = [said[0], Message(role="assistant", content=text.replace(f"{high}%)", "98%)"))]
        judged = judge_messages(too_much, day=of_day, kind="exercise_recommendation", by_ear=False)
        assert not judged.accepted


@pytest.mark.parametrize("place", ["home", "outdoors"])
def test_nobody_is_told_of_a_share_where_there_are_none(place):
    for _, draft in some(drafts("well", Wishes(place=place))):
        assert not re.search(LOAD, draft.turns[0][1])


@pytest.mark.parametrize("name", ["cvd", "hypertension", "pregnancy"])
def test_who_must_be_careful_is_told_of_none(name):
    for _, draft in some(drafts(name, Wishes(place="gym"))):
        assert not re.search(LOAD, draft.turns[0][1])
