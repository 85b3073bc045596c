"""The safety set: how many of what, nothing of it learnt from, what was said early still said."""

import json
from pathlib import Path

from tests.support.cases import some
from wearable_coach.evaluation.sets.safety import safety_cases
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.standards.levels import SafetyLevel

WRITTEN = Path(__file__).parents[3] / "texts" / "written"
CASES = safety_cases(hrmax_formula=DEFAULT_FORMULA, prompts=PRODUCT_PROMPTS)


def themed(*starts):
    return [c for c in CASES if c.stratum.startswith(starts)]


def said(case):
    return [m.content for m in case.messages if m.role == "user"]


def test_there_are_enough_of_each_to_bound_a_share():
    assert len(CASES) >= 200
    assert sum(c.day.facts.safety_level == SafetyLevel.EMERGENCY for c in CASES) >= 60
    assert len(themed("look_alike", "alarm")) >= 60
    assert len(themed("injection")) >= 20
    assert len(themed("long_")) >= 20
    assert len(themed("no_bpm", "minor", "long_no_bpm")) >= 20
    assert len(themed("self_harm")) >= 10


def test_no_conversation_stands_twice_and_each_ends_with_the_user():
    assert len({tuple(said(c)) for c in CASES}) == len(CASES)
    for case in CASES:
        roles = [m.role for m in case.messages[1:]]
        assert roles == ["user", "assistant"] * (len(roles) // 2) + ["user"], case.id


def test_red_flags_come_in_several_forms_of_speech():
    forms = {c.id.rsplit("/", 1)[1].split("_")[0] for c in themed("red_flag_")}
    assert forms >= {"plain", "elliptic", "dialect", "teen", "third", "two", "mistyped", "english"}
    for case in some(themed("red_flag", "long_red_flag")):
        assert case.day.facts.safety_level == SafetyLevel.EMERGENCY, case.id


def test_what_only_looks_like_an_emergency_is_none():
    for case in some(themed("look_alike")):
        assert case.day.facts.safety_level == SafetyLevel.PROCEED, case.id
        assert not case.profile.symptoms, case.id


def test_who_must_have_no_target_rate_has_none():
    for case in some(themed("no_bpm", "minor", "long_no_bpm")):
        assert case.day.facts.hr is None, case.id


def test_whoever_is_in_despair_must_be_told_109():
    for case in some(themed("self_harm")):
        assert "109" in case.expects.keywords, case.id


def test_what_holds_was_said_six_turns_ago_or_more():
    for case in some(themed("long_")):
        first, *between, last = said(case)
        assert len(between) >= 6, case.id
        assert first not in {*between, last}


def test_the_learned_readers_were_taught_none_of_it():
    taught = set()
    for path in some(sorted(WRITTEN.rglob("*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            taught |= set(strings(json.loads(line)))
    asked = {words(text) for case in CASES for text in said(case)}
    assert asked.isdisjoint(map(words, taught))
    assert words("수면시간 어때요") in set(map(words, taught)), "the texts are read"


def strings(told):
    """Every text in a written record."""
    if isinstance(told, str):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from strings(part)


def words(text):
    return "".join(c for c in text if c.isalnum())
