"""Tokens of Entra for endpoints without a key, by azure-identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backends.azure.connection import require_identity
from wearable_coach.client.credential_tokens import CredentialTokens

_AUTHORITY = "AZURE_AUTHORITY_HOST"


def azure_tokens(environment: Mapping[str, str], credential: Any = None) -> CredentialTokens:
    """Return a source of tokens for whoever is signed in here.

    Args:
        environment: Where ``AZURE_AUTHORITY_HOST`` stands, which tells the cloud.
        credential: Of azure.identity; its default chain if None, as for fine-tuning jobs.

    Raises:
        BadInput: azure-identity is not installed.
    """
    require_identity()

    def sign_in() -> Any:
        if credential is not None:
            return credential
        from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - takes half a second

        return DefaultAzureCredential(exclude_interactive_browser_credential=True)

    return CredentialTokens(sign_in, authority=environment.get(_AUTHORITY, ""))
