"""`wearable-coach up`: the whole system on this machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from wearable_coach.cli.workflow import OutOption, need_workflow, teller
from wearable_coach.store.home import home_folder


def up(
    *,
    port: Annotated[int, typer.Option(help="Port of the Prefect server.", min=1, max=65535)] = 4200,
    receiver_port: Annotated[
        int, typer.Option(help="Port of the webhook receiver.", min=1, max=65535)
    ] = 4201,
    webhook_secrets: Annotated[
        Path | None,
        typer.Option(
            help="File with a webhook secret (whsec_…) a line, all valid. Default: one is made.",
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
    out: OutOption = None,
) -> None:
    """Bring the whole system up on this machine: Prefect server, worker and webhook receiver.

    Registers blocks, automations and deployments, prints the addresses as JSON when all of it answers,
    starts again what ends by itself, and stops everything on Ctrl-C. Everything listens on loopback
    alone. Run it again and it says where it is; kill it and the next one cleans up.

    State lies under the store's folder: prefect/ holds Prefect's database, up/ logs and the secret.

    Example:

      wearable-coach up
    """
    need_workflow("up")
    from deployments.installation import (  # noqa: PLC0415 - the workflow, when needed
        AlreadyUp,
        Installation,
        addresses,
    )
    from deployments.up import run  # noqa: PLC0415

    home = (out or home_folder(os.environ)).expanduser().absolute()
    secrets = None if webhook_secrets is None else webhook_secrets.expanduser().absolute()
    installation = Installation(home, port, receiver_port, secrets)
    tell = teller()

    def ready() -> None:
        print_addresses(addresses(installation))
        tell("up: open the UI in a browser; Ctrl-C stops everything")

    try:
        run(installation, notify_url_file, tell, ready)
    except AlreadyUp as other:
        tell("already up")
        print_addresses(other.told)


def print_addresses(told: dict[str, str]) -> None:
    """Print where everything is."""
    sys.stdout.write(f"{json.dumps(told, indent=2, ensure_ascii=False)}\n")
    sys.stdout.flush()
