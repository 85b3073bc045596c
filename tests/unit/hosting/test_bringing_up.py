"""A model deployment is made once whoever asks, and comes up step by step."""

import re

import pytest

from tests.support.completed_jobs import completed_job
from wearable_coach.errors import BadInput, TransientError
from wearable_coach.hosting.contract import deployment_name, hosting_kind
from wearable_coach.hosting.making import DeploymentGivenUp
from wearable_coach.hosting.record import MOST_TRIES


def test_it_is_made_once_and_every_state_is_written_down(bench):
    b = bench()
    first = b.up(asked_by="evaluation-1")
    assert (first.state, first.serving) == ("Creating", None)
    ready = b.until_ready(asked_by="evaluation-1")
    assert b.hoster.made() == [ready.name]
    assert b.states() == ["Ordered", "Creating", "Ready"]
    assert ready.serving.url == f"https://{ready.name}.example/score"
    assert [a.who for a in ready.asked_by] == ["evaluation-1"]


def test_what_stands_is_found_again_whoever_asks(bench):
    b = bench()
    b.until_ready()
    b.later(hours=1)
    again = b.up(asked_by="evaluation-2")
    assert again.ready
    assert len(b.hoster.made()) == 1
    assert again.last_used == b.now


def test_an_endpoint_without_its_deployment_is_gone_on_with(bench):
    b = bench(states=("unfinished", "unfinished", "Ready"))
    b.until_ready()
    assert len(b.hoster.made()) == 1


@pytest.mark.parametrize("fault", ["429", "dropped after commit"])
def test_a_fault_in_making_is_no_end(bench, fault):
    b = bench(faults=("", fault, "", ""))
    with pytest.raises(TransientError):
        b.up()
    assert b.states() == ["Ordered"]
    b.hoster.faults = ("",)
    b.until_ready()
    assert len(b.hoster.made()) == 1


def test_a_refusal_is_tried_again_until_its_deadline_and_says_why(bench):
    b = bench(faults=("", "refused"))
    with pytest.raises(BadInput, match="refused"):
        b.up()
    assert (b.record().state, b.record().states[-1].detail) == ("Ordered", "hoster: refused")
    b.later(hours=7)
    with pytest.raises(BadInput, match="refused"):
        b.up()
    assert b.record().state == "Failed"
    b.hoster.faults = ("",)
    b.until_ready()


def test_a_failed_one_is_taken_away_and_made_anew_three_times_at_most(bench):
    b = bench(states=("Creating", "Failed"))
    for _ in range(30):
        b.round() if b.ledger.names() else b.up()
    assert b.hoster.made() == [b.record().name] * MOST_TRIES
    assert b.hoster.list() == []
    assert b.record().given_up == "failed 3 times; last: the image does not start"
    with pytest.raises(DeploymentGivenUp, match="the image does not start"):
        b.up()
    b.hoster.states = ("Ready",)
    assert b.up(again=True).ready
    assert b.record().tries == 1


def test_one_that_is_being_made_for_too_long_is_taken_away_and_made_anew(bench):
    b = bench(states=("Creating",))
    b.up()
    b.later(hours=2, minutes=59)
    assert b.up().state == "Creating"
    b.later(minutes=2)
    assert b.up().state == "Failed"
    assert b.record().states[-1].detail == "Creating for 3.0 h, over its deadline"
    b.hoster.states = ("Ready",)
    b.until_ready()
    assert len(b.hoster.made()) == 2


def test_what_is_not_ours_is_neither_taken_over_nor_taken_down(bench):
    b = bench()
    order = b.hoster.order_for(b.job)
    b.hoster.deploy(order.model_copy(update={"model": "somebody else's"}))
    with pytest.raises(DeploymentGivenUp, match="another configuration"):
        b.up()
    b.round()
    assert b.hoster.list() == [order.name]


def test_one_for_an_evaluation_is_made_anew_for_service_and_stays_for_evaluations(bench):
    b = bench(purposes=True)
    assert b.until_ready().order.purpose == "evaluation"
    assert b.until_ready(purpose="service").order.purpose == "service"
    assert len(b.hoster.made()) == 2
    assert b.up(purpose="evaluation").order.purpose == "service"
    assert len(b.hoster.list()) == 1


def test_the_name_is_legal_everywhere_and_another_place_has_another():
    names = {deployment_name("coach-foundry-0123456789ab", place) for place in ("a/b", "a/c")}
    assert len(names) == 2
    assert all(re.fullmatch("[a-z][a-z0-9-]{2,31}", name) for name in names)


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        ({"backend": "local", "settings": {}}, None),
        ({"backend": "azure", "settings": {"route": "pipeline"}}, "managed"),
        ({"backend": "azure", "settings": {"route": "serverless"}}, "serverless"),
    ],
)
def test_the_route_of_a_job_says_what_its_model_needs(order, kind):
    assert hosting_kind(completed_job(**order)) == kind
