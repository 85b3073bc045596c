"""API keys of the service: several at once, so that one can be replaced without an outage."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text

VARIABLE = "WEARABLE_COACH_API_KEYS"
_SHORTEST = 16
_log = logging.getLogger("wearable_coach.service")


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

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The keys' hashes."""
        return self._hashes

    def __bool__(self) -> bool:
        """Say whether there is any key."""
        return bool(self._hashes)

    def opens(self, given: str) -> bool:
        """Say whether `given` is one of the keys; all are compared, whichever fits."""
        hashed = _hash(given)
        fits = [hmac.compare_digest(hashed, known) for known in self._hashes]
        return any(fits)


class FileKeys(ApiKeys):
    """Keys of a file, read again when it changes; what was taken out of it opens nothing any more."""

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            BadInput: it cannot be read or holds no key, or one that is too short.
        """
        self._file, self._stamp = file, _stamp(file)
        super().__init__(_keys_of(file))

    def __bool__(self) -> bool:
        """Say that a key is needed, also where all were taken away."""
        return True

    def opens(self, given: str) -> bool:
        """Say whether `given` is one of the keys that the file holds now."""
        stamp = _stamp(self._file)
        if stamp != self._stamp:
            self._hashes = self._read_again()
            self._stamp = stamp
        return super().opens(given)

    def _read_again(self) -> tuple[bytes, ...]:
        try:
            found = ApiKeys(_keys_of(self._file))
        except BadInput as error:
            told = f"{self._file}: {error}; until then no key opens the service"
            _log.warning(_line("revoked", told))
            return ()
        _log.info(_line("read"))
        return found.hashes


def read_api_keys(file: Path | None, environment: Mapping[str, str]) -> ApiKeys:
    """Read the keys from a file, one a line, which is followed, or else from the environment, comma-separated.

    Raises:
        BadInput: the file cannot be read or holds none, or a key is too short.
    """
    if file is None:
        return ApiKeys(_listed(environment.get(VARIABLE, "").split(",")))
    return FileKeys(file)


def _keys_of(file: Path) -> tuple[str, ...]:
    try:
        keys = _listed(read_text(file).splitlines())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"api-keys: cannot read {file} ({reason}); give a file with a key a line"
        raise BadInput(message) from None
    if not keys:
        message = f"api-keys: {file} holds no key; write one a line"
        raise BadInput(message)
    return keys


def _stamp(file: Path) -> tuple[int, int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _line(outcome: str, reason: str | None = None) -> str:
    told = {"event": "api-keys", "outcome": outcome, "reason": reason}
    return json.dumps({k: v for k, v in told.items() if v is not None}, ensure_ascii=False)


def _listed(lines: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _hash(key: str) -> bytes:
    return sha256(key.encode()).digest()
