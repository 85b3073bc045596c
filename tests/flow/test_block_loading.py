"""A block by its name, and what is told where it cannot be had, on a real server."""

import pytest

from wearable_coach.errors import BadInput, TransientError

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
AS = {"field": "backend", "what": "fine-tuner"}


@pytest.fixture
def kinds():
    from blocks import AzureFineTuning, LocalTraining

    return (LocalTraining, AzureFineTuning)


@pytest.fixture
def azure(kinds):
    named = {"subscription_id": "s", "resource_group": "g", "workspace": "w"}
    return kinds[1](**named, client_id="planted")


def test_the_kind_that_has_the_name_is_loaded(kinds, azure):
    from flows.openers.blocks import load_block

    azure.save("loaded")
    assert load_block(kinds, "loaded", **AS).workspace == "w"
    with pytest.raises(BadInput, match="backend: there is no fine-tuner block named 'nobody'"):
        load_block(kinds, "nobody", **AS)


def test_a_block_that_holds_what_it_cannot_hold_is_told_from_one_that_is_not_there(kinds, azure):
    from prefect.client.orchestration import get_client

    from flows.openers.blocks import load_block

    document = azure.save("changed")
    with get_client(sync_client=True) as client:
        wrong = {"data": {"timeout_s": "planted"}, "merge_existing_data": True}
        client.request("PATCH", f"/block_documents/{document}", json=wrong)
    with pytest.raises(BadInput, match="block 'changed' holds what it cannot hold") as refused:
        load_block(kinds, "changed", **AS)
    assert "timeout_s" in str(refused.value)
    assert "planted" not in str(refused.value)


def test_a_server_out_of_reach_is_told_as_such(kinds):
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    from flows.openers.blocks import load_block
    from tests.support.prefect_service import free_port

    nowhere = {
        PREFECT_API_URL: f"http://127.0.0.1:{free_port()}/api",
        PREFECT_CLIENT_MAX_RETRIES: 0,
    }
    with temporary_settings(nowhere), pytest.raises(TransientError, match="start Prefect first"):
        load_block(kinds, "mine", **AS)
