"""Makes the secrets of a container installation that are missing; what is there stays as it is.

Example:
    python -m deployments.make_secrets
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from deployments.prefect_auth import new_auth
from deployments.receiver.signatures import new_secret
from wearable_coach.exits import guarded

FOLDER = Path(__file__).parent / "secrets"
CONTAINER_UID = 10001
"""Who runs in the containers when root makes the secrets; nobody runs there as root."""

UID_VARIABLE = "WEARABLE_COACH_UID"
_RANDOM_BYTES = 32


def _password() -> str:
    return secrets.token_urlsafe(_RANDOM_BYTES)


SECRETS: dict[str, Callable[[], str]] = {
    "postgres_password": _password,
    "prefect_auth": new_auth,
    "webhook_secrets": new_secret,
    "coach_api_keys": _password,
    "notify_url": str,
    "azure_storage_connection": str,
}
"""File name → what a new one holds; the last two are for you to fill in, and empty means none."""


def make_secrets(folder: Path, *, owner: int | None = None) -> list[str]:
    """Make the files that are missing, readable by their owner alone; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        name for name, value in SECRETS.items() if make_secret(folder / name, value(), owner=owner)
    ]


def make_secret(path: Path, value: str, *, owner: int | None = None) -> bool:
    """Make one file that is missing, readable by its owner alone; say whether it was."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(f"{value}\n" if value else "")
        if owner is not None:
            os.fchown(file.fileno(), owner, owner)
    return True


def write_uid(path: Path, uid: int) -> None:
    """Tell compose, in its ``.env``, who the containers run as: the owner of the secrets."""
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if not any(line.startswith(f"{UID_VARIABLE}=") for line in known):
        path.write_text("\n".join([*known, f"{UID_VARIABLE}={uid}", ""]), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Make what is missing and say so, never what is in it."""
    parser = argparse.ArgumentParser(prog="python -m deployments.make_secrets")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they go")
    folder = parser.parse_args(arguments).folder
    as_root = os.geteuid() == 0
    made = make_secrets(folder, owner=CONTAINER_UID if as_root else None)
    write_uid(folder.parent / ".env", CONTAINER_UID if as_root else os.geteuid())
    sys.stdout.write(f"{folder}: made {', '.join(made) or 'none, all are there'}\n")


if __name__ == "__main__":
    sys.exit(guarded("make_secrets", main))
