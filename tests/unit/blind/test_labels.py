"""The blind sets are whole: a label that cannot be read would count as a right answer."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.support.cases import some
from wearable_coach.records import Profile, Vitals

BLIND = Path(__file__).parents[2] / "blind"
FIELDS = {
    "reading/pairs": {"id", "kind", "profile", "vitals", "category", "question", "true", "false", "writer"},
    "reading/answers": {"id", "kind", "profile", "vitals", "question", "answer", "label", "why", "writer"},
    "hearing/utterances": {"id", "group", "kind", "form", "history", "text", "want", "writer"},
    "hearing/conditions": {"id", "text", "conditions", "note", "writer"},
    "hearing/readings": {"id", "text", "reading", "level_at_least", "writer"},
    "hearing/everyday": {"id", "text", "must", "must_not", "writer"},
    "questions/everyday": {"id", "area", "text", "must", "must_not", "writer"},
}  # fmt: skip


def read(name):
    lines = (BLIND / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", FIELDS)
def test_each_line_has_its_fields_and_an_id_of_its_own(name):
    found = read(name)
    assert {frozenset(one) for one in found} == {frozenset(FIELDS[name])}
    assert Counter(one["id"] for one in found).most_common(1)[0][1] == 1


def test_a_pair_differs_and_an_answer_that_is_bad_says_why():
    assert [one["id"] for one in read("reading/pairs") if one["true"] == one["false"]] == []
    assert {one["label"] for one in read("reading/answers")} == {"good", "bad"}
    assert [
        one["id"] for one in read("reading/answers") if (one["label"] == "bad") != bool(one["why"])
    ] == []


def test_days_are_days():
    for one in some(read("reading/pairs") + read("reading/answers")):
        known = Profile.model_fields.keys() & one["profile"].keys()
        assert known == one["profile"].keys(), one["id"]
        Vitals.model_validate(one["vitals"])


def test_what_is_wanted_is_an_urgency():
    wanted = {one["want"] for one in read("hearing/utterances")}
    assert wanted == {"emergency", "crisis", "urgent", "contact", "none"}
    assert {one["level_at_least"] for one in read("hearing/readings")} == {0, 1, 2, 3, 4}
