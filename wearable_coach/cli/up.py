"""`wearable-coach up`: the whole system on this machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.cli.workflow import OutOption, need_folder, need_workflow, teller
from wearable_coach.input_files import expanded
from wearable_coach.store.home import home_folder


def up(  # noqa: PLR0913 - one option each
    *,
    port: Annotated[int, typer.Option(help="Port of the Prefect server.", min=1, max=65535)] = 4200,
    receiver_port: Annotated[
        int, typer.Option(help="Port of the webhook receiver.", min=1, max=65535)
    ] = 4201,
    reports_port: Annotated[
        int, typer.Option(help="Port of the reports.", min=1, max=65535)
    ] = 4202,
    webhook_secrets: Annotated[
        Path | None,
        typer.Option(
            help="File with a webhook secret (whsec_…) a line, all valid. Default: one is made.",
            show_default=False,
        ),
    ] = None,
    prefect_auth: Annotated[
        Path | None,
        typer.Option(
            help="File with USER:PASSWORD, which the Prefect UI and API ask for. Default: $PREFECT_SERVER_API_AUTH_STRING, else one is made.",
            show_default=False,
        ),
    ] = None,
    notify_url_file: Annotated[
        Path | None,
        typer.Option(
            help="File with the URL of any webhook (Slack, Teams, your own) that failures are told to.",
            show_default=False,
        ),
    ] = None,
    watch_every: Annotated[
        int | None,
        typer.Option(
            help="Seconds from one look at open fine-tuning jobs to the next. Default: $WEARABLE_COACH_WATCH_EVERY_S, else 120.",
            min=10,
            max=86400,
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
) -> None:
    """Bring the whole system up on this machine: Prefect server, worker, receiver, reports, caretaker.

    Registers blocks and deployments, prints the addresses as JSON when all of it answers,
    starts again what ends by itself, and stops everything on Ctrl-C. Everything listens on loopback
    alone, and pages of other sites are refused. Run it again and it says where it is; kill it and the
    next one cleans up.

    The UI and the reports ask once for what the file prefect_auth of the addresses holds; `prefect` and other programs
    take it from PREFECT_API_AUTH_STRING. Your own Prefect settings are kept; those that lead to another
    server are named and not used.

    State lies under the store's folder: prefect/ holds Prefect's database, up/ logs and the secrets.

    Example:

      wearable-coach up
    """
    need_workflow("up")
    from deployments.deployed import watch_every_s  # noqa: PLC0415 - the workflow, when needed
    from deployments.installation import (  # noqa: PLC0415
        AlreadyUp,
        Installation,
        addresses,
    )
    from deployments.kept_settings import kept_settings, own_auth  # noqa: PLC0415
    from deployments.names import REPORTS_STORE_VARIABLE  # noqa: PLC0415
    from deployments.up import run  # noqa: PLC0415

    need_folder(out)
    kept = kept_settings(os.environ)
    home = expanded(out or home_folder(os.environ)).absolute()
    secrets, auth = (
        None if given is None else expanded(given).absolute()
        for given in (webhook_secrets, prefect_auth)
    )
    installation = Installation(
        home,
        port,
        receiver_port,
        secrets,
        auth,
        own_auth(kept, auth),
        watch_every_s=watch_every or watch_every_s(os.environ),
        reports_port=reports_port,
        reports_store=os.environ.get(REPORTS_STORE_VARIABLE, ""),
    )
    tell = teller()

    def ready() -> None:
        print_addresses(addresses(installation))
        asked = installation.auth_file or "what PREFECT_SERVER_API_AUTH_STRING holds"
        tell(f"up: open the UI in a browser, which asks once for {asked}; Ctrl-C stops everything")

    try:
        run(installation, kept, notify_url_file, tell, ready)
    except AlreadyUp as other:
        tell("already up")
        print_addresses(other.told)


def print_addresses(told: dict[str, str]) -> None:
    """Print where everything is."""
    sys.stdout.write(f"{json.dumps(told, indent=2, ensure_ascii=False)}\n")
    sys.stdout.flush()
