"""Opening the hoster of a kind: with the workspace or the account that the settings name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from backends.azure.connection import Connection
from backends.azure.hosting.foundry import API_VERSION, FoundryHoster, FoundryPlace
from backends.azure.hosting.managed import ManagedHoster
from backends.azure.hosting.resource_manager import ResourceClient, manager_of
from backends.azure.hosting.serverless import ServerlessHoster
from backends.azure.hosting.settings import HostingSettings, hosting_settings_from
from backends.azure.settings import VARIABLES, AzureSettings, settings_from
from wearable_coach.errors import BadField
from wearable_coach.hosting.contract import Hoster, HostingKind


class HostingAccess(NamedTuple):
    """What opens hosters: settings of both kinds, where the cloud is, and who signs in."""

    settings: HostingSettings
    environment: Mapping[str, str]
    workspace: AzureSettings | None = None
    """Of a block; from the environment if None."""
    credential: Any = None
    """Of azure.identity; its default chain if None."""


def open_kind(kind: HostingKind, environment: Mapping[str, str]) -> Hoster:
    """Open a hoster of a kind by environment variables (docs/azure.md).

    Raises:
        BadField: a variable is missing or wrong; it is named.
    """
    return open_with(kind, HostingAccess(hosting_settings_from(environment), environment))


def open_with(kind: HostingKind, access: HostingAccess) -> Hoster:
    """Open a hoster of a kind.

    Raises:
        BadField: a setting is missing or wrong.
    """
    if kind == "foundry":
        return _foundry(access)
    workspace = access.workspace or settings_from(access.environment)
    connection = Connection(workspace, access.credential)
    made = ManagedHoster if kind == "managed" else ServerlessHoster
    return made(connection, access.settings)


def _foundry(access: HostingAccess) -> Hoster:
    if access.workspace is not None:
        subscription, group = access.workspace.subscription_id, access.workspace.resource_group
    else:
        subscription, group = (
            _needed(access.environment, VARIABLES[name])
            for name in ("subscription_id", "resource_group")
        )
    client = ResourceClient(
        manager=manager_of(access.environment),
        api_version=API_VERSION,
        timeout_s=access.settings.timeout_s,
        credential=access.credential,
    )
    return FoundryHoster(
        FoundryPlace(subscription, group, access.settings.account), access.settings, client
    )


def _needed(environment: Mapping[str, str], variable: str) -> str:
    if not (value := environment.get(variable, "")):
        message = "not set; hosting at Azure needs it (docs/azure.md)"
        raise BadField(variable, message)
    return value
