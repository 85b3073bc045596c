"""A store in Azure Blob Storage: conditions on etags make a write create-only or compare-and-swap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from typing import Any

from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.store.contract import Exists, Missing, Stale, Stored
from wearable_coach.store.keys import checked_key

ONE_PUT_BYTES = 1 << 30
"""Up to here an object goes up in one request, so that it is there whole or not at all."""
_TOO_MANY, _FAULT = 429, 500
_FORBIDDEN = (401, 403)
_PROBE = ".writable"


class BlobStore:
    """Objects as block blobs of one container, under a prefix."""

    def __init__(self, container: Any, prefix: str = "") -> None:
        """Use a container.

        Args:
            container: An `azure.storage.blob.ContainerClient`; see `blocks.blob_account`.
            prefix: Every key begins with it, "" or ``folder/``.
        """
        self._container = container
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def create(self, key: str, data: bytes) -> str:
        """Write a new blob, whole or not at all."""
        with self._plain_errors(key):
            return self._upload(key, data, overwrite=False)

    def replace(self, key: str, data: bytes, *, etag: str) -> str:
        """Replace the blob that still carries `etag`."""
        from azure.core import MatchConditions  # noqa: PLC0415 - slow to import

        condition = {"etag": etag, "match_condition": MatchConditions.IfNotModified}
        try:
            with self._plain_errors(key):
                return self._upload(key, data, overwrite=True, **condition)
        except Stale:
            self.read(key)  # says so where there is none
            raise

    def read(self, key: str) -> Stored:
        """Return a blob's bytes and etag."""
        with self._plain_errors(key):
            found = self._blob(key).download_blob()
            return Stored(found.readall(), str(found.properties.etag))

    def keys(self, prefix: str) -> list[str]:
        """Return the keys under a prefix; where the container is not there yet, none."""
        try:
            with self._plain_errors(prefix):
                names = self._container.list_blob_names(name_starts_with=self._prefix + prefix)
                return sorted(str(name).removeprefix(self._prefix) for name in names)
        except Missing:
            return []

    def remove(self, key: str) -> None:
        """Remove a blob; one that is not there is no error."""
        try:
            with self._plain_errors(key):
                self._blob(key).delete_blob()
        except Missing:
            return

    def check_writable(self) -> None:
        """Write and remove a blob, in a container that is made where there is none."""
        try:
            self._make_container()
            with self._plain_errors(_PROBE):
                self._upload(_PROBE, b"", overwrite=True)
            self.remove(_PROBE)
        except TransientError as error:
            message = f"{error}; check the account's name and the network"
            raise StoreConflict(message) from None

    def where(self, key: str) -> str:
        """Return the blob's address, without any secret."""
        base = str(self._container.url).partition("?")[0]
        return f"{base}/{self._prefix}{key}"

    def _blob(self, key: str) -> Any:
        return self._container.get_blob_client(self._prefix + checked_key(key))

    def _make_container(self) -> None:
        from azure.core.exceptions import ResourceExistsError  # noqa: PLC0415 - slow to import

        with self._plain_errors(""):
            if not self._container.exists():
                try:
                    self._container.create_container()
                except ResourceExistsError:
                    return

    def _upload(self, key: str, data: bytes, **how: Any) -> str:
        """Upload, and compare the checksum that the service made of what it got with our own.

        The SDK's own validation is not used: it tries a changed upload again, which then meets what
        the first one left.
        """
        blob = self._blob(key)
        written = blob.upload_blob(data, length=len(data), **how)
        ours = md5(data, usedforsecurity=False).digest()
        theirs = bytes(written.get("content_md5") or b"")
        etag = str(written["etag"])
        if theirs != ours:
            self._take_back(blob, etag)
            raise self._changed_on_its_way(key)
        return etag

    def _take_back(self, blob: Any, etag: str) -> None:
        from azure.core import MatchConditions  # noqa: PLC0415 - slow to import

        blob.delete_blob(etag=etag, match_condition=MatchConditions.IfNotModified)

    @contextmanager
    def _plain_errors(self, key: str) -> Iterator[None]:
        from azure.core import exceptions as az  # noqa: PLC0415 - slow to import

        where = self.where(key)
        try:
            yield
        except az.ResourceExistsError:
            message = f"store: {where} exists already"
            raise Exists(message) from None
        except az.ResourceModifiedError:
            message = f"store: {where} was changed by another run; read it again"
            raise Stale(message) from None
        except az.ResourceNotFoundError as error:
            if str(getattr(error, "error_code", "")) == "ContainerNotFound":
                message = f"store: there is no container {self._container.container_name!r}; make it, or name another"
                raise Missing(message) from None
            message = f"store: there is no {where}"
            raise Missing(message) from None
        except az.ClientAuthenticationError:
            raise self._refused(where) from None
        except az.HttpResponseError as error:
            status = error.status_code or _FAULT
            if status in _FORBIDDEN:
                raise self._refused(where) from None
            if status == _TOO_MANY or status >= _FAULT:
                message = f"store: {where} cannot be reached just now (status {status})"
                raise TransientError(message) from None
            message = f"store: Azure refuses {where} (status {status}, {error.reason})"
            raise BadInput(message) from None
        except az.AzureError as error:
            message = f"store: {where} cannot be reached ({type(error).__name__})"
            raise TransientError(message) from None

    def _changed_on_its_way(self, key: str) -> TransientError:
        message = f"store: {self.where(key)} arrived with another checksum; it was not kept"
        return TransientError(message)

    def _refused(self, where: str) -> StoreConflict:
        message = (
            f"store: Azure refuses the credentials for {where}; sign in, or check key, SAS and the "
            "role Storage Blob Data Contributor"
        )
        return StoreConflict(message)
