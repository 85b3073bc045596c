"""Starts a program of the installation with its secrets from files.

Prefect and the Azure SDK read secrets from environment variables alone. For each of `FROM_FILES`,
``NAME_FILE`` names a file whose text becomes ``NAME``; then the program takes this process's place.
A secret never stands in a compose file, an image or a command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.exits import guarded
from wearable_coach.input_files import read_text

FROM_FILES = (
    "PREFECT_SERVER_DATABASE_PASSWORD",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_API_AUTH_STRING",
    "PREFECT_API_AUTH_STRING",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_CONNECTION_STRING",
)
"""Variables that are secrets; other ``…_FILE`` variables mean what they say."""

_SUFFIX = "_FILE"
_USAGE = "no command; use python -m deployments.entrypoint COMMAND [ARGUMENT …]"
_NOT_FOUND = 127
"""As a shell has it."""


def with_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with each ``NAME_FILE`` replaced by ``NAME``; an empty file sets none.

    Raises:
        BadInput: both are set, or the file cannot be read or holds more than one line.
    """
    found = dict(environment)
    for name in FROM_FILES:
        file = found.pop(name + _SUFFIX, "")
        if not file:
            continue
        if found.get(name):
            message = f"{name}: is set, and {name}{_SUFFIX} is too; unset one"
            raise BadInput(message)
        if secret := _secret(name, Path(file)):
            found[name] = secret
    return found


def _secret(name: str, file: Path) -> str:
    try:
        text = read_text(file).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"{name}{_SUFFIX}: cannot read {file} ({reason}); python -m deployments.make_secrets makes it"
        raise BadInput(message) from None
    if len(text.splitlines()) > 1:
        message = f"{name}{_SUFFIX}: {file} holds several lines; write the secret alone"
        raise BadInput(message)
    return text


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Become the program; return only what stood in the way."""
    if not arguments:
        raise BadInput(_USAGE)
    secrets = with_secrets(environment)
    try:
        os.execvpe(arguments[0], list(arguments), secrets)  # noqa: S606 - no shell is meant
    except OSError as error:
        return f"cannot start {arguments[0]} ({error.strerror})"


def _started() -> int:
    sys.stderr.write(f"entrypoint: {main(sys.argv[1:], os.environ)}\n")
    return _NOT_FOUND


if __name__ == "__main__":
    sys.exit(guarded("entrypoint", _started))
