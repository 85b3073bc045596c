"""API keys of the service: several at once, so that one can be replaced without an outage."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from wearable_coach.errors import BadInput

VARIABLE = "WEARABLE_COACH_API_KEYS"
_SHORTEST = 16


class ApiKeys:
    """Keys of which any one opens the service; kept as hashes, compared in constant time."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """Take the keys.

        Raises:
            BadInput: one is so short that it can be guessed.
        """
        for number, key in enumerate(keys, 1):
            if len(key) < _SHORTEST:
                message = f"api-keys: key {number} has {len(key)} characters; use at least {_SHORTEST} random ones"
                raise BadInput(message)
        self._hashes = tuple(_hash(key) for key in keys)

    def __bool__(self) -> bool:
        """Say whether there is any key."""
        return bool(self._hashes)

    def opens(self, given: str) -> bool:
        """Say whether `given` is one of the keys; all are compared, whichever fits."""
        hashed = _hash(given)
        fits = [hmac.compare_digest(hashed, known) for known in self._hashes]
        return any(fits)


def read_api_keys(file: Path | None, environment: Mapping[str, str]) -> ApiKeys:
    """Read the keys from a file, one a line, or else from the environment, comma-separated.

    Raises:
        BadInput: the file cannot be read or holds none, or a key is too short.
    """
    if file is None:
        return ApiKeys(_listed(environment.get(VARIABLE, "").split(",")))
    try:
        keys = _listed(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"api-keys: cannot read {file} ({reason}); give a file with a key a line"
        raise BadInput(message) from None
    if not keys:
        message = f"api-keys: {file} holds no key; write one a line"
        raise BadInput(message)
    return ApiKeys(keys)


def _listed(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _hash(key: str) -> bytes:
    return sha256(key.encode()).digest()
