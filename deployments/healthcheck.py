"""Asks a service of the installation whether it is well: exit 0 when it is, else 1.

A service that answers is well with 200; one that does not listen touches a file while it is well.

Example:
    python -m deployments.healthcheck http://127.0.0.1:4200/api/health
    python -m deployments.healthcheck file:/tmp/caretaker
"""

from __future__ import annotations

import http.client
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

_PATIENCE_S = 4.0
_TOUCHED_WITHIN_S = 120.0
_KINDS: dict[str, type[http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


def is_well(address: str, *, patience_s: float = _PATIENCE_S) -> bool:
    """Say whether a GET on `address`, by no proxy, is answered with 200 within `patience_s` [s]."""
    where = urlsplit(address)
    if where.scheme == "file":
        return _is_fresh(Path(where.path))
    kind = _KINDS.get(where.scheme)
    if kind is None or not where.hostname:
        return False
    try:
        connection = kind(where.hostname, where.port, timeout=patience_s)
    except ValueError:  # a port that is no number
        return False
    try:
        connection.request("GET", where.path or "/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _is_fresh(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime <= _TOUCHED_WITHIN_S
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if len(sys.argv) == 2 and is_well(sys.argv[1]) else 1)  # noqa: PLR2004
