"""Every condition and every reason of safety has its words in every kind of answer, and the verifier knows them."""

from itertools import combinations
from random import Random
from typing import get_args

import pytest

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.answers.brief import Brief
from wearable_coach.answers.composers import composer, frames
from wearable_coach.records import Condition, Kind, Message, Profile, Vitals
from wearable_coach.rendering.phrases import VOICES
from wearable_coach.standards.table import table
from wearable_coach.verification import judge_messages

WELL = {"age": 44, "sex": "F", "baseline_rhr": 60, "regularly_active": True, "hr_context": "rest"}
DAY = {
    "heart_rate": 70, "resting_heart_rate": 60, "sleep_hr": 7.5, "steps": 8000, "distance_km": 5.6,
    "active_calories": 350, "oxygen_saturation": 97, "weight": 62.0, "bmi": 22.9,
}  # fmt: skip
FAST = {"heart_rate": 133}
REASONS = {
    "rhr_lt_40_usual_for_person": ({"baseline_rhr": 38}, {"resting_heart_rate": 38}),
    "hr_at_rest_gt_120": ({}, FAST),
    "hr_at_rest_ge_150": ({}, {"heart_rate": 155}),
    "hr_at_rest_gt_120 felt": ({"symptoms": ("palpitations",)}, FAST),
    "rhr_delta_ge_20": ({}, {"resting_heart_rate": 82}),
    "rhr_delta_ge_20 and others": ({}, {"resting_heart_rate": 82, "oxygen_saturation": 92, "heart_rate": 140}),
}  # fmt: skip
TRIES = 12
NONE_FOUND = "걸리는 항목은 없"


def refused(profile, vitals, kind, tries=TRIES):
    """Answers of a kind to a day that the verifier does not take, of some tries; and all texts."""
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | vitals)))
    bad, texts = [], []
    for n in range(tries):
        brief = Brief(of_day, "", n % VOICES, n % frames(kind), Random(n))
        draft = composer(kind).compose(brief)
        said = [m for turn in draft.turns for m in turn]
        messages = [
            Message(role="user" if i % 2 == 0 else "assistant", content=text)
            for i, text in enumerate(said)
        ]
        judged = judge_messages(messages, day=of_day, kind=kind, by_ear=False)
        texts.append("\n".join(said[1::2]))
        bad += [(v.rule, v.span, v.reason) for v in judged.verdicts() if v.verdict != "supported"]
    return bad, texts


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_of_safety_is_told_and_understood(reason, kind):
    bad, texts = refused(*REASONS[reason], kind)
    assert bad == []
    assert len(texts) == TRIES


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("wish", ["light", "moderate", "vigorous"])
@pytest.mark.parametrize("condition", get_args(Condition))
def test_a_condition_is_named_and_understood_and_never_nothing_found(condition, wish, kind):
    bad, texts = refused({"conditions": (condition,), "desired_intensity": wish}, {}, kind)
    assert bad == []
    assert not [t for t in some(texts) if NONE_FOUND in t]
    name = table("safety")["labels_ko"]["conditions"][condition].split(" ")[0]
    assert all(name in t for t in some(texts)), texts[0]


PAIRS = tuple(
    pair for k, pair in enumerate(combinations(get_args(Condition), 2)) if k % 3 == 0
)  # each condition among them several times


@pytest.mark.parametrize("kind", get_args(Kind))
def test_two_conditions_at_once_are_told_and_understood(kind):
    for one, other in some(PAIRS):
        told = {"conditions": (one, other), "regularly_active": one < other}
        bad, _ = refused(told, {}, kind, tries=2)
        assert bad == [], (one, other)
