"""Asks a service of the installation whether it is well: exit 0 when it answers 200, else 1.

Example:
    python -m deployments.healthcheck http://127.0.0.1:4200/api/health
"""

from __future__ import annotations

import http.client
import sys
from urllib.parse import urlsplit

_PATIENCE_S = 4.0
_KINDS: dict[str, type[http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


def is_well(address: str, *, patience_s: float = _PATIENCE_S) -> bool:
    """Say whether a GET on `address`, by no proxy, is answered with 200 within `patience_s` [s]."""
    where = urlsplit(address)
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


if __name__ == "__main__":
    sys.exit(0 if len(sys.argv) == 2 and is_well(sys.argv[1]) else 1)  # noqa: PLR2004
