"""Keys of a store: names that stay inside it."""

from __future__ import annotations

from wearable_coach.errors import BadInput


def checked_key(key: str) -> str:
    """Return a key that stays inside its store.

    Raises:
        BadInput: it is empty, absolute, or goes up.
    """
    parts = key.split("/")
    if not key or key.startswith("/") or ".." in parts or "\\" in key or "\0" in key:
        message = f"store: key {key!r} leaves the store; use names without .. or a leading /"
        raise BadInput(message)
    return key
