"""Standard Webhooks: secrets, signing a body, and telling whether one is signed. Knows no Prefect."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

from wearable_coach.errors import BadInput
from wearable_coach.input_files import read_text

PREFIX = "whsec_"
FEWEST_BYTES = 24
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_GOOD_ID = re.compile(r"[A-Za-z0-9_:-]{1,128}")
_NEW_BYTES = 32
_NAME = 16
_REMEDY = f"write {PREFIX} and at least {FEWEST_BYTES} random bytes in base64"


class Secrets:
    """Secrets of which the first signs and any one opens; without any nothing is opened."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        """Take the keys; none where all were taken away."""
        self._hooks = tuple(Webhook(key) for key in keys)
        self._names = tuple(sha256(key).hexdigest()[:_NAME] for key in keys)

    def __repr__(self) -> str:
        """Tell how many there are, and nothing of them."""
        return f"Secrets({len(self._hooks)})"

    def sign(self, body: bytes, *, delivery: str, at: datetime) -> dict[str, str]:
        """Return the headers that a body is sent with.

        Args:
            body: What is sent, in UTF-8.
            delivery: The message's id; the same again is the same message.
            at: When it is sent.

        Raises:
            BadInput: the id is none, or the body is not UTF-8.
        """
        if wrong := what_is_wrong_with_id(delivery):
            message = f"id: {wrong}"
            raise BadInput(message)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            message = "body: is not UTF-8; a webhook's body is JSON"
            raise BadInput(message) from None
        return {
            ID: delivery,
            TIMESTAMP: str(int(at.timestamp())),
            SIGNATURE: self._hooks[0].sign(delivery, at, text),
        }

    def opened_by(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Say whether a body is signed, and sent within five minutes of now.

        All secrets are tried, whichever fits, each in constant time.
        """
        return self.sender(headers, body) is not None

    def sender(self, headers: Mapping[str, str], body: bytes) -> str | None:
        """Return a name of the secret that a body is signed with, None where it is signed with none.

        The name tells senders apart, and nothing of the secret.
        """
        given = {name: headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE)}
        fits = [_fits(hook, given, body) for hook in self._hooks]
        return next((name for name, fit in zip(self._names, fits, strict=True) if fit), None)


def what_is_wrong_with_id(delivery: str) -> str | None:
    """Return what a message's id must be, where it is not; None where it is."""
    if _GOOD_ID.fullmatch(delivery):
        return None
    return f"need 1 to 128 letters, digits, _, : or -, got {len(delivery)} characters"


def new_secret() -> str:
    """Return a secret that nobody has."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_NEW_BYTES)).decode()


def parsed_secrets(named: Iterable[tuple[str, str]]) -> Secrets:
    """Return secrets out of their text.

    Args:
        named: Where each stands, for the error text, and the secret itself.

    Raises:
        BadInput: there is none, or one is malformed or too short; its value is not told.
    """
    keys = tuple(_key(where, text) for where, text in named)
    if not keys:
        message = f"webhook secrets: there is none; {_REMEDY}"
        raise BadInput(message)
    return Secrets(keys)


def read_secrets(file: Path) -> Secrets:
    """Read secrets from a file, one a line; blank lines and lines that begin with # are none.

    Raises:
        BadInput: the file cannot be read, holds none, or a line is no secret.
    """
    try:
        lines = read_text(file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        message = f"webhook secrets: cannot read {file} ({reason}); name a file with a {PREFIX}… secret a line"
        raise BadInput(message) from None
    stripped = ((number, line.strip()) for number, line in enumerate(lines, 1))
    found = [
        (f"line {number} of {file}", line)
        for number, line in stripped
        if line and not line.startswith("#")
    ]
    if not found:
        message = f"webhook secrets: {file} holds none; {_REMEDY} on a line"
        raise BadInput(message)
    return parsed_secrets(found)


def _key(where: str, text: str) -> bytes:
    encoded = text.removeprefix(PREFIX)
    if encoded == text:
        message = f"webhook secrets: {where} does not begin with {PREFIX}; {_REMEDY}"
        raise BadInput(message)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        message = f"webhook secrets: {where} is no base64; {_REMEDY}"
        raise BadInput(message) from None
    if len(key) < FEWEST_BYTES:
        message = f"webhook secrets: {where} holds {len(key)} bytes; {_REMEDY}"
        raise BadInput(message)
    return key


def _fits(hook: Webhook, headers: dict[str, str], body: bytes) -> bool:
    try:
        hook.verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # a malformed signature is no signature
        return False
    return True
