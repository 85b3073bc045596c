"""One write of one blob: parts staged unseen, one conditional commit, read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import md5
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from backends.blob.errors import code_of, is_absent, is_taken
from wearable_coach.errors import TransientError
from wearable_coach.store.contract import Exists, Missing, Stale

if TYPE_CHECKING:
    from azure.core.exceptions import HttpResponseError
    from azure.storage.blob import BlobClient, BlobProperties

MARK = "write"
"""The metadata by which a write knows its own blob again."""
_CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
}


class Fetched(NamedTuple):
    """A blob as it arrived, and the MD5 that its writer left at it."""

    data: bytes
    etag: str
    md5: bytes | None

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are what was written; without an MD5 nobody knows."""
        return self.md5 is None or self.md5 == md5_of(self.data)


class Upload:
    """A write that is seen whole or not at all.

    Each part is staged under a name of this write alone, so that two writers never mix theirs,
    with a Content-MD5 that the service compares with what arrived. The commit makes the whole
    visible on its condition. Then it is read back and compared, byte by byte.

    When the answer to the commit is lost, the SDK asks again and meets the write itself; its mark
    at the blob tells it from someone else's.
    """

    def __init__(
        self, blob: BlobClient, data: bytes, *, where: str, part_bytes: int, replaces: str | None
    ) -> None:
        """Prepare to write `data`, over the blob with the etag `replaces` or where there is none."""
        self._blob, self._data, self._where = blob, data, where
        self._part_bytes, self._replaces = part_bytes, replaces
        self._mark = uuid4().hex

    def send(self) -> str:
        """Write and return the new etag.

        Raises:
            Exists: a new blob was asked for, and there is one.
            Missing: there is none to replace.
            Stale: the one to replace carries another etag.
            TransientError: it arrived damaged.
            AzureError: as the SDK raises it.
        """
        from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow

        staged = list(self._stage())
        try:
            etag = self._commit(staged)
        except HttpResponseError as error:
            if not is_taken(error):
                raise
            etag = self._own_etag(error)
        self._verify(etag)
        return etag

    def _stage(self) -> Iterator[str]:
        for number, start in enumerate(range(0, len(self._data), self._part_bytes)):
            name = f"{self._mark}-{number:06d}"
            part = self._data[start : start + self._part_bytes]
            self._blob.stage_block(name, part, validate_content=True)
            yield name

    def _commit(self, staged: list[str]) -> str:
        from azure.core import MatchConditions  # noqa: PLC0415 - slow
        from azure.storage.blob import BlobBlock, ContentSettings  # noqa: PLC0415 - slow

        condition: dict[str, Any] = (
            {"match_condition": MatchConditions.IfMissing}
            if self._replaces is None
            else {"match_condition": MatchConditions.IfNotModified, "etag": self._replaces}
        )
        ending = self._where.rpartition(".")[2]
        answer = self._blob.commit_block_list(
            [BlobBlock(name) for name in staged],
            content_settings=ContentSettings(
                content_type=_CONTENT_TYPES.get(ending, "application/octet-stream"),
                content_md5=bytearray(md5_of(self._data)),
            ),
            metadata={MARK: self._mark},
            validate_content=True,
            **condition,
        )
        return str(answer["etag"])

    def _own_etag(self, error: HttpResponseError) -> str:
        """Return the etag of a write that met itself; else tell who came first."""
        found = properties(self._blob)
        if found and found.metadata.get(MARK) == self._mark:
            return str(found.etag)
        if self._replaces is not None:
            if found is None:
                message = f"store: there is no {self._where}"
                raise Missing(message)
            message = f"store: {self._where} was changed by another run; read it again"
            raise Stale(message)
        if found or code_of(error) == "BlobAlreadyExists":
            message = f"store: {self._where} exists already"
            raise Exists(message)
        message = f"store: {self._where} was removed while it was written; write it again"
        raise TransientError(message)

    def _verify(self, etag: str) -> None:
        from azure.core import MatchConditions  # noqa: PLC0415 - slow
        from azure.core.exceptions import AzureError, HttpResponseError  # noqa: PLC0415 - slow

        try:
            found = fetch(self._blob, etag=etag)
        except HttpResponseError as error:
            if is_absent(error) or is_taken(error):
                return  # another run has read it and gone on from there
            raise
        if found.data == self._data:
            return
        if self._replaces is None:
            with suppress(AzureError):
                self._blob.delete_blob(etag=etag, match_condition=MatchConditions.IfNotModified)
        message = f"store: {self._where} arrived damaged; write it again"
        raise TransientError(message)


def fetch(blob: BlobClient, *, etag: str | None = None) -> Fetched:
    """Return a blob, if it still has `etag`.

    Raises:
        AzureError: as the SDK raises it.
    """
    from azure.core import MatchConditions  # noqa: PLC0415 - slow

    condition: dict[str, Any] = (
        {} if etag is None else {"etag": etag, "match_condition": MatchConditions.IfNotModified}
    )
    stream = blob.download_blob(**condition)
    left = stream.properties.content_settings.content_md5
    data: bytes = stream.readall()
    return Fetched(data, str(stream.properties.etag), bytes(left) if left else None)


def properties(blob: BlobClient) -> BlobProperties | None:
    """Return what the service knows of a blob, None when it is not there."""
    from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow

    try:
        return blob.get_blob_properties()
    except HttpResponseError as error:
        if is_absent(error):
            return None
        raise


def md5_of(data: bytes) -> bytes:
    """Return the checksum that Blob Storage keeps; against damage, not against malice."""
    return md5(data, usedforsecurity=False).digest()
