"""Asking the Prefect server, with the client's own settings: address, credentials, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

from deployments.doctor.finding import CannotTell
from wearable_coach.errors import TransientError

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

PATIENCE_S = 5.0
"""Wait for one answer."""

_FOREIGN_NAME = "another-site.invalid"
_FOREIGN_PAGE = f"https://{_FOREIGN_NAME}"


class Reach(Enum):
    """How far a request gets."""

    UNSET = "PREFECT_API_URL is not set"
    SILENT = "the Prefect server does not answer"
    STRANGE = "what answers at PREFECT_API_URL is no Prefect server"
    REFUSED = "the Prefect server refuses the credentials"
    THERE = "the Prefect server answers"


class Reached(NamedTuple):
    """What the first request came to."""

    how: Reach
    detail: str = ""
    version: str = ""


class Api:
    """A Prefect server."""

    def __init__(self, url: str | None, *, auth: str | None = None, key: str | None = None) -> None:
        """Remember the address; nothing is asked.

        Args:
            url: Of the API; None where none is set.
            auth: ``user:password``.
            key: A key, where the server takes one.
        """
        self.url, self._auth, self._key = url, auth, key
        self._lock, self._opened = Lock(), ExitStack()

    @classmethod
    def of_settings(cls) -> Api:
        """Return the server that Prefect's settings name: environment, profile, files."""
        from prefect.settings import get_current_settings  # noqa: PLC0415 - takes seconds

        api = get_current_settings().api
        return cls(
            api.url,
            auth=api.auth_string.get_secret_value() if api.auth_string else None,
            key=api.key.get_secret_value() if api.key else None,
        )

    @property
    def host(self) -> str:
        """The server's host."""
        return httpx.URL(self.url or "").host

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return what a path answers; None where there is nothing of that name.

        Raises:
            CannotTell: the server cannot be asked.
            TransientError: it answers with an error.
        """
        return self._ask("GET", path)

    def post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return what a filter answers.

        Raises:
            CannotTell: the server cannot be asked.
            TransientError: it answers with an error.
        """
        return self._ask("POST", path, json=body)

    def reached(self) -> Reached:
        """Say whether the server can be asked; it is tried once."""
        with self._lock:
            return self._reached

    def close(self) -> None:
        """Close the connections."""
        self._opened.close()

    def answers_strangers(self) -> bool:
        """Say whether the server shows its blocks to a request without credentials."""
        asked = {"json": {"limit": 1}}
        return self._as_stranger("POST", "/block_documents/filter", **asked) is not None

    def answers_foreign_pages(self) -> bool:
        """Say whether the server tells browsers that any site's page may ask it."""
        asked = {"Origin": _FOREIGN_PAGE, "Access-Control-Request-Method": "POST"}
        answer = self._as_stranger("OPTIONS", "/block_documents/filter", headers=asked)
        allowed = "" if answer is None else answer.headers.get("access-control-allow-origin", "")
        return allowed in {"*", _FOREIGN_PAGE}

    def answers_foreign_names(self) -> bool:
        """Say whether the server answers under a name that is not its own."""
        answer = self._as_stranger("GET", "/health", headers={"Host": _FOREIGN_NAME})
        return answer is not None and answer.text.strip() == "true"

    def _as_stranger(self, method: Any, path: Any, **more: Any) -> httpx.Response | None:  # noqa: ANN401 - Prefect's literals
        """Ask with nothing of ours, custom headers neither; None where that is refused."""
        from prefect.client.orchestration import SyncPrefectClient  # noqa: PLC0415
        from prefect.settings import (  # noqa: PLC0415
            PREFECT_CLIENT_CUSTOM_HEADERS,
            temporary_settings,
        )

        with (
            patient(),
            temporary_settings({PREFECT_CLIENT_CUSTOM_HEADERS: {}}),
            SyncPrefectClient(self.url or "", httpx_settings=_limits()) as stranger,
        ):
            try:
                return stranger.request(method, path, **more)
            except httpx.HTTPStatusError:
                return None

    def _ask(self, method: Any, path: Any, **more: Any) -> Any:  # noqa: ANN401 - Prefect's literals
        if self.reached().how is not Reach.THERE:
            raise CannotTell(self.reached().how.value)
        try:
            with patient():
                return self._client.request(method, path, **more).json()
        except httpx.HTTPStatusError as error:
            if error.response.status_code == httpx.codes.NOT_FOUND:
                return None
            message = f"the Prefect server answered {path} with HTTP {error.response.status_code}; see its log"
            raise TransientError(message) from None
        except httpx.TransportError as error:
            message = f"{Reach.SILENT.value} any more ({type(error).__name__})"
            raise CannotTell(message) from None

    @cached_property
    def _client(self) -> SyncPrefectClient:
        from prefect.client.orchestration import SyncPrefectClient  # noqa: PLC0415 - seconds

        client = SyncPrefectClient(
            self.url or "", auth_string=self._auth, api_key=self._key, httpx_settings=_limits()
        )
        return self._opened.enter_context(client)

    @cached_property
    def _reached(self) -> Reached:
        if not self.url:
            return Reached(Reach.UNSET)
        try:
            with patient():
                healthy = self._client.request("GET", "/health").json() is True
                version = self._client.request("GET", "/admin/version").json()
        except httpx.HTTPStatusError as error:
            code = error.response.status_code
            refused = code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
            return Reached(Reach.REFUSED if refused else Reach.STRANGE, f"HTTP {code}")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Reached(Reach.SILENT, type(error).__name__)
        except ValueError:
            return Reached(Reach.STRANGE, "no JSON")
        if not healthy:
            return Reached(Reach.STRANGE, "/health is not true")
        return Reached(Reach.THERE, version=str(version))


@contextmanager
def patient() -> Iterator[None]:
    """Let Prefect's own client wait no longer than a check may."""
    from prefect.settings import (  # noqa: PLC0415 - takes seconds
        PREFECT_API_REQUEST_TIMEOUT,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    with temporary_settings(
        {PREFECT_API_REQUEST_TIMEOUT: PATIENCE_S, PREFECT_CLIENT_MAX_RETRIES: 0}
    ):
        yield


def _limits() -> dict[str, Any]:
    return {"timeout": PATIENCE_S}


def without_secrets(url: str | None) -> str:
    """Return an address without what may stand in it of secrets; empty where it is none."""
    try:
        return str(httpx.URL(url or "").copy_with(userinfo=b"", query=None))
    except httpx.InvalidURL:
        return ""
