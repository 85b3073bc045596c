"""Opening the hoster of a kind."""

from __future__ import annotations

from collections.abc import Mapping

from wearable_coach.errors import BadInput
from wearable_coach.hosting.contract import Hoster, HostingKind


def open_kind(kind: HostingKind, environment: Mapping[str, str]) -> Hoster:
    """Open a hoster of a kind by environment variables (docs/azure.md).

    Raises:
        BadInput: a variable is missing or wrong.
    """
    message = f"hosting: {kind} needs AZURE_SUBSCRIPTION_ID, got {environment.get('AZURE_SUBSCRIPTION_ID')!r}; set it (docs/azure.md)"
    raise BadInput(message)
