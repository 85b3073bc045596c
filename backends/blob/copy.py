"""One copy of one blob, made by the service: under a new name or not at all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from backends.blob.errors import code_of, is_taken
from backends.blob.upload import MARK, properties
from wearable_coach.errors import TransientError
from wearable_coach.store.contract import Exists

if TYPE_CHECKING:
    from azure.storage.blob import BlobClient

_LOOK_EVERY_S = 0.5
_PENDING, _DONE = "pending", "success"


class Copy:
    """A copy inside one account, which the service allows by the credentials of the request itself.

    When the answer is lost, the SDK asks again and meets the copy itself; its mark at the blob tells
    it from someone else's.
    """

    def __init__(self, source: BlobClient, target: BlobClient, *, where: str) -> None:
        """Prepare to copy `source` to `target`, which people find at `where`."""
        self._source, self._target, self._where = source, target, where
        self._mark = uuid4().hex

    def send(self) -> None:
        """Copy, and wait until the service is done.

        Raises:
            Exists: the target is there already.
            TransientError: the service gave the copy up.
            AzureError: as the SDK raises it; there is no source among them.
        """
        from azure.core import MatchConditions  # noqa: PLC0415 - slow
        from azure.core.exceptions import HttpResponseError  # noqa: PLC0415 - slow

        kept: dict[str, Any] = self._source.get_blob_properties().metadata or {}
        try:
            self._target.start_copy_from_url(
                self._source.url,
                metadata={**kept, MARK: self._mark},
                match_condition=MatchConditions.IfMissing,
            )
        except HttpResponseError as error:
            if not is_taken(error) and code_of(error) != "BlobAlreadyExists":
                raise
            found = properties(self._target)
            if found is None or found.metadata.get(MARK) != self._mark:
                message = f"store: {self._where} exists already"
                raise Exists(message) from None
        self._wait()

    def _wait(self) -> None:
        while True:
            found = properties(self._target)
            status = _DONE if found is None else found.copy.status or _DONE
            if status == _DONE:
                return
            if status != _PENDING:
                message = f"store: Azure gave the copy to {self._where} up ({status}); try again"
                raise TransientError(message)
            time.sleep(_LOOK_EVERY_S)
