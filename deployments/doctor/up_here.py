"""What `wearable-coach up` that runs on this machine says of itself."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from deployments.names import (
    RECEIVER_VARIABLE,
    REPORTS_STORE_VARIABLE,
    REPORTS_VARIABLE,
    SECRETS_VARIABLE,
    WATCH_VARIABLE,
)
from deployments.prefect_auth import CLIENT_AUTH, SERVER_AUTH, read_auth
from wearable_coach.errors import BadInput
from wearable_coach.input_files import expanded
from wearable_coach.store.home import home_folder

API_URL, LOOPBACK = "PREFECT_API_URL", "127.0.0.1"
LOCK = Path("up", "lock")


def variables_of_up(environment: Mapping[str, str], place: str = "") -> dict[str, str]:
    """Return where `up` listens and what signs in to it, as variables that are not set.

    None where it does not run, or another server is named.

    Args:
        environment: The variables of this process.
        place: Name of the store; empty: the default.
    """
    told = _told_here(environment, place)
    if not told:
        return {}
    webhook = urlsplit(told["webhook"])
    found = {
        API_URL: told["api"],
        CLIENT_AUTH: _auth(told, environment),
        RECEIVER_VARIABLE: f"{webhook.scheme}://{webhook.netloc}",
        SECRETS_VARIABLE: told["webhook_secrets"],
        WATCH_VARIABLE: told.get("watch_every_s", ""),
        REPORTS_VARIABLE: told.get("reports", ""),  # a version before serves none
        REPORTS_STORE_VARIABLE: told.get("reports_store", ""),
    }
    return {name: value for name, value in found.items() if value and not environment.get(name)}


def auth_file_of_up(environment: Mapping[str, str], place: str = "") -> Path | None:
    """Return the file with what signs in to `up`; None where it does not run, or none holds it."""
    told = _told_here(environment, place)
    return Path(told["prefect_auth"]) if "prefect_auth" in told else None


def _told_here(environment: Mapping[str, str], place: str) -> dict[str, str]:
    home = expanded(Path(place)) if place else home_folder(environment)
    told, named = _told(home / LOCK), environment.get(API_URL)
    return told if told and (not named or _is_same(named, told["api"])) else {}


def _auth(told: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Return the credentials; none where this person may not read them."""
    if own := environment.get(SERVER_AUTH):
        return own
    with suppress(BadInput):
        return read_auth(Path(told["prefect_auth"])) if "prefect_auth" in told else ""
    return ""


def _is_same(one: str, other: str) -> bool:
    """Say whether two addresses are of one server on this machine."""
    plain = (url.rstrip("/").replace("//localhost", f"//{LOOPBACK}") for url in (one, other))
    return len({*plain}) == 1


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
