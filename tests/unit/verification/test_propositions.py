"""Sentences of readings, norms and sources in other words: the right one is accepted, its false twin refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from wearable_coach.day import Day, day_of
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.verification import judge_messages

CORPUS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "corpora" / "propositions.yaml").read_text(encoding="utf-8")
)
PAIRS = [(kind, pair) for kind, pairs in CORPUS["pairs"].items() for pair in pairs]


def _day(name: str) -> Day:
    told = CORPUS["days"][name]
    return day_of(
        Profile(**told["profile"]), Vitals(**told["vitals"]), hrmax_formula=DEFAULT_FORMULA
    )


def _refused(text: str, day: Day) -> list[tuple[str, str]]:
    said = [Message(role="assistant", content=text)]
    judged = judge_messages(said, day=day, kind=None)
    return [(v.rule, v.reason) for v in judged.verdicts() if v.verdict != "supported"]


@pytest.mark.parametrize(("kind", "pair"), PAIRS)
def test_a_right_sentence_is_accepted(kind: str, pair: dict[str, str]):
    refused = _refused(pair["right"], _day(pair["day"]))
    assert bool(refused) == (pair["right"] in CORPUS["held"]), (kind, refused)


def test_the_last_digits_of_what_is_reckoned_are_no_formula():
    profile = Profile(age=21, sex="M", baseline_rhr=62)
    day = day_of(profile, Vitals(resting_heart_rate=60), hrmax_formula=DEFAULT_FORMULA)
    told = "카보넨 공식: 62 + 0.39 × (193.3 − 62) = 113.207 → 113bpm"
    assert not _refused(told, day)
    assert _refused("카보넨 공식에서는 207에서 나이의 0.7배를 빼요.", day)


@pytest.mark.parametrize(("kind", "pair"), PAIRS)
def test_its_false_twin_is_refused(kind: str, pair: dict[str, str]):
    assert _refused(pair["wrong"], _day(pair["day"])), kind
