"""Automations and blocks of an installation, on a real server."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from tests.support.sink import TOKEN

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def address(tmp_path):
    file = tmp_path / "url"
    file.write_text(f"https://chat.example/hooks/{TOKEN}\n")
    return file


def automations():
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.request("POST", "/automations/filter", json={}).json()


def test_registering_again_changes_nothing_and_what_differs_is_put_right(address):
    from prefect.client.orchestration import get_client

    from deployments.names import ALERTING, ALERTS_BLOCK, CLEANING
    from deployments.register_blocks import register_blocks

    assert register_blocks() == list(CLEANING), "without an address nobody can be told"
    assert register_blocks(address) == [ALERTS_BLOCK, *ALERTING]
    assert register_blocks() == [], "the block that is there stays"
    names = [a["name"] for a in automations()]
    assert sorted(names) == sorted({*names}), "none is there twice"

    (late,) = [a for a in automations() if a["name"] == ALERTING[1]]
    late["trigger"]["threshold"] = 7
    sent = {k: late[k] for k in ("name", "description", "enabled", "trigger", "actions")}
    with get_client(sync_client=True) as client:
        client.request("PUT", f"/automations/{late['id']}", json=sent)
    assert register_blocks() == [ALERTING[1]]
    assert TOKEN not in str(automations())


@pytest.mark.parametrize("text", ["", "no url", "ftp://host/x", "https://", "https://a b"])
def test_an_address_that_is_none_is_refused_without_being_told(tmp_path, text):
    from deployments.register_blocks import read_url
    from wearable_coach.errors import BadInput

    (tmp_path / "url").write_text(text)
    with pytest.raises(BadInput, match="notify-url-file") as refused:
        read_url(tmp_path / "url")
    assert not text or text not in str(refused.value)


def test_a_living_run_is_heard_three_times_before_it_is_taken_for_dead():
    from deployments.automations import SILENT_FOR

    pool = yaml.safe_load((ROOT / "prefect.yaml").read_text())["definitions"]["work_pool"]
    seconds = int(pool["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
    assert timedelta(seconds=seconds) * 3 <= SILENT_FOR
