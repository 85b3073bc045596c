"""The Prefect API as a plain HTTP service: for a process that ends before Prefect would be imported.

`PREFECT_API_URL` and what Prefect's own client reads beside it say which server and how it is asked.
"""

from __future__ import annotations

import http.client
import json
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

API_URL, AUTH = "PREFECT_API_URL", "PREFECT_API_AUTH_STRING"
HEADERS, CERTIFICATES = "PREFECT_CLIENT_CUSTOM_HEADERS", "PREFECT_API_SSL_CERT_FILE"
INSECURE = "PREFECT_API_TLS_INSECURE_SKIP_VERIFY"
_BUSY = {429, 502, 503, 504}
"""SQLite: another one writes just now; or a proxy that does not reach the server."""
_TRIES, _PATIENCE_S = 6, 30.0


class NoAnswer(Exception):
    """The server is not named, does not answer, or says no; a caller goes the long way."""


class ApiAnswer(NamedTuple):
    """What the server said."""

    status: int
    body: Any


class PlainApi:
    """Asks one server, with Prefect's variables and nothing of Prefect."""

    def __init__(
        self, environment: Mapping[str, str], *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Take address, credentials, headers and certificates from the variables.

        Raises:
            NoAnswer: no server is named.
        """
        self._url = environment.get(API_URL, "").rstrip("/")
        if not self._url.startswith(("http://", "https://")):
            raise NoAnswer(API_URL)
        self._headers = {"Content-Type": "application/json", **_headers(environment)}
        self._environment, self._sleep = environment, sleep

    def get(self, path: str) -> ApiAnswer:
        """Get what is at a path.

        Raises:
            NoAnswer: the server does not answer, or says anything but yes and 404.
        """
        return self._asked(path, None)

    def post(self, path: str, body: Mapping[str, Any]) -> ApiAnswer:
        """Post to a path.

        Raises:
            NoAnswer: the server does not answer, or says anything but yes and 404.
        """
        return self._asked(path, json.dumps(body).encode())

    def patch(self, path: str, body: Mapping[str, Any]) -> ApiAnswer:
        """Change what is at a path.

        Raises:
            NoAnswer: the server does not answer, or says anything but yes and 404.
        """
        return self._asked(path, json.dumps(body).encode(), "PATCH")

    def _asked(self, path: str, data: bytes | None, method: str | None = None) -> ApiAnswer:
        for again in range(_TRIES):
            if again:
                self._sleep(0.2 * 2**again)
            answer = self._once(path, data, method)
            if answer is None or answer.status in _BUSY:
                continue
            if answer.status == http.HTTPStatus.FORBIDDEN and self._takes_token():
                continue
            if answer.status == http.HTTPStatus.NOT_FOUND or answer.status < 300:  # noqa: PLR2004
                return answer
            break
        raise NoAnswer(path)

    def _once(self, path: str, data: bytes | None, method: str | None = None) -> ApiAnswer | None:
        request = Request(  # noqa: S310 - http
            self._url + path, data=data, headers=self._headers, method=method
        )
        try:
            with urlopen(request, timeout=_PATIENCE_S, context=self._trusted()) as found:  # noqa: S310
                return ApiAnswer(found.status, json.loads(found.read() or b"null"))
        except HTTPError as refused:
            with refused:
                return ApiAnswer(refused.code, None)
        except (OSError, http.client.HTTPException, ValueError):
            return None

    def _takes_token(self) -> bool:
        """Get what a server with CSRF protection wants to see; say whether it gave one."""
        if "Prefect-Csrf-Token" in self._headers:
            return False
        who = str(uuid4())
        answer = self._once(f"/csrf-token?client={who}", None)
        if answer is None or not answer.body:
            return False
        self._headers |= {"Prefect-Csrf-Token": answer.body["token"], "Prefect-Csrf-Client": who}
        return True

    def _trusted(self) -> Any:  # noqa: ANN401 - an SSLContext, whose module is imported where needed
        if not self._url.startswith("https://"):
            return None
        import ssl  # noqa: PLC0415 - costs 20 ms

        context = ssl.create_default_context(cafile=self._environment.get(CERTIFICATES))
        if self._environment.get(INSECURE, "").lower() in {"1", "true"}:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context


def _headers(environment: Mapping[str, str]) -> dict[str, str]:
    try:
        own: dict[str, str] = json.loads(environment.get(HEADERS) or "{}")
    except ValueError as error:
        raise NoAnswer(HEADERS) from error
    if auth := environment.get(AUTH):
        own["Authorization"] = f"Basic {b64encode(auth.encode()).decode()}"
    return own
