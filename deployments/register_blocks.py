"""Making an installation's blocks known to its Prefect server.

    python -m deployments.register_blocks [--notify-url-file FILE]

The kinds of blocks of this project appear in the Prefect UI then. A file with the URL of any webhook
(Slack, Teams, Mattermost, your own) makes the notification block, which the caretaker tells people through.
Automations of a version before are taken away. Running it again changes nothing that is as it should be.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import blocks
from deployments.automations import retire_automations
from deployments.names import ALERTS_BLOCK
from wearable_coach.errors import BadInput
from wearable_coach.exits import guarded
from wearable_coach.input_files import read_text

NOTIFY_VARIABLE = "WEARABLE_COACH_NOTIFY_URL_FILE"


def register_blocks(notify_url_file: Path | None = None) -> list[str]:
    """Register block types and the notification block; return what changed.

    Args:
        notify_url_file: A file with the URL to tell; None leaves a block that is there as it is.

    Raises:
        BadInput: the file holds no URL.
    """
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - after the settings

    url = None if notify_url_file is None else read_url(notify_url_file)  # before anything is asked
    for name in blocks.__all__:
        kind: Any = getattr(blocks, name)
        kind.register_type_and_schema()
    with get_client(sync_client=True) as client:
        changed = [f"no more: {name}" for name in retire_automations(client)]
    if url is None:
        return changed
    save_alerts(url)
    return [ALERTS_BLOCK, *changed]


def read_url(file: Path) -> str:
    """Return the URL that a file holds; it may carry a token, so no message repeats it.

    Raises:
        BadInput: the file cannot be read, or holds no http(s) URL.
    """
    try:
        url = read_text(file).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"notify-url-file: cannot read {file} ({reason}); give a file with one URL"
        raise BadInput(message) from None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(url.split()) != 1:
        message = f"notify-url-file: {file} holds no http or https URL; write one line with it"
        raise BadInput(message)
    return url


def save_alerts(url: str) -> UUID:
    """Save the notification block; the URL lies encrypted among its secrets."""
    from prefect.blocks.notifications import CustomWebhookNotificationBlock  # noqa: PLC0415
    from prefect.types import SecretDict  # noqa: PLC0415

    block = CustomWebhookNotificationBlock(
        name="wearable-coach",
        url="{{url}}",
        json_data={"text": "{{subject}}\n{{body}}"},
        secrets=SecretDict({"url": url}),
    )
    saved: UUID = block.save(ALERTS_BLOCK, overwrite=True)  # type: ignore[assignment] # sync here
    return saved


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        prog="python -m deployments.register_blocks", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--notify-url-file",
        type=Path,
        default=os.environ.get(NOTIFY_VARIABLE) or None,
        help=f"file with the URL that failures are told to (default: ${NOTIFY_VARIABLE})",
    )
    given = parser.parse_args().notify_url_file
    changed = register_blocks(None if given is None else Path(given))
    sys.stdout.write("".join(f"registered {name}\n" for name in changed) or "nothing changed\n")


if __name__ == "__main__":
    sys.exit(guarded("register_blocks", main))
