"""What every store offers, be it a local folder or Blob Storage."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from wearable_coach.errors import CoachError, TransientError


class Exists(CoachError):
    """A create-only write met an existing object."""


class Missing(CoachError):
    """There is no object of that name."""


class Stale(CoachError):
    """A compare-and-swap came too late: someone else wrote in between."""


class Damaged(TransientError):
    """What arrived is not what the store was given: on its way, or where it lies."""


class Stored(NamedTuple):
    """An object and the tag that a compare-and-swap must present."""

    data: bytes
    etag: str


class Listed(NamedTuple):
    """An object as a listing has it."""

    key: str
    bytes: int
    modified: datetime
    """When the store last took it [UTC], by the store's clock; a copy may carry a later time."""


class Store(Protocol):
    """Objects by key (``datasets/<version>/manifest.json``), never seen half-written.

    A store can be pickled: it goes as its address, never with a secret, and is opened anew where it arrives.
    """

    def create(self, key: str, data: bytes) -> str:
        """Write a new object and return its etag.

        Raises:
            Exists: there is one already, whatever it holds.
            StoreConflict: the place cannot be written.
        """

    def replace(self, key: str, data: bytes, *, etag: str) -> str:
        """Replace the object that still carries `etag`, and return the new etag.

        Raises:
            Missing: there is none.
            Stale: it carries another etag.
        """

    def read(self, key: str) -> Stored:
        """Return an object.

        Raises:
            Missing: there is none.
            Damaged: it is not what was written, as far as the store can tell.
        """

    def keys(self, prefix: str) -> list[str]:
        """Return the keys that begin with `prefix`, sorted."""

    def objects(self, prefix: str) -> list[Listed]:
        """Return what lies under the keys that begin with `prefix`, sorted by key."""

    def adopt(self, key: str, new_key: str) -> None:
        """Give an object another key as well, which is new; its bytes are not sent again.

        Raises:
            Exists: there is an object of the new key already, whatever it holds.
            Missing: there is none to adopt.
        """

    def remove(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""

    def check_writable(self) -> None:
        """Look whether a write could succeed, before work that ends in one.

        Raises:
            StoreConflict: the place cannot be written.
        """

    def where(self, key: str) -> str:
        """Return where a person finds the object: a path or a URL."""
