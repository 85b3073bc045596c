"""What the Prefect server of `wearable-coach up` is signed in to with: USER:PASSWORD, in a file of its owner's."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text

SERVER_AUTH, CLIENT_AUTH = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
_RANDOM_BYTES = 32
_GOOD = re.compile(r"[!-9;-~]+:[!-~]+")
"""Printable ASCII: Prefect's server compares no other."""


def new_auth() -> str:
    """Return credentials that nobody has."""
    return f"admin:{secrets.token_urlsafe(_RANDOM_BYTES)}"


def read_auth(file: Path) -> str:
    """Read credentials from a file.

    Raises:
        BadInput: it cannot be read, or holds none; its content is not told.
    """
    try:
        text = read_text(file).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"prefect-auth: cannot read {file} ({reason}); write USER:PASSWORD into it, or delete it and one is made"
        raise BadInput(message) from None
    return checked_auth(text, str(file))


def checked_auth(text: str, where: str) -> str:
    """Return credentials that Prefect can compare.

    Raises:
        BadInput: they are none; they are not told.
    """
    if not _GOOD.fullmatch(text):
        message = f"prefect-auth: {where} holds no USER:PASSWORD; write both in letters, digits and signs of ASCII, joined by a colon"
        raise BadInput(message)
    return text
