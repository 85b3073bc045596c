"""One who waits sees each step, soon at first, and gives up on a silent Azure alone."""

import pytest

from wearable_coach.hosting.following import HosterOutOfReach, steps_until_settled
from wearable_coach.hosting.making import DeploymentGivenUp


def test_the_last_step_is_settled_and_the_first_waits_are_short(bench):
    b, waited = bench(states=("Creating",) * 6 + ("Ready",)), []
    seen = [record.state for record in steps_until_settled(b.up, sleep=waited.append)]
    assert (seen[0], seen[-1], set(seen)) == ("Creating", "Ready", {"Creating", "Ready"})
    assert waited == sorted(waited)
    assert len(waited) == len(seen) - 1
    assert waited[0] < 1


def test_a_fault_is_waited_out(bench):
    b = bench(faults=("", "", "", "503"))
    *_, last = steps_until_settled(b.up, sleep=lambda _: None)
    assert last.ready


def test_an_azure_that_stays_silent_is_left_to_the_watch(bench):
    b = bench(faults=("503",))
    with pytest.raises(HosterOutOfReach, match="run the same command again"):
        list(steps_until_settled(b.up, sleep=lambda _: None))


def test_one_that_is_given_up_ends_the_wait(bench):
    b = bench(states=("Failed",))
    with pytest.raises(DeploymentGivenUp):
        list(steps_until_settled(b.up, sleep=lambda _: None))
