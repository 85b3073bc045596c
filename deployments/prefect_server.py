"""The Prefect server, closed to pages of other sites; in place of `prefect server start`.

Prefect's settings hold, and unless they say otherwise its own address alone may ask across origins.
``WEARABLE_COACH_ALLOWED_HOSTS`` names the hosts under which it is asked beside loopback, where it
listens, and the address of its UI (``PREFECT_UI_URL``).

Example:
    python -m deployments.prefect_server --host 127.0.0.1 --port 4200
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import (
    PREFECT_SERVER_CORS_ALLOWED_ORIGINS,
    PREFECT_UI_API_URL,
    get_current_settings,
    temporary_settings,
)

from deployments.names import SERVER_PORT
from deployments.own_pages import LOOPBACK_NAMES, OwnPages, own_hosts
from flows.prefect_api.own_server_schema import lay_in_home
from wearable_coach.errors import BadInput
from wearable_coach.store.permissions import OTHERS

_EXIT_BAD_INPUT = 2


def own_origins(port: int, ui_url: str | None) -> list[str]:
    """Return the addresses of the UI: where people open it, and on this machine."""
    shown = urlsplit(ui_url or "")
    outside = [f"{shown.scheme}://{shown.netloc}"] if shown.netloc else []
    here = [f"http://{name}:{port}" for name in LOOPBACK_NAMES[:2]]
    return list(dict.fromkeys([*outside, *here]))


def own_defaults(port: int) -> dict[Any, str]:
    """Return what holds where the settings say nothing: its own pages ask, where they were found."""
    settings = get_current_settings()
    return {
        PREFECT_SERVER_CORS_ALLOWED_ORIGINS: ",".join(own_origins(port, settings.ui_url)),
        PREFECT_UI_API_URL: settings.server.api.base_path or "/api",
    }


def serve(host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        BadInput: a name that was added is none.
    """
    hosts = own_hosts(host, get_current_settings().ui_url, os.environ)
    os.umask(os.umask(OTHERS) | OTHERS)  # its database holds secrets, and words about people
    lay_in_home(get_current_settings())
    with temporary_settings(set_defaults=own_defaults(port)):
        api = get_current_settings().server.api
        door = OwnPages(
            create_app(final=True), hosts=hosts, origins=api.cors_allowed_origins.split(",")
        )
        uvicorn.run(
            door,
            host=host,
            port=port,
            timeout_keep_alive=api.keepalive_timeout,
            ws_ping_interval=api.websocket_ping_interval,
            ws_ping_timeout=api.websocket_ping_timeout,
            log_level=get_current_settings().server.logging_level.lower(),
        )


def main(arguments: list[str] | None = None) -> int:
    """Serve; what is wrong with a setting is one line."""
    parser = argparse.ArgumentParser(prog="python -m deployments.prefect_server")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=SERVER_PORT)
    options = parser.parse_args(arguments)
    try:
        serve(options.host, options.port)
    except BadInput as error:
        sys.stderr.write(f"prefect_server: {error}\n")
        return _EXIT_BAD_INPUT
    return 0


if __name__ == "__main__":
    sys.exit(main())
