"""Whom only a condition or a clearance holds back is not bid to recover; who is ill or strained today may be."""

import pytest

from tests.support.cases import some
from tests.support.days import day
from tests.unit.answers.test_every_condition_and_reason import DAY, WELL
from wearable_coach.records import Message, Profile, Vitals
from wearable_coach.rendering.phrases import phrase_book
from wearable_coach.verification import judge_messages

CLEARANCE = {"conditions": ("diabetes",), "regularly_active": False}
HELD = {"clearance": CLEARANCE, "postpartum": {"conditions": ("postpartum",)}}
RECOVERS = (
    "회복하고 다시 만나요.",
    "회복되면 그때 다시 짜요.",
    "회복될 때까지 쉬어요.",
    "몸이 나아지면 그때 같이 계획을 짜요.",
)
ONLY_LIKE_IT = (
    "근육이 회복될 때까지 같은 부위는 쉬어요.",
    "진료를 받고 오시면 그때 같이 계획을 짜요.",
    "출산 후 회복하면서 천천히 움직여요.",
)


def refused(said, profile, vitals=None):
    of_day = day(Profile(**(WELL | profile)), Vitals(**(DAY | (vitals or {}))))
    talk = [
        Message(role="user", content="오늘 어때요?"),
        Message(role="assistant", content=said),
    ]
    judged = judge_messages(talk, day=of_day, kind="coaching", by_ear=False)
    return [v.rule for v in judged.verdicts() if v.verdict == "contradicted"]


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("said", RECOVERS)
def test_it_is_refused_where_there_is_nothing_to_recover_from(said, held):
    assert refused(said, HELD[held]) == ["STD-SAFE-001"]


@pytest.mark.parametrize("said", RECOVERS)
def test_it_stands_where_the_day_asks_for_rest_or_nothing_holds_back(said):
    assert refused(said, CLEARANCE, {"oxygen_saturation": 94}) == []
    assert refused(said, {}) == []


@pytest.mark.parametrize("said", ONLY_LIKE_IT)
def test_what_only_looks_like_it_is_not(said):
    assert refused(said, CLEARANCE) == []


def test_no_close_of_who_is_held_bids_to_recover():
    for said in some(phrase_book("coaching").slots["close.hold"]):
        assert refused(said, CLEARANCE) == []
