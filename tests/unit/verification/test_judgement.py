"""A judgement tells in short what its verdicts tell in full."""

from __future__ import annotations

from tests.support.cases import some
from tests.support.days import day
from wearable_coach.dataset.batches import generate_batch, make_plan
from wearable_coach.dataset.recipe import Recipe
from wearable_coach.records import Message, packed
from wearable_coach.verification import accepted, judge_messages


def test_packing_a_judgement_writes_what_packing_its_verdicts_writes() -> None:
    for batch in some(make_plan(Recipe().scaled_to(60), 5, ()).batches()):
        for row in some(generate_batch(batch).rows):
            found = judge_messages(row.messages, day=day(row.profile, row.vitals), kind=row.kind)
            verdicts = found.verdicts()
            assert found.packed() == packed(verdicts) == row.verdicts
            assert found.claims == len(verdicts) == row.claims
            assert found.accepted


def test_one_claim_that_does_not_hold_is_not_accepted() -> None:
    row = generate_batch(make_plan(Recipe().scaled_to(60), 5, ()).batches()[0]).rows[0]
    wrong = Message(role="assistant", content="안정시 심박수는 199bpm이에요.")
    found = judge_messages((*row.messages[:-1], wrong), day=day(row.profile, row.vitals), kind=None)
    assert not found.accepted
    assert not accepted(found.verdicts())
    assert found.packed() == packed(found.verdicts())
