"""What becomes of a model deployment: served, kept for a person, or taken down, and people told of money."""

from datetime import timedelta

import pytest

from tests.support.verdicts import judged
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.hosting.fate import KEPT_FOR, UNDECIDED_FOR
from wearable_coach.hosting.making import BY_HAND
from wearable_coach.hosting.tending import is_tended, tend_one, to_tend
from wearable_coach.promotion.pointer import Change, promote, roll_back
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store.datasets import json_bytes


class Tended:
    """A bench whose deployment is up, asked for by an evaluation, and rounds that tend it."""

    def __init__(self, bench, **how):
        self.b = bench
        bench.store.create(f"jobs/{bench.job.name}.json", json_bytes(bench.job.model_dump(mode="json")))  # fmt: skip
        self.name = bench.until_ready(**{"asked_by": "evaluation"} | how).name
        bench.later(minutes=1)

    def round(self, **time):
        self.b.later(**time or {"minutes": 2})
        records = to_tend(self.b.store, self.b.ledger.deployments(), self.b.now)
        looks = [tend_one(self.b.store, lambda _: self.b.hoster, r, clock=self.b.clock) for r in records]  # fmt: skip
        return looks[0] if looks else None

    def rounds(self, count=4):
        return [self.round() for _ in range(count)][-1]

    def verdict(self, verdict):
        found = judged(self.b.store, self.b.job.name, verdict, at=self.b.now)
        self.b.ledger.update(self.b.job.name, lambda d: d.asked(found.id, at=found.at))
        return found

    def serve(self, model):
        change = Change(model, None, self.b.now, DEFAULT_FORMULA, PRODUCT_PROMPTS)
        promote(self.b.store, change)
        self.b.later(minutes=1)

    @property
    def stands(self):
        return self.name in self.b.hoster.list()


@pytest.fixture
def tended(bench):
    return Tended(bench())


def test_what_is_rejected_is_taken_down_and_nothing_is_left_to_do(tended):
    found = tended.verdict("reject")
    assert not is_tended(tended.b.store, tended.b.now)
    tended.rounds()
    assert not tended.stands
    assert tended.b.record().why == f"rejected by evaluation {found.id}"
    assert tended.b.record().taken_down_at
    assert is_tended(tended.b.store, tended.b.now)
    assert tended.round() is None


@pytest.mark.parametrize("verdict", ["hold", "promote"])
def test_what_a_person_may_promote_stands_until_its_deadline_and_is_told_with_its_money(
    tended, verdict
):
    tended.verdict(verdict)
    look = tended.round()
    assert look.kind == "same"
    assert look.message == f"{verdict}: a person may promote it, until 2026-01-04 00:05 UTC, 3.67 USD an hour"  # fmt: skip
    alarms = [tended.round(hours=1) for _ in range(int(KEPT_FOR / timedelta(hours=1)) - 1)]
    told = [look.message for look in alarms if look.kind == "alarm"]
    assert [m.partition(" for ")[2].partition(" h,")[0] for m in told] == ["24", "49"], "once a day"
    assert all("3.67 USD an hour, about" in message for message in told)
    assert tended.stands
    last = tended.round(hours=2)
    assert last.kind == "alarm"
    assert "is taken down: not promoted until 2026-01-04 00:05 UTC" in last.message
    tended.rounds()
    assert not tended.stands


def test_what_is_served_stands_and_what_replaces_it_takes_it_down(tended):
    tended.verdict("promote")
    tended.serve(tended.b.job.name)
    look = tended.round(days=40)
    assert (look.kind, look.message) == ("same", "its model is served, 3.67 USD an hour")
    assert is_tended(tended.b.store, tended.b.now.replace(minute=30))
    assert not is_tended(tended.b.store, tended.b.now.replace(minute=3)), "once an hour"
    tended.serve("coach-other")
    tended.rounds()
    assert not tended.stands
    assert tended.b.record().why == "replaced by coach-other"
    roll_back(tended.b.store, at=tended.b.now)
    assert not is_tended(tended.b.store, tended.b.now)
    tended.rounds(6)
    assert tended.stands, "what is served again stands again"
    assert len(tended.b.hoster.made()) == 2


def test_what_is_served_and_was_taken_away_at_azure_is_made_again(tended):
    tended.serve(tended.b.job.name)
    tended.b.hoster.take_away(tended.name)
    tended.rounds(8)
    assert tended.stands


def test_what_a_person_took_down_stays_down_though_it_is_served_until_it_is_served_anew(tended):
    tended.serve(tended.b.job.name)
    tended.b.down(f"{BY_HAND}: costs too much")
    tended.rounds(6)
    assert not tended.stands
    tended.serve("coach-other")
    tended.serve(tended.b.job.name)
    tended.rounds(6)
    assert tended.stands


def test_what_a_person_asked_for_is_only_told_of(bench):
    tended = Tended(bench(), asked_by=f"{BY_HAND}: a look")
    tended.verdict("reject")
    looks = [tended.round(hours=5) for _ in range(40)]
    assert tended.stands
    assert len([look for look in looks if look.kind == "alarm"]) == 8


def test_what_a_person_asked_for_once_and_took_down_is_no_wish_for_what_is_made_later(bench):
    tended = Tended(bench(), asked_by=BY_HAND)
    tended.b.down(BY_HAND)
    tended.rounds()
    assert not tended.stands
    tended.b.until_ready(asked_by="an evaluation")
    tended.verdict("reject")
    tended.rounds()
    assert not tended.stands


def test_a_second_run_that_comes_to_the_same_verdict_lets_it_go(tended):
    found = tended.verdict("reject")
    tended.b.later(minutes=20)
    tended.b.up(asked_by="a second run of it")
    assert "it is evaluated" in tended.round().message
    tended.b.ledger.update(tended.b.job.name, lambda d: d.asked(found.id, at=tended.b.now))
    tended.rounds()
    assert not tended.stands


def test_what_was_replaced_and_is_evaluated_again_is_not_taken_from_under_it(tended):
    tended.serve(tended.b.job.name)
    tended.serve("coach-other")
    tended.b.until_ready(asked_by="a second evaluation")
    tended.rounds()
    assert tended.stands


def test_what_is_evaluated_again_after_a_verdict_is_not_taken_from_under_it(tended):
    tended.verdict("reject")
    tended.b.later(minutes=1)
    tended.b.up(asked_by="a second evaluation")
    tended.rounds()
    assert tended.stands
    tended.verdict("reject")
    tended.rounds()
    assert not tended.stands


def test_without_a_verdict_it_stands_as_long_as_an_evaluation_may_take(tended):
    assert "it is evaluated, until" in tended.round().message
    tended.round(hours=UNDECIDED_FOR / timedelta(hours=1))
    tended.rounds()
    assert not tended.stands


def test_what_served_an_evaluation_alone_is_made_anew_for_service(bench):
    tended = Tended(bench(purposes=True))
    tended.verdict("promote")
    assert tended.b.record().order.purpose == "evaluation"
    tended.serve(tended.b.job.name)
    tended.rounds(8)
    assert tended.stands
    assert (tended.b.record().order.purpose, tended.b.record().state) == ("service", "Ready")
    assert len(tended.b.hoster.made()) == 2


def test_what_cannot_be_taken_down_is_told_with_its_money_and_tried_again(tended):
    tended.verdict("reject")
    tended.b.hoster.faults = ("refused",)
    looks = [tended.round(hours=1) for _ in range(30)]
    assert {look.kind for look in looks} == {"fault", "alarm"}
    (alarm,) = [look for look in looks if look.kind == "alarm"]
    assert "hoster: refused" in alarm.message
    tended.b.hoster.faults = ("",)
    tended.rounds()
    assert not tended.stands
    assert JobLedger(tended.b.store).read(tended.b.job.name) == tended.b.job
