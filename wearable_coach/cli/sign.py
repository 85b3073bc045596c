"""`wearable-coach sign`: the headers that a webhook's body is sent with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from wearable_coach.cli.workflow import need_workflow, now
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded, read_bytes
from wearable_coach.store.home import home_folder

_SECRETS_IN_HOME = Path("up", "webhook-secrets")
_BLOCK = "block:"


def sign(
    body: Annotated[str, typer.Argument(help="What is sent, or @FILE.", metavar="BODY|@FILE")],
    *,
    delivery: Annotated[
        str | None,
        typer.Option(
            "--id",
            help="The message's id: the same again is the same message. Default: a new one.",
            show_default=False,
        ),
    ] = None,
    secrets: Annotated[
        Path | None,
        typer.Option(
            help="File with a whsec_… secret a line, the first signs. Default: $WEARABLE_COACH_WEBHOOK_SECRETS, else up/webhook-secrets in $WEARABLE_COACH_HOME.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Sign a webhook: print the headers for it, one a line, for five minutes from now.

    Example:

      body='{"type": "retrain.requested"}'

      wearable-coach sign "$body" > headers.txt

      curl -H @headers.txt -d "$body" http://127.0.0.1:4201/webhooks/retrain
    """
    need_workflow("sign")
    from deployments.receiver.signatures import read_secrets  # noqa: PLC0415 - a fast start

    found = read_secrets(secrets or _default_file())
    headers = found.sign(_bytes_of(body), delivery=delivery or f"msg_{uuid4().hex}", at=now())
    for name, value in {**headers, "Content-Type": "application/json"}.items():
        typer.echo(f"{name}: {value}")


def _default_file() -> Path:
    from deployments.names import SECRETS_VARIABLE  # noqa: PLC0415 - the checkout's

    named = os.environ.get(SECRETS_VARIABLE, "")
    if named.startswith(_BLOCK):
        message = f"secrets: {SECRETS_VARIABLE} names {named}, which only the receiver reads; give --secrets FILE"
        raise BadInput(message)
    return expanded(Path(named)) if named else home_folder(os.environ) / _SECRETS_IN_HOME


def _bytes_of(body: str) -> bytes:
    if not body.startswith("@"):
        return body.encode()
    file = Path(body.removeprefix("@"))
    try:
        return read_bytes(file)
    except OSError as error:
        message = f"body: cannot read {file} ({error.strerror}); give the text, or @FILE"
        raise BadInput(message) from None
