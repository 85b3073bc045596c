"""What is said to whom needs help: the act first, for each kind, to the right person, and short."""

from itertools import product

import pytest

from tests.support.cases import some
from wearable_coach.records import Profile
from wearable_coach.rendering.labels import labels
from wearable_coach.serving.lexicon import sign_rows, sign_words, told_patterns
from wearable_coach.serving.urgency import ORDER, UNCLEAR, Need
from wearable_coach.serving.urgent_text import urgent_text, urgent_verdicts
from wearable_coach.standards.table import table
from wearable_coach.verification import accepted

KINDS = sorted(table("urgent_acts")["kinds"])
URGENT = [u for u in ORDER if u != "none"]
TOLD_OTHERWISE = {*labels()["conditions"], "another", "minor", "underweight"}
FIRST = {"emergency": "119", "crisis": "109", "urgent": "오늘", "contact": "먼저"}


def every_need():
    for kind, urgency, who, held in product(KINDS, URGENT, ("", "아버지", "동생"), (0, 1, 2)):
        yield Need(urgency, kind, who, held)
    for who, held in product(("", "어머니"), (0, 1)):
        yield Need("contact", UNCLEAR, who, held)


def test_the_first_sentence_is_the_act_and_the_whole_is_short():
    for need in some(every_need()):
        text = urgent_text(need, Profile(age=16))
        assert len(text) <= table("urgent_acts")["longest_characters"], need
        if need.kind != UNCLEAR:
            assert FIRST[need.urgency] in text.split(".")[0], text


def test_nobody_is_soothed_and_nobody_trains():
    for need in some(every_need()):
        text = urgent_text(need, Profile())
        assert not any(word in text for word in ("정상", "괜찮아요", "걱정", "bpm", "{")), text
        assert "119" in text, text


def test_another_person_is_named_and_not_told_to_rest_from_training():
    for need in some(n for n in every_need() if n.who):
        assert need.who in urgent_text(need, Profile()), need


@pytest.mark.parametrize("age", [15, 40])
def test_the_young_are_told_of_their_own_line(age):
    text = urgent_text(Need("crisis", "suicide_self_harm"), Profile(age=age))
    assert "109" in text
    assert "1577-0199" in text
    assert ("1388" in text) == (age < table("urgent_acts")["youth_below_age"])


def test_each_sentence_is_one_of_the_table_at_its_place():
    need = Need("emergency", "stroke", "할머니")
    text = urgent_text(need, Profile())
    found = urgent_verdicts(need, Profile())
    assert accepted(found)
    assert " ".join(v.span for v in found) == text
    assert all(text[v.start : v.start + len(v.span)] == v.span for v in found)


def test_each_kind_names_its_sources():
    acts = table("urgent_acts")
    for name, row in some(acts["kinds"].items()):
        assert set(row["source"]) <= set(acts["sources"]), name


def test_each_sign_is_of_a_kind_that_has_acts_and_of_words_that_are_listed():
    known = set(sign_words())
    for row in some(sign_rows()):
        assert row.urgency == "none" or row.kind in KINDS, row.kind
        assert {*row.where, *row.feels, *row.beside, *row.unless} <= known, row
        assert row.said or row.like or (row.where and row.feels), row
        for name in (n for group in row.told for n in group):
            assert name in known | set(told_patterns()) | set(KINDS) | TOLD_OTHERWISE, name
