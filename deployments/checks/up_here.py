"""What `wearable-coach up` that runs on this machine says of itself."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from deployments.names import RECEIVER_VARIABLE, SECRETS_VARIABLE
from wearable_coach.store.home import home_folder

API_URL = "PREFECT_API_URL"
LOCK = Path("up", "lock")


def variables_of_up(environment: Mapping[str, str], place: str = "") -> dict[str, str]:
    """Return where `up` listens, as variables; none where it does not run, or a server is named.

    Args:
        environment: The variables of this process.
        place: Name of the store; empty: the default.
    """
    home = Path(place).expanduser() if place else home_folder(environment)
    told = _told(home / LOCK)
    if environment.get(API_URL) or not told:
        return {}
    webhook = urlsplit(told["webhook"])
    found = {
        API_URL: told["api"],
        RECEIVER_VARIABLE: f"{webhook.scheme}://{webhook.netloc}",
        SECRETS_VARIABLE: told["webhook_secrets"],
    }
    return {name: value for name, value in found.items() if not environment.get(name)}


def _told(lock: Path) -> dict[str, str]:
    """Return what is written in the lock while it is held: a killed `up` let go of it."""
    try:
        with lock.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                told: dict[str, str] = json.load(file)
                return told
    except (OSError, ValueError):
        pass
    return {}
