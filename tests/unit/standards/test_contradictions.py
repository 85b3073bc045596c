"""Every pair of readings that can contradict each other is told by each answer that speaks of contradictions."""

from random import Random

import pytest

from tests.support.days import check_records
from wearable_coach.answers.coaching.subjects.move import ODD, ODD_USES
from wearable_coach.answers.interpretation.missing import ACROSS
from wearable_coach.answers.prescription.check import WARNINGS
from wearable_coach.records import VITAL_FIELDS
from wearable_coach.sources.days import sample_day
from wearable_coach.sources.people import sample_person
from wearable_coach.standards.fields import contradictions, contradictions_of
from wearable_coach.standards.table import table


@pytest.mark.parametrize("told", [ACROSS, WARNINGS], ids=["report", "prescription"])
def test_each_kind_of_answer_has_words_for_every_contradiction(told):
    assert set(told) == set(contradictions())


def test_the_coach_explains_every_contradiction_between_two_readings():
    """A heart rate far above the predicted maximum is one reading: the coach takes it as it is."""
    between = {code for code, fields in contradictions().items() if len(fields) > 1}
    assert set(ODD) == between


def test_a_contradiction_is_between_readings_and_each_is_set_aside_by_the_coach():
    readings = {name for fields in contradictions().values() for name in fields}
    assert readings <= set(VITAL_FIELDS)
    assert readings == ODD_USES


def test_each_contradiction_that_is_sampled_is_warned_of_by_the_table_s_code():
    seen: set[str] = set()
    for seed in range(60):
        rng = Random(seed)
        person = sample_person(rng, stratum="inconsistent", kind="coaching")
        found = check_records(*sample_day(person, rng, stratum="inconsistent", kind="coaching"))
        hits = contradictions().keys() & found.warnings
        assert hits, found.warnings
        seen |= hits
    kinds = table("population")["inconsistent"]["kinds"]
    assert {code.removeprefix("unusual:") for code in seen} == set(kinds)


def test_steps_are_in_doubt_where_they_and_the_distance_do_not_fit():
    assert contradictions_of("steps") == {"unusual:stride", "distance_without_steps"}
