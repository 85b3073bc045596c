"""`wearable-coach serve`: the coach as a small HTTP service."""

from __future__ import annotations

import ipaddress
import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.cli.formula_option import ServedFormulaOption
from wearable_coach.cli.workflow import OutOption, StoreOption, tell
from wearable_coach.errors import BadInput


def serve(  # noqa: PLR0913 - one option each
    *,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond loopback keys are needed.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.", min=1, max=65535)] = 8040,
    api_keys: Annotated[
        Path | None,
        typer.Option(
            "--api-keys",
            help="File with an API key a line, all valid. Default: $WEARABLE_COACH_API_KEYS, comma-separated.",
            show_default=False,
        ),
    ] = None,
    trusted_proxies: Annotated[
        str | None,
        typer.Option(
            "--trusted-proxies",
            help="Addresses or networks, comma-separated, whose X-Forwarded-For is believed. Default: $WEARABLE_COACH_TRUSTED_PROXIES, else nobody's.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(help="The longest wait for the model [s].", min=0.1)
    ] = 8.0,
    warm_up: Annotated[
        bool,
        typer.Option(
            "--warm-up/--no-warm-up",
            help="Read what everyday answers are made of between the requests (a minute of CPU, 450 MB): the first come as fast as later ones.",
        ),
    ] = True,
    hrmax_formula: ServedFormulaOption = None,
    out: OutOption = None,
    store: StoreOption = None,
) -> None:
    """Serve the coach over HTTP: /v1/interpret, /v1/prescribe, /v1/chat, /healthz, /metrics, /docs.

    What is promoted or rolled back in the store is followed without a restart. Needs the extra
    `serve`: python3 -m pip install "wearable-coach[serve]".

    Example:

      wearable-coach serve --store ./.wearable-coach --api-keys keys.txt
    """
    from importlib.util import find_spec  # noqa: PLC0415 - a fast start

    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "prometheus_client")):
        message = 'serve: the extra is missing; python3 -m pip install "wearable-coach[serve]"'
        raise BadInput(message)
    from wearable_coach.cli.coach_opening import open_coach  # noqa: PLC0415 - a fast start
    from wearable_coach.client.api_keys import VARIABLE, read_api_keys  # noqa: PLC0415

    keys = read_api_keys(api_keys, os.environ)
    if not keys and not _is_loopback(host):
        message = f"host: {host} is reached from outside and there is no key; give --api-keys FILE or ${VARIABLE}"
        raise BadInput(message)
    from wearable_coach.client.connections import Crowd  # noqa: PLC0415 - the extra, when needed
    from wearable_coach.client.listening import listen, most_connections, run  # noqa: PLC0415
    from wearable_coach.client.log_lines import lines_to_stderr  # noqa: PLC0415
    from wearable_coach.client.proxies import read_proxies  # noqa: PLC0415
    from wearable_coach.client.service import create_app  # noqa: PLC0415

    proxies = read_proxies(trusted_proxies, os.environ)
    logging.basicConfig(level=logging.INFO, handlers=[lines_to_stderr()])
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log addresses with their query
    crowd = Crowd(most_connections())
    listeners = listen(host, port, crowd)
    coach = open_coach(out, store, timeout_s=timeout, hrmax_formula=hrmax_formula)
    tell(f"serving {coach.status()['model']} on http://{host}:{port} (docs: /docs)")
    app = create_app(coach, api_keys=keys, warm_up=warm_up)
    run(app, listeners, crowd, proxies)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
