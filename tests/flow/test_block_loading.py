"""A block by its name, and what is told where it cannot be had, on a real server."""

import pytest

from wearable_coach.errors import BadInput, TransientError

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
AS = {"field": "backend", "what": "fine-tuner"}


KINDS = ("LocalTraining", "AzureFineTuning", "FoundryFineTuning")


@pytest.fixture
def azure():
    from blocks import AzureFineTuning

    named = {"subscription_id": "s", "resource_group": "g", "workspace": "w"}
    return AzureFineTuning(**named, client_id="planted")


def test_the_kind_that_has_the_name_is_loaded(azure):
    from flows.openers.blocks import load_block

    azure.save("loaded")
    assert load_block(KINDS, "loaded", **AS).workspace == "w"
    with pytest.raises(BadInput, match="backend: there is no fine-tuner block named 'nobody'"):
        load_block(KINDS, "nobody", **AS)


def test_a_block_that_holds_what_it_cannot_hold_is_told_from_one_that_is_not_there(azure):
    from prefect.client.orchestration import get_client

    from flows.openers.blocks import load_block

    document = azure.save("changed")
    with get_client(sync_client=True) as client:
        wrong = {"data": {"timeout_s": "planted"}, "merge_existing_data": True}
        client.request("PATCH", f"/block_documents/{document}", json=wrong)
    with pytest.raises(BadInput, match="block 'changed' holds what it cannot hold") as refused:
        load_block(KINDS, "changed", **AS)
    assert "timeout_s" in str(refused.value)
    assert "planted" not in str(refused.value)


def test_a_server_that_never_answered_is_no_api_and_one_that_went_may_come_back(monkeypatch):
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    from flows.openers.blocks import load_block
    from flows.prefect_api import reaching
    from flows.prefect_api.own_server_faults import NoPrefect
    from tests.support.prefect_service import free_port

    gone = f"http://127.0.0.1:{free_port()}/api"
    with temporary_settings({PREFECT_API_URL: gone, PREFECT_CLIENT_MAX_RETRIES: 0}):
        with pytest.raises(NoPrefect, match="nothing answers"):
            load_block(KINDS, "mine", **AS)
        monkeypatch.setattr(reaching, "_reached", {gone})
        with pytest.raises(TransientError, match="start Prefect first"):
            load_block(KINDS, "mine", **AS)
