"""Signing in with what a block holds: a service principal, or nothing, which takes the machine's own identity."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from backends.azure.connection import require_sdk
from wearable_coach.errors import BadInput


def credential_of(tenant_id: str, client_id: str, client_secret: SecretStr) -> Any:
    """Return the credential of a service principal; None where no secret is held.

    Raises:
        BadInput: a secret has no tenant or application to it.
    """
    secret = client_secret.get_secret_value()
    if not secret:
        return None
    if not (tenant_id and client_id):
        message = "client_secret: needs tenant_id and client_id; set them, or leave it out"
        raise BadInput(message)
    require_sdk()
    from azure.identity import ClientSecretCredential  # noqa: PLC0415 - slow to import

    return ClientSecretCredential(tenant_id, client_id, secret)
