"""The doctor names model deployments that are paid for and not wanted."""

from datetime import timedelta

import pytest

from deployments.doctor.checks import hosting
from tests.support.completed_jobs import completed_job
from tests.support.installations import NOW, installation, only, statuses
from tests.support.scripted_hoster import ScriptedHoster
from wearable_coach.chat.served import Endpoint
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import bring_up, take_down
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

JOB = completed_job()


@pytest.fixture
def world(tmp_path):
    store = LocalStore(tmp_path / "store")
    hoster = ScriptedHoster(tmp_path / "azure", states=("Ready",), deleting=99)
    record = bring_up(store, hoster, JOB, clock=lambda: NOW, asked_by="evaluation-1")
    assert record.ready
    return store, hoster


def found(store, **later):
    here = installation(place=store.folder, now=NOW + timedelta(**later))
    return list(hosting.recorded(here))


def test_where_nothing_stands_all_is_well(tmp_path):
    (line,) = found(LocalStore(tmp_path))
    assert (line.status, line.detail) == ("ok", "no model deployment stands")


def test_what_stands_is_told_with_its_money_and_unused_it_is_warned_of(world):
    (young,) = found(world[0], hours=2)
    assert (young.status, young.detail) == ("ok", "1 stand, 3.67 USD an hour together")
    (old,) = found(world[0], hours=30)
    assert (old.status, "30 h, 3.67 USD an hour" in old.detail) == ("warn", True)
    assert old.remedy.startswith(f"wearable-coach undeploy {JOB.name}")


def test_what_is_served_is_used(world):
    change = Change(JOB.name, Endpoint(url="https://x"), NOW, "tanaka", PRODUCT_PROMPTS)
    promote(world[0], change)
    assert [line.status for line in found(world[0], days=9)] == ["ok"]
    take_down(*world, JOB.name, why="by hand", clock=lambda: NOW)
    (red,) = found(world[0])
    assert (red.status, "--service" in red.remedy) == ("fail", True)


def test_what_does_not_go_is_red(world):
    take_down(*world, JOB.name, why="rejected", clock=lambda: NOW)
    (red,) = found(world[0], hours=5)
    assert (red.status, "is Deleting for 5 h" in red.detail) == ("fail", True)


def test_a_record_that_cannot_be_read_is_red(world):
    store, _ = world
    key = f"deployments/{JOB.name}.json"
    store.replace(key, b"{", etag=store.read(key).etag)
    assert statuses(found(store)) == {f"hosting of {JOB.name}": "fail"}
    assert HostingLedger(store).names() == [JOB.name]


def test_nothing_leaves_the_machine_unasked():
    named = {"AZURE_SUBSCRIPTION_ID": "s"}
    line = only(hosting.at_azure(installation(named)))
    assert (line.status, line.remedy) == ("skip", "wearable-coach doctor --azure --only hosting")
    assert list(hosting.at_azure(installation())) == []
