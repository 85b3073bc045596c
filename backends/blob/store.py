"""A store in Azure Blob Storage: parts are staged unseen, one conditional commit makes them an object."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from backends.blob.copy import Copy
from backends.blob.errors import cause_of, code_of, is_absent, may_pass
from backends.blob.upload import Upload, fetch, properties
from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.store.contract import Damaged, Listed, Missing, Stored
from wearable_coach.store.keys import checked_key

PART_BYTES = 8 * 1024**2
_FORBIDDEN = (401, 403)
_NOT_FOUND = 404
_NO_CONTAINER = "ContainerNotFound"
_PROBE = "probe"


class BlobStore:
    """Objects as block blobs of one container, under a prefix.

    What is compared: each part's Content-MD5, by the service, with what arrived; after the commit,
    the object as read back with what was written, byte by byte; at every read, the MD5 that stands
    at the blob with what arrived. A blob that another tool wrote without one is taken as it comes.

    Only a container that is not there yet has nothing in it: any other answer to a listing is told,
    and so is a container that was there and is gone.
    """

    def __init__(self, container: Any, prefix: str = "", *, part_bytes: int = PART_BYTES) -> None:
        """Use a container, which is made when first written to, if that is allowed.

        Args:
            container: An `azure.storage.blob.ContainerClient`; see `backends.blob.account`.
            prefix: Every key begins with it, "" or ``folder/``.
            part_bytes: Length of the parts in which an object goes up.
        """
        self._container = container
        self._prefix = f"{checked_key(prefix.strip('/'))}/" if prefix.strip("/") else ""
        self._part_bytes = part_bytes
        self._was_there = False
        # The contract knows no close: the connections go when nobody holds the store any more.
        weakref.finalize(self, container.close)

    def __reduce__(self) -> tuple[Callable[[str, str], BlobStore], tuple[str, str]]:
        """Go as an address: the credentials are those of the process that it arrives in."""
        from backends.blob.account import reopened  # noqa: PLC0415 - it opens stores of this class

        return reopened, (
            f"{self._container.container_name}/{self._prefix}".rstrip("/"),
            self.where(""),
        )

    def create(self, key: str, data: bytes) -> str:
        """Write a new blob, whole or not at all."""
        return self._write(key, data, replaces=None)

    def replace(self, key: str, data: bytes, *, etag: str) -> str:
        """Replace the blob that still carries `etag`."""
        return self._write(key, data, replaces=etag)

    def read(self, key: str) -> Stored:
        """Return a blob's bytes and etag, the bytes compared with the blob's MD5."""
        blob = self._blob(key)
        with self._plain_errors(key):
            found = fetch(blob)
        if not found.is_whole:
            message = (
                f"store: {self.where(key)} arrived damaged; read it again, and if it stays so restore "
                "it from a backup (docs/backup.md)"
            )
            raise Damaged(message)
        return Stored(found.data, found.etag)

    def keys(self, prefix: str) -> list[str]:
        """Return the keys under a prefix; where the container is not there yet, none."""
        checked_key(f"{prefix}x")
        try:
            with self._plain_errors(prefix):
                names = self._container.list_blob_names(name_starts_with=self._prefix + prefix)
                return sorted(str(name).removeprefix(self._prefix) for name in names)
        except Missing:
            return []

    def objects(self, prefix: str) -> list[Listed]:
        """Return what lies under a prefix, with the service's times."""
        checked_key(f"{prefix}x")
        try:
            with self._plain_errors(prefix):
                found = self._container.list_blobs(name_starts_with=self._prefix + prefix)
                listed = [
                    Listed(str(b.name).removeprefix(self._prefix), int(b.size), b.last_modified)
                    for b in found
                ]
        except Missing:
            return []
        return sorted(listed)

    def adopt(self, key: str, new_key: str) -> None:
        """Let the service copy a blob; it is there when this returns."""
        copy = Copy(self._blob(key), self._blob(new_key), where=self.where(new_key))
        with self._plain_errors(key):
            self._in_container(copy.send)

    def remove(self, key: str) -> None:
        """Remove a blob; one that is not there is no error."""
        blob = self._blob(key)
        try:
            with self._plain_errors(key):
                blob.delete_blob()
        except Missing:
            return

    def check_writable(self) -> None:
        """Stage a part that nobody sees, list and read, in a container that is made where there is none."""
        blob = self._blob(_PROBE)
        try:
            with self._plain_errors(""):
                self._in_container(
                    lambda: blob.stage_block(
                        f"{uuid4().hex}-000000", b"probe", validate_content=True
                    )
                )
                next(iter(self._container.list_blob_names(name_starts_with=self._prefix)), None)
                properties(blob)
        except TransientError as error:
            message = f"{error}; check the account's name and the network"
            raise StoreConflict(message) from None

    def where(self, key: str) -> str:
        """Return the blob's address, without any secret."""
        base = str(self._container.url).partition("?")[0]
        return f"{base}/{quote(self._prefix + key)}".rstrip("/")

    def _blob(self, key: str) -> Any:
        return self._container.get_blob_client(self._prefix + checked_key(key))

    def _write(self, key: str, data: bytes, *, replaces: str | None) -> str:
        upload = Upload(
            self._blob(key),
            data,
            where=self.where(key),
            part_bytes=self._part_bytes,
            replaces=replaces,
        )
        with self._plain_errors(key):
            return str(self._in_container(upload.send))

    def _in_container(self, write: Callable[[], object]) -> object:
        """Write; where the container is not there yet, make it and write again."""
        from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow to import

        try:
            return write()
        except HttpResponseError as error:
            if code_of(error) != _NO_CONTAINER or self._was_there:
                raise
        self._make_container()
        return write()

    def _make_container(self) -> None:
        from azure.core.exceptions import ResourceExistsError  # noqa: PLC0415 - slow to import

        try:
            self._container.create_container()
        except ResourceExistsError as error:
            if code_of(error) != "ContainerAlreadyExists":  # else another run made it meanwhile
                raise

    @contextmanager
    def _plain_errors(self, key: str) -> Iterator[None]:
        from azure.core import exceptions as az  # noqa: PLC0415 - slow to import

        where = self.where(key)
        try:
            yield
            self._was_there = True
        except az.ClientAuthenticationError:
            raise self._refused(where) from None
        except az.AzureError as error:
            status, code = getattr(error, "status_code", None), code_of(error)
            if status in _FORBIDDEN:
                raise self._refused(where) from None
            if code == _NO_CONTAINER and self._was_there:
                message = (
                    f"store: {where} was there and its container is gone; bring it back, then again"
                )
                raise StoreConflict(message) from None
            if is_absent(error):
                message = f"store: there is no {where}"
                raise Missing(message) from None
            if status is None:
                message = f"store: {where} cannot be reached ({cause_of(error)})"
                raise TransientError(message) from None
            if may_pass(error):
                message = f"store: {where} cannot be used just now ({status} {code}); try again"
                raise TransientError(message) from None
            if status == _NOT_FOUND:
                message = (
                    f"store: there is no account at {where} ({code}); check its name and endpoint"
                )
                raise BadInput(message) from None
            message = f"store: Azure refuses {where} ({status} {code}); look at it in the portal"
            raise StoreConflict(message) from None
        except (AttributeError, KeyError, TypeError):  # the SDK stumbles over a proxy's error page
            message = (
                f"store: {where} gives no answer of Azure's; look what proxy stands in between"
            )
            raise TransientError(message) from None

    def _refused(self, where: str) -> StoreConflict:
        message = (
            f"store: Azure refuses the credentials for {where}; sign in, or check key, SAS and the "
            "role Storage Blob Data Contributor"
        )
        return StoreConflict(message)
