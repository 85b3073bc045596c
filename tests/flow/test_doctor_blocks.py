"""What the doctor reads of blocks, on a real server."""

from datetime import UTC, datetime

import pytest

from deployments.doctor.checks import lifecycle
from deployments.doctor.installation import Examined

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]


def test_the_base_model_of_a_saved_block_is_looked_at():
    from blocks import AzureFineTuning

    named = {"subscription_id": "s", "resource_group": "g", "workspace": "w"}
    principal = {"client_id": "a", "tenant_id": "t", "client_secret": "hidden"}
    AzureFineTuning(**named, **principal).save("mine")
    here = Examined({}, now=datetime(2027, 1, 1, tzinfo=UTC))
    try:
        (found,) = [f for f in lifecycle.of_blocks(here) if f.name.endswith(" mine")]
    finally:
        here.close()
    assert found.name == "base model of mine"
    assert "Meta-Llama-3.1-8B-Instruct" in found.detail
    assert "hidden" not in str(found)
