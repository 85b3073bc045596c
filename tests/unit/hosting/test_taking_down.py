"""What is not wanted is taken down, and never forgotten before it is gone."""

import pytest

from wearable_coach.errors import TransientError
from wearable_coach.hosting.keeping import keep_all


def test_it_is_gone_when_azure_says_so_and_not_before(bench):
    b = bench(deleting=3)
    b.until_ready()
    going = b.down()
    assert (going.state, going.wanted, going.stands) == ("Deleting", "down", True)
    while b.record().stands:
        b.round()
    assert b.hoster.list() == []
    assert (b.record().why, b.record().taken_down_at) == ("rejected", b.now)


def test_one_that_was_never_made_is_nothing_to_take_down(bench):
    assert bench().down() is None


def test_taken_down_while_it_is_being_made_it_does_not_come_up(bench):
    b = bench(states=("Creating",) * 9)
    b.up()
    b.down("by hand")
    for _ in range(4):
        b.round()
    assert (b.hoster.list(), b.record().state) == ([], "Gone")


def test_a_fault_while_it_goes_leaves_it_to_the_next_round(bench):
    b = bench()
    b.until_ready()
    b.hoster.faults = ("503",)
    with pytest.raises(TransientError):
        b.down()
    assert [looked.kind for looked in b.round()] == ["unreachable"]
    b.hoster.faults = ("",)
    b.round()
    b.round()
    assert b.hoster.list() == []


def test_one_that_does_not_go_is_told_in_every_round(bench):
    b = bench(deleting=999)
    b.until_ready()
    b.down()
    b.later(hours=3)
    (told,) = b.round()
    assert told.kind == "unreachable"
    assert "deleting for 3.0 h and still there" in told.message
    assert b.record().stands


def test_what_went_behind_our_back_is_written_down_and_made_anew_only_when_asked(bench):
    b = bench()
    name = b.until_ready().name
    b.hoster.take_away(name)
    assert [looked.kind for looked in b.round()] == ["gone"]
    assert b.round() == []
    assert b.hoster.made() == [name]
    b.until_ready()
    assert b.hoster.made() == [name, name]


def test_a_second_wish_finds_the_first_and_a_new_one_makes_it_anew(bench):
    b = bench()
    b.until_ready()
    b.down("rejected")
    b.down("by hand")
    assert b.record().why == "rejected"
    b.until_ready(asked_by="evaluation-2")
    assert b.record().why == ""
    assert len(b.hoster.made()) == 2


def test_a_record_that_cannot_be_read_stops_no_other(bench):
    b = bench()
    b.up()
    b.store.create("deployments/coach-azure-ffffffffffff.json", b"{")
    looks = keep_all(b.store, lambda _: b.hoster, clock=b.clock)
    assert [looked.kind for looked in looks] == ["fault", "same"]


def test_wanted_down_by_another_while_it_is_made_it_goes(bench):
    b = bench()
    deploy = b.hoster.deploy

    def deploy_too_late(order):
        assert b.down("by hand").state == "Gone"
        deploy(order)

    b.hoster.deploy = deploy_too_late
    assert b.up().stands
    b.round()
    b.round()
    assert (b.hoster.list(), b.record().state) == ([], "Gone")


def test_what_one_who_was_killed_left_of_it_is_taken_down_when_asked_again(bench):
    b = bench()
    order = b.until_ready().order
    b.down()
    while b.record().stands:
        b.round()
    b.hoster.deploy(order)
    assert b.down().stands
    b.round()
    assert (b.hoster.list(), b.record().state) == ([], "Gone")


def test_one_who_is_late_does_not_undo_what_another_went_on_with(bench):
    b = bench(deleting=0)
    b.until_ready()
    status = b.hoster.status

    def status_and_be_overtaken(name):
        b.hoster.status = status
        try:
            return status(name)
        finally:
            b.down()
            b.until_ready()

    b.hoster.undeploy(b.record().name)
    b.hoster.status = status_and_be_overtaken
    b.go_on()
    assert (b.record().state, b.record().wanted) == ("Ready", "up")
    assert len(b.hoster.list()) == 1
