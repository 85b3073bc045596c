"""What the `Hoster` protocol promises, asked of every kind with the real clients."""

import pytest

from tests.support.completed_jobs import completed_job
from tests.support.hoster_benches import JOBS, HosterBench, ScriptedHosterBench
from wearable_coach.errors import StoreConflict
from wearable_coach.hosting.contract import UnknownDeployment

NOBODY = "coach-nobody-000000000000-0000"
KINDS = [*JOBS, "scripted"]


@pytest.fixture(params=KINDS)
def hosted(request, tmp_path, monkeypatch):
    scripted = request.param == "scripted"
    made = ScriptedHosterBench(tmp_path) if scripted else HosterBench(request.param, monkeypatch)
    yield made
    made.close()


def test_it_comes_up_once_however_often_it_is_asked_for_and_is_found_again(hosted):
    order = hosted.order()
    for _ in range(3):
        hosted.hoster().deploy(order)
    hosted.until(order.name, "Ready")
    another = hosted.reopened()
    another.deploy(order)
    assert another.status(order.name).state == "Ready"
    assert another.list() == [order.name]
    serving = another.serving(order)
    assert serving.url.startswith("https://")
    assert another.serving(order) == serving


def test_it_goes_when_it_is_told_and_gone_stays_gone(hosted):
    order = hosted.order()
    hosted.hoster().deploy(order)
    hosted.until(order.name, "Ready")
    for _ in range(2):
        hosted.hoster().undeploy(order.name)
    hosted.until(order.name, "Gone")
    hosted.hoster().undeploy(order.name)
    assert hosted.hoster().list() == []


def test_one_that_is_being_made_can_be_taken_down(hosted):
    order = hosted.order()
    hosted.hoster().deploy(order)
    hosted.hoster().undeploy(order.name)
    hosted.until(order.name, "Gone")
    assert hosted.hoster().list() == []


def test_another_configuration_under_the_same_name_is_refused_and_changes_nothing(hosted):
    order = hosted.order()
    hosted.hoster().deploy(order)
    hosted.until(order.name, "Ready")
    other = order.model_copy(update={"settings": {**order.settings, "auth": "key"}})
    with pytest.raises(StoreConflict, match=order.name):
        hosted.hoster().deploy(other)
    assert hosted.hoster().status(order.name).state == "Ready"


def test_a_name_that_was_never_made_is_unknown_and_nothing_to_take_down(hosted):
    with pytest.raises(UnknownDeployment):
        hosted.hoster().status(NOBODY)
    hosted.hoster().undeploy(NOBODY)
    assert hosted.hoster().list() == []


def test_ordering_and_looking_ahead_make_nothing(hosted):
    order = hosted.order()
    assert all(check.ok for check in hosted.hoster().preflight(order))
    assert hosted.hoster().list() == []
    assert order.rate is not None


def test_another_model_is_another_order_under_another_name(hosted):
    another = completed_job(**{**JOBS["managed"], "attempt": 2})
    hoster = hosted.hoster()
    assert hoster.order_for(another).name != hoster.order_for(hosted.job).name
