"""What Azure says of credentials that it refuses ends the preflight there, without what is secret."""

from datetime import date
from types import SimpleNamespace

import pytest

pytest.importorskip("azure.ai.ml")

from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError

from backends.azure.connection import Connection
from backends.azure.preflight import preflight_azure
from backends.azure.settings import AzureSettings
from wearable_coach.errors import TransientError

SECRET = "client_secret=hush-hush"  # noqa: S105 - of nobody
SETTINGS = AzureSettings(subscription_id="s", resource_group="g", workspace="w")


def looked_at(error):
    def get_token(*_):
        raise error

    connection = Connection(SETTINGS, SimpleNamespace(get_token=get_token))
    return preflight_azure(connection, None, today=date(2026, 1, 15))


def test_a_wrong_secret_is_refused_and_nothing_more_is_asked():
    error = ClientAuthenticationError(f"Invalid client secret provided: {SECRET}")
    (check,) = looked_at(error)
    assert (check.name, check.ok) == ("credentials", False)
    assert check.message.startswith("Invalid client secret provided: client_secret=***")
    assert "set AZURE_TENANT_ID" in check.message
    assert "hush" not in check.message


def test_a_token_service_that_is_down_is_no_wrong_secret():
    with pytest.raises(TransientError, match="the token service gave no token"):
        looked_at(ClientAuthenticationError("HTTP Error: 503"))
    with pytest.raises(TransientError, match="no answer from Azure"):
        looked_at(ServiceRequestError("gone"))
