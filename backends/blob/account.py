"""Signing in to a storage account: by connection string, key, SAS, or the identity at hand."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from backends.blob.store import BlobStore
from wearable_coach.errors import BadInput
from wearable_coach.store.opening import AZURE

_MISSING = "store: azure:// needs the Azure packages, which are not installed; run `uv sync --inexact` in the checkout"
_CONNECT_S, _READ_S = 5, 60
_ONE_GET_BYTES = 1 << 28
_CONTAINER = re.compile(r"(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*")


class Account(NamedTuple):
    """How a storage account is reached; what is empty is not used."""

    name: str = ""
    endpoint: str = ""
    connection_string: str = ""
    key: str = ""
    sas_token: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Account:
        """Read the variables that Azure's own tools know."""
        return cls(
            name=environment.get("AZURE_STORAGE_ACCOUNT", ""),
            endpoint=environment.get("AZURE_STORAGE_BLOB_ENDPOINT", ""),
            connection_string=environment.get("AZURE_STORAGE_CONNECTION_STRING", ""),
            key=environment.get("AZURE_STORAGE_KEY", ""),
            sas_token=environment.get("AZURE_STORAGE_SAS_TOKEN", ""),
        )


def open_blob_store(address: str, account: Account) -> BlobStore:
    """Open the store at ``azure://CONTAINER/PREFIX``.

    Raises:
        BadInput: the address or the account is not whole, or the SDK is not installed.
    """
    container, _, prefix = address.removeprefix(AZURE).partition("/")
    if not container:
        message = f"store: got {address!r}; need azure://CONTAINER or azure://CONTAINER/PREFIX"
        raise BadInput(message)
    if re.search(r"[?#@]", address):  # may be a secret: it is not repeated
        message = (
            "store: azure://CONTAINER/PREFIX takes no ?, # or @; "
            "a SAS token goes into AZURE_STORAGE_SAS_TOKEN, an account into AZURE_STORAGE_ACCOUNT"
        )
        raise BadInput(message)
    if not _CONTAINER.fullmatch(container):
        message = f"store: got container {container!r}; need 3 to 63 of a-z, 0-9 and single hyphens"
        raise BadInput(message)
    return BlobStore(_client(container, account), prefix)


def reopened(place: str, where: str) -> BlobStore:
    """Open a store that came from another process, with the account that this one's environment names.

    Args:
        place: ``CONTAINER/PREFIX``.
        where: Its address there, which must be the same here.

    Raises:
        BadInput: the environment names no account, or another one.
    """
    store = open_blob_store(f"{AZURE}{place}", Account.from_environment(os.environ))
    if store.where("") != where:
        message = (
            f"store: {where} is opened as {store.where('')} here; export the same AZURE_STORAGE_ACCOUNT, "
            "AZURE_STORAGE_BLOB_ENDPOINT or AZURE_STORAGE_CONNECTION_STRING where the workers run"
        )
        raise BadInput(message)
    return store


def _client(container: str, account: Account) -> Any:
    try:
        from azure.storage.blob import ContainerClient  # noqa: PLC0415 - slow

        from backends.blob.retries import Retries  # noqa: PLC0415
    except ImportError:
        raise BadInput(_MISSING) from None
    # Unless an application listens, its warnings of many lines go to standard error.
    logging.getLogger("azure").addHandler(logging.NullHandler())
    options: dict[str, Any] = {
        "retry_policy": Retries(),
        "connection_timeout": _CONNECT_S,
        "read_timeout": _READ_S,
        "max_single_get_size": _ONE_GET_BYTES,
    }
    try:
        if account.connection_string:
            return ContainerClient.from_connection_string(
                account.connection_string, container, **options
            )
        return ContainerClient(_endpoint(account), container, _credential(account), **options)
    except ValueError as error:
        message = f"store: the storage account's settings are not whole ({str(error).splitlines()[0]}); check AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY"
        raise BadInput(message) from None


def _endpoint(account: Account) -> str:
    if account.endpoint:
        return account.endpoint
    if not account.name:
        message = "AZURE_STORAGE_ACCOUNT: not set; azure:// needs it, or AZURE_STORAGE_CONNECTION_STRING (docs/guide.md)"
        raise BadInput(message)
    return f"https://{account.name}.blob.core.windows.net"


def _credential(account: Account) -> Any:
    if account.key:
        return {"account_name": account.name, "account_key": account.key}
    if account.sas_token:
        return account.sas_token.removeprefix("?")
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - slow to import

    return DefaultAzureCredential(exclude_interactive_browser_credential=True)
