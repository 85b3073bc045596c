"""The Prefect API that a command goes through: the one that is configured, or a server of its own."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import ValidationError

from flows.prefect_api.configured import URL
from flows.prefect_api.own_server import WITHIN_S, OwnServer
from flows.prefect_api.own_server_faults import NoPrefect
from flows.prefect_api.own_server_schema import lay_in_home

if TYPE_CHECKING:
    from prefect.settings import Settings

Tell = Callable[[str], None]
_PATIENCE_S, _TRIES_FOR_S, _AGAIN_AFTER_S = 10.0, 5.0, 0.5
_reached: set[str] = set()
_own: set[str] = set()


def reach_prefect(
    tell: Tell,
    *,
    aside: str = "",
    of_up: bool = False,
    meanwhile: Callable[[], Any] = lambda: None,
) -> None:
    """See that there is a Prefect API: the one of the settings answers, or a server of our own is started.

    A server of our own serves to the end of the process.

    Args:
        tell: Told while it is waited for.
        aside: Told with it.
        of_up: Whether the address is that of `wearable-coach up`, which nobody set.
        meanwhile: What can be done while a server starts.

    Raises:
        NoPrefect: there is none; the message says why and what to do.
    """
    settings, said = settings_of_prefect()
    url, server = settings.api.url or "", None
    if not url:
        server = _own_server(settings)
        server.start()
        url = server.api_url
    meanwhile()
    if server is not None:
        server.wait(tell, aside=aside)
        settings = _use(url, server.auth)
        _own.add(url)
    if url not in _reached:
        _need_answer(url, settings, of_up=of_up)
        _reached.add(url)
        sys.stderr.write(said)


def is_own(url: str | None) -> bool:
    """Say whether a server is one that this process started for itself."""
    return url in _own


def tell_on_stderr() -> Tell:
    """Return what tells lines with the time since now, for who has nothing better."""
    started = time.monotonic()

    def tell(text: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - started:5.1f} s] {text}\n")
        sys.stderr.flush()

    return tell


def settings_of_prefect() -> tuple[Settings, str]:
    """Return what Prefect's environment, profile and files come to, and what Prefect says of it.

    Raises:
        NoPrefect: they cannot be read.
    """
    said = io.StringIO()
    try:
        with redirect_stderr(said):  # what Prefect says of it on the way is many lines
            from prefect.settings import get_current_settings  # noqa: PLC0415 - takes seconds

            settings = get_current_settings()
    except (ValueError, OSError, AttributeError, TypeError) as error:
        # Pydantic's and TOML's are ValueErrors; a value in a table's place has no items.
        message = f"prefect: its settings cannot be read ({_what(error)}); correct that in the environment, in prefect.toml, or in profiles.toml in PREFECT_HOME (~/.prefect)"
        raise NoPrefect(message) from None
    return settings, said.getvalue()


def _what(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{error.title}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "")


def _own_server(settings: Settings) -> OwnServer:
    own = settings.server.ephemeral
    if not own.enabled:
        message = f"{URL}: not set, and PREFECT_SERVER_EPHEMERAL_ENABLED forbids a server of the command's own; set one of them"
        raise NoPrefect(message)
    was_set = "startup_timeout_seconds" in own.model_fields_set
    database = lay_in_home(settings)
    return OwnServer(
        settings.to_environment_variables(exclude_unset=True),
        database=str(database or "the database of PREFECT_SERVER_DATABASE_CONNECTION_URL"),
        within_s=own.startup_timeout_seconds if was_set else WITHIN_S,
    )


def _use(url: str, auth: str) -> Settings:
    """Let this process, and what it starts, go through a server; return the settings that say so."""
    from prefect.context import refresh_global_settings_context  # noqa: PLC0415 - takes seconds
    from prefect.settings import get_current_settings  # noqa: PLC0415

    os.environ[URL] = url
    if auth:
        os.environ["PREFECT_API_AUTH_STRING"] = auth
    refresh_global_settings_context()
    return get_current_settings()


def _need_answer(url: str, settings: Settings, *, of_up: bool) -> None:
    """See that an API answers and takes our credentials.

    Raises:
        NoPrefect: it does not.
    """
    try:
        _ask_version(url, settings)
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        if code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            message = f"PREFECT_API_AUTH_STRING: {_plain(url)} refuses it (HTTP {code}); set it to that server's PREFECT_SERVER_API_AUTH_STRING"
        else:
            message = f"{URL}: what answers at {_plain(url)} is no Prefect API (HTTP {code}); name one, it ends in /api"
        raise NoPrefect(message) from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        what = f"nothing answers at {_plain(url)} ({type(error).__name__})"
        message = (
            f"up: {what}, where its Prefect server will be; wait until `wearable-coach up` says where the UI is"
            if of_up
            else f"{URL}: {what}; start that server, or unset or correct the address (`prefect config view` shows where it is set)"
        )
        raise NoPrefect(message) from None
    except ValueError:
        message = (
            f"{URL}: what answers at {_plain(url)} is no Prefect API; name one, it ends in /api"
        )
        raise NoPrefect(message) from None


def _ask_version(url: str, settings: Settings) -> None:
    """Ask what every Prefect API answers, with the credentials of the settings; a restart is waited for."""
    from prefect.client.orchestration import SyncPrefectClient  # noqa: PLC0415 - takes seconds
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_API_REQUEST_TIMEOUT,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    patient = {PREFECT_API_REQUEST_TIMEOUT: _PATIENCE_S, PREFECT_CLIENT_MAX_RETRIES: 0}
    auth, key = settings.api.auth_string, settings.api.key
    with (
        temporary_settings(patient),
        SyncPrefectClient(
            url,
            auth_string=auth.get_secret_value() if auth else None,
            api_key=key.get_secret_value() if key else None,
        ) as client,
    ):
        until = time.monotonic() + _TRIES_FOR_S
        while True:
            try:
                client.request("GET", "/admin/version").json()
            except httpx.ConnectError:
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_AFTER_S)
            else:
                return


def _plain(url: str) -> str:
    """Return an address without what may be a secret in it."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b"", query=None))
    except httpx.InvalidURL:
        return "an address that is none"
