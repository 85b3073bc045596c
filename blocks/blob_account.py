"""Signing in to a storage account: by connection string, key, SAS, or the identity at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from blocks.blob_store import ONE_PUT_BYTES, BlobStore
from wearable_coach.errors import BadInput

SCHEME = "azure://"
_MISSING = "store: Azure needs the extra azure: python3 -m pip install 'wearable-coach[azure]' (in a checkout: uv sync)"
_TRIES, _FIRST_WAIT_S, _CONNECT_S, _READ_S = 3, 1, 10, 60


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
    container, _, prefix = address.removeprefix(SCHEME).partition("/")
    if not container:
        message = f"store: got {address!r}; need azure://CONTAINER or azure://CONTAINER/PREFIX"
        raise BadInput(message)
    return BlobStore(_client(container, account), prefix)


def _client(container: str, account: Account) -> Any:
    try:
        from azure.storage.blob import ContainerClient, ExponentialRetry  # noqa: PLC0415 - slow
    except ImportError:
        raise BadInput(_MISSING) from None
    options: dict[str, Any] = {
        "retry_policy": ExponentialRetry(
            initial_backoff=_FIRST_WAIT_S, increment_base=2, retry_total=_TRIES
        ),
        "connection_timeout": _CONNECT_S,
        "read_timeout": _READ_S,
        "max_single_put_size": ONE_PUT_BYTES,
        "max_single_get_size": ONE_PUT_BYTES,
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
