"""The Prefect block of fine-tuning at Foundry: all settings, and a secret that stays one."""

import pytest

from backends.azure.foundry.settings import FoundrySettings
from blocks import FoundryFineTuning
from tests.support.azure_tuners import TODAY, order_for, running_azure, training_data
from tests.support.cases import some
from tests.support.local_azure.state import (
    CLIENT_ID,
    CLIENT_SECRET,
    FOUNDRY_ACCOUNT,
    RESOURCE_GROUP,
    SUBSCRIPTION,
    TENANT,
)
from wearable_coach.errors import BadInput

DATA = training_data(12)
PRINCIPAL = {"tenant_id": TENANT, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def block(**changes):
    values = {"account": FOUNDRY_ACCOUNT, "on_unhonoured": "warn", "max_cost": 5000, **PRINCIPAL}
    return FoundryFineTuning(**values | changes)


def test_the_block_has_every_setting_with_its_default():
    of_the_block = FoundryFineTuning.model_fields
    for name, field in some(FoundrySettings.model_fields.items()):
        assert of_the_block[name].default == field.default


@pytest.mark.parametrize("secret", [CLIENT_SECRET, "wrong"])
def test_the_blocks_own_secret_signs_in_whatever_the_environment_says(monkeypatch, secret):
    with running_azure(monkeypatch) as azure:
        monkeypatch.setenv("AZURE_CLIENT_SECRET", "of-somebody-else")
        tuner = block(client_secret=secret).open(today=TODAY)
        found = tuner.preflight(order_for(tuner, DATA), DATA)
        assert (found.refusals == ()) == (secret == CLIENT_SECRET)
        assert azure.refused == []


def test_a_block_without_a_resource_is_refused():
    with pytest.raises(BadInput, match="WEARABLE_COACH_AZURE_FOUNDRY_ACCOUNT: not set"):
        block(account="").open(today=TODAY)


def test_the_blocks_resource_is_where_its_models_are_deployed(monkeypatch):
    held = {"subscription_id": SUBSCRIPTION, "resource_group": RESOURCE_GROUP}
    with running_azure(monkeypatch):
        hoster = block(**held).open_hoster("foundry", {})
    assert (hoster.kind, hoster.place.account) == ("foundry", FOUNDRY_ACCOUNT)
    assert hoster.place.subscription_id == SUBSCRIPTION


def test_the_secret_is_not_told():
    assert CLIENT_SECRET not in repr(block())
    assert CLIENT_SECRET not in str(block().open(today=TODAY).settings)
