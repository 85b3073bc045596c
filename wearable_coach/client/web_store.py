"""A store behind plain HTTP GET, read-only: a Blob container's URL with a SAS query, a web server."""

from __future__ import annotations

from hashlib import sha256
from typing import NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

import httpx

from wearable_coach.errors import BadInput, TransientError
from wearable_coach.store import Listed, Missing, Stored
from wearable_coach.store.keys import checked_key

_TIMEOUT_S = 5.0
_NOT_THERE = (404, 410)
_REFUSED = (401, 403)


class WebStore:
    """Objects under a base URL; what writes or lists is refused."""

    def __init__(self, url: str, *, client: httpx.Client | None = None) -> None:
        """Read under `url`; its query, a SAS token, goes with every request and into no message."""
        parts = urlsplit(url)
        self._base = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
        self._query = parts.query
        self._client = client or httpx.Client(timeout=_TIMEOUT_S)

    def read(self, key: str) -> Stored:
        """Return an object."""
        address = f"{self._base}/{quote(checked_key(key))}"
        try:
            answer = self._client.get(f"{address}?{self._query}" if self._query else address)
        except httpx.HTTPError as error:
            message = (
                f"store: {address} cannot be reached ({type(error).__name__}); check the network"
            )
            raise TransientError(message) from None
        if answer.status_code in _NOT_THERE:
            message = f"store: there is no {address}"
            raise Missing(message)
        if answer.status_code in _REFUSED:
            message = f"store: {address} refuses ({answer.status_code}); renew the SAS token"
            raise BadInput(message)
        if not answer.is_success:
            message = f"store: {address} answers {answer.status_code}; try again later"
            raise TransientError(message)
        return Stored(
            answer.content, answer.headers.get("etag") or sha256(answer.content).hexdigest()
        )

    def where(self, key: str) -> str:
        """Return the URL of a key, without its token."""
        return f"{self._base}/{quote(checked_key(key))}"

    def create(self, key: str, data: bytes) -> str:  # noqa: ARG002 - the contract's form
        """Refuse to write."""
        self._read_only()

    def replace(self, key: str, data: bytes, *, etag: str) -> str:  # noqa: ARG002 - the contract's form
        """Refuse to write."""
        self._read_only()

    def keys(self, prefix: str) -> list[str]:  # noqa: ARG002 - the contract's form
        """Refuse to list."""
        self._read_only()

    def objects(self, prefix: str) -> list[Listed]:  # noqa: ARG002 - the contract's form
        """Refuse to list."""
        self._read_only()

    def adopt(self, key: str, new_key: str) -> None:  # noqa: ARG002 - the contract's form
        """Refuse to write."""
        self._read_only()

    def remove(self, key: str) -> None:  # noqa: ARG002 - the contract's form
        """Refuse to write."""
        self._read_only()

    def check_writable(self) -> None:
        """Refuse to write."""
        self._read_only()

    def _read_only(self) -> NoReturn:
        message = f"store: {self._base} is read-only over https; write to the store it shows"
        raise BadInput(message)
