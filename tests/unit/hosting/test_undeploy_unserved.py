"""`undeploy --unserved`: all that stand go, but for what is served, and no fault of one keeps another."""

import pytest

from flows.openers import hosters
from tests.support.commands import run
from tests.support.completed_jobs import DONE_AT, completed_job
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.chat.served import Endpoint
from wearable_coach.hosting import following
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import bring_up
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore


class Standing:
    """Some model deployments that stand, each at a hoster of its own."""

    def __init__(self, folder, count):
        self.out = folder / "store"
        self.store = LocalStore(self.out)
        self.jobs = [completed_job(attempt=n) for n in range(1, count + 1)]
        self.hosters = {
            job.name: ScriptedHoster(folder / job.name, states=("Ready",)) for job in self.jobs
        }
        for job in self.jobs:
            bring_up(self.store, self.hosters[job.name], job, clock=lambda: DONE_AT)

    def serve(self, job):
        change = Change(job.name, Endpoint(url="https://x"), DONE_AT, "tanaka", PRODUCT_PROMPTS)
        promote(self.store, change)

    def undeploy(self, *options):
        return run("undeploy", "--unserved", *options, "--out", self.out)

    def name(self, job):
        return HostingLedger(self.store).read(job.name).name

    def states(self):
        ledger = HostingLedger(self.store)
        return [ledger.read(job.name).state for job in self.jobs]


@pytest.fixture
def standing(tmp_path, monkeypatch):
    def make(count=2):
        made = Standing(tmp_path, count)

        def opener(_environment):
            return lambda record: made.hosters[record.job]

        monkeypatch.setattr(hosters, "hoster_opener", opener)
        return made

    return make


def test_all_go_but_the_one_whose_model_is_served(standing):
    s = standing(3)
    s.serve(s.jobs[1])
    ran = s.undeploy()
    assert (ran.code, s.states()) == (0, ["Gone", "Ready", "Gone"])
    assert sorted(ran.out.split()) == sorted(s.name(s.jobs[n]) for n in (0, 2))
    assert f"{s.name(s.jobs[1])}: stays, its model is served" in ran.lines


def test_none_is_paid_for_while_another_goes(standing):
    s = standing()
    seen = []

    def watched(hoster):
        undeploy = hoster.undeploy

        def begin(name):
            seen.append([len(each.list()) for each in s.hosters.values()])
            undeploy(name)

        hoster.undeploy = begin

    for hoster in s.hosters.values():
        watched(hoster)
    assert s.undeploy().code == 0
    assert seen == [[1, 1], [1, 1]]


@pytest.mark.parametrize("fault", ["503", "refused"])
@pytest.mark.parametrize("odd", [0, 1])
def test_one_that_fails_is_told_and_the_others_go(standing, fault, odd):
    s = standing()
    s.hosters[s.jobs[odd].name].faults = (fault,)
    ran = s.undeploy()
    assert (ran.code, s.states()[1 - odd]) == (2, "Gone")
    assert ran.out.split() == [s.name(s.jobs[1 - odd])]
    assert ran.lines[-1] == f"wearable-coach: hoster: {fault}"
    assert HostingLedger(s.store).read(s.jobs[odd].name).wanted == "down"


def test_one_that_azure_says_nothing_of_for_long_is_told_and_the_others_go(standing, monkeypatch):
    s = standing()
    until_settled, asked = following.steps_until_settled, []

    def silent_at_first(step):
        asked.append(step)
        if len(asked) == 1:
            message = "hoster: silent"
            raise following.HosterOutOfReach(message)
        return until_settled(step)

    monkeypatch.setattr(following, "steps_until_settled", silent_at_first)
    ran = s.undeploy()
    assert (ran.code, sorted(s.states())) == (2, ["Deleting", "Gone"])
    assert ran.lines[-1] == "wearable-coach: hoster: silent"


def test_one_that_cannot_be_read_is_told_and_the_others_go(standing):
    s = standing()
    s.store.create("deployments/coach-azure-ffffffffffff.json", b"{")
    ran = s.undeploy()
    assert (ran.code, s.states()) == (2, ["Gone", "Gone"])
    assert "coach-azure-ffffffffffff.json cannot be read" in ran.lines[-1]


def test_while_nobody_can_read_what_is_served_nothing_goes(standing):
    s = standing()
    s.store.create("models/promoted.json", b"{")
    assert (s.undeploy().code, s.states()) == (2, ["Ready", "Ready"])


def test_without_waiting_each_is_begun_with(standing):
    s = standing()
    assert (s.undeploy("--no-wait").code, s.states()) == (0, ["Deleting", "Deleting"])


def test_where_nothing_stands_that_is_said(standing):
    s = standing(0)
    assert s.undeploy() == (0, "", "undeploy: no model deployment stands\n")
    s = standing(1)
    s.undeploy()
    assert s.undeploy() == (0, "", "undeploy: no model deployment stands\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name: no model deployment is named"),
        (("JOB", "--unserved"), "unserved: is given, and 'JOB' is named too"),
        (("--unserved", "--force"), "leave --kind and --force out"),
        (("--unserved", "--kind", "managed"), "leave --kind and --force out"),
    ],
)
def test_a_name_or_all_that_are_not_served_and_nothing_else(standing, words, told):
    s = standing(1)
    ran = run("undeploy", *words, "--out", s.out)
    assert (ran.code, len(ran.lines), told in ran.err, s.states()) == (2, 1, True, ["Ready"])
