"""The Prefect block of fine-tuning at Azure: all settings, and a secret that stays one."""

import pytest

from backends.azure.hosting.settings import HostingSettings
from backends.azure.settings import AzureSettings
from blocks import AzureFineTuning
from tests.support.azure_tuners import PINNED, TODAY, order_for, running_azure, training_data
from tests.support.cases import some
from tests.support.completed_jobs import completed_job
from tests.support.hoster_benches import JOBS, put_tuned_models
from tests.support.local_azure.state import (
    CLIENT_ID,
    CLIENT_SECRET,
    FOUNDRY_ACCOUNT,
    RESOURCE_GROUP,
    SUBSCRIPTION,
    TENANT,
    WORKSPACE,
)
from wearable_coach.errors import BadInput

DATA = training_data()


def block(**changes):
    values = {
        "subscription_id": SUBSCRIPTION,
        "resource_group": RESOURCE_GROUP,
        "workspace": WORKSPACE,
        "base_model": PINNED,
        "max_cost": 5000,
        "tenant_id": TENANT,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    return AzureFineTuning(**values | changes)


def test_the_block_has_every_setting_with_its_default():
    of_the_block = AzureFineTuning.model_fields
    for name, field in some(AzureSettings.model_fields.items()):
        assert of_the_block[name].default == field.default


@pytest.mark.parametrize("secret", [CLIENT_SECRET, "wrong"])
def test_the_blocks_own_secret_signs_in_whatever_the_environment_says(monkeypatch, secret):
    with running_azure(monkeypatch) as azure:
        monkeypatch.setenv("AZURE_CLIENT_SECRET", "of-somebody-else")
        tuner = block(client_secret=secret).open(today=TODAY)
        found = tuner.preflight(order_for(tuner, DATA), DATA)
        assert (found.refusals == ()) == (secret == CLIENT_SECRET)
        assert azure.refused == []


@pytest.mark.parametrize("missing", ["tenant_id", "client_id"])
def test_a_secret_without_its_identity_is_refused(missing):
    with pytest.raises(BadInput, match="needs tenant_id and client_id"):
        block(**{missing: ""}).open(today=TODAY)


def test_the_secret_is_not_told():
    assert CLIENT_SECRET not in repr(block())
    assert CLIENT_SECRET not in str(block().open(today=TODAY).settings)


def test_what_was_tuned_with_the_block_is_deployed_with_its_identity(monkeypatch):
    with running_azure(monkeypatch) as azure:
        put_tuned_models(azure)
        for name in ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_SUBSCRIPTION_ID"):
            monkeypatch.delenv(name)
        made = block(hosting=HostingSettings(instances=2, account=FOUNDRY_ACCOUNT))
        for kind in some(("managed", "foundry")):
            hoster = made.open_hoster(kind, {})
            order = hoster.order_for(completed_job(**JOBS[kind]))
            hoster.deploy(order)
            assert hoster.list() == [order.name]
        assert made.open_hoster("managed", {}).settings.instances == 2
