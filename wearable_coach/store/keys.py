"""Keys of a store: names that stay inside it."""

from __future__ import annotations

from wearable_coach.errors import BadInput


def checked_key(key: str) -> str:
    """Return a key that stays inside its store.

    Raises:
        BadInput: it is absolute, goes up, or has an empty part, so that stores would read it differently.
    """
    parts = key.split("/")
    if {"", ".", ".."} & {*parts} or "\\" in key or "\0" in key:
        message = f"store: key {key!r} leaves the store; use names joined by /, none of them empty, . or .."
        raise BadInput(message)
    return key
