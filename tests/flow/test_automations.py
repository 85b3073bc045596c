"""What an installation registers at a real server: its blocks, and no automation any more."""

import pytest

from tests.support.sink import TOKEN

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture
def address(tmp_path):
    file = tmp_path / "url"
    file.write_text(f"https://chat.example/hooks/{TOKEN}\n")
    return file


def automations():
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.request("POST", "/automations/filter", json={}).json()


def make_automation(name):
    """As a version before made them."""
    from prefect.automations import AutomationCore
    from prefect.client.orchestration import get_client
    from prefect.events.actions import DoNothing
    from prefect.events.schemas.automations import EventTrigger, Posture

    trigger = EventTrigger(expect={"prefect.flow-run.Failed"}, posture=Posture.Reactive)
    with get_client(sync_client=True) as client:
        client.create_automation(AutomationCore(name=name, trigger=trigger, actions=[DoNothing()]))


def test_registering_again_changes_nothing_and_automations_of_before_are_taken_away(address):
    from deployments.names import ALERTS_BLOCK, RETIRED_AUTOMATIONS
    from deployments.register_blocks import register_blocks

    assert register_blocks() == []
    make_automation("my own")
    for name in RETIRED_AUTOMATIONS:
        make_automation(name)
    gone = [f"no more: {name}" for name in RETIRED_AUTOMATIONS]
    assert register_blocks(address) == [ALERTS_BLOCK, *gone]
    assert register_blocks() == [], "the block that is there stays"
    assert [a["name"] for a in automations()] == ["my own"]
    assert TOKEN not in str(automations())


def test_automations_of_before_are_red_until_they_are_gone():
    from prefect.settings import PREFECT_API_URL

    from deployments.doctor.api import Api
    from deployments.doctor.checks import automations as checks
    from deployments.names import RETIRED_AUTOMATIONS
    from deployments.register_blocks import register_blocks
    from tests.support.installations import installation, only

    here = installation()
    vars(here)["_api"] = Api(PREFECT_API_URL.value())
    make_automation(RETIRED_AUTOMATIONS[0])
    found = only(checks.retired(here))
    assert found.status == "fail"
    assert found.remedy.endswith("python -m deployments.register_blocks")
    assert RETIRED_AUTOMATIONS[0] in found.detail
    register_blocks()
    assert list(checks.retired(here)) == []


@pytest.mark.parametrize("text", ["", "no url", "ftp://host/x", "https://", "https://a b"])
def test_an_address_that_is_none_is_refused_without_being_told(tmp_path, text):
    from deployments.register_blocks import read_url
    from wearable_coach.errors import BadInput

    (tmp_path / "url").write_text(text)
    with pytest.raises(BadInput, match="notify-url-file") as refused:
        read_url(tmp_path / "url")
    assert not text or text not in str(refused.value)
