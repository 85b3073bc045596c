"""Secrets that are easily known again, planted for a test, and every form in which one may leak."""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, quote_plus

_SHORTEST = 12
"""Characters of a base64 form below which a find would be chance."""


class Planted(NamedTuple):
    """The secrets of an installation; each is made of letters that nothing else has."""

    store_key: str = base64.b64encode(b"PLANTED-store-key/of the account?").decode()
    wrong_key: str = base64.b64encode(b"PLANTED-wrong-key/of the account?").decode()
    no_key: str = "PLANTED no base64+at/all!"
    sas: str = "sv=2024-11-04&ss=b&srt=co&sp=rl&se=2099-01-01&sig=PLANTEDsas%2Bsignature%3D"
    api_key: str = "sk-PLANTED-endpoint+key/0123456789"
    client_secret: str = "PLANTED~azure.client_secret-0123"  # noqa: S105 - of nothing
    webhook: str = "whsec_" + base64.b64encode(b"PLANTED-webhook-secret-0123").decode()
    notification: str = "PLANTED-notification-token-0123"
    auth: str = "operator:PLANTED-prefect-auth/0123"

    def bare(self) -> Mapping[str, str]:
        """What must not be found, by name: the secret part alone where the rest is public."""
        return self._asdict() | {
            "sas": self.sas.partition("sig=")[2],
            "webhook": self.webhook.removeprefix("whsec_"),
            "auth": self.auth.partition(":")[2],
        }


def forms(secret: str) -> set[bytes]:
    """Return a secret as it is, escaped for a URL and for JSON, and in base64 at any offset."""
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret)}
    found |= {json.dumps(secret)[1:-1], repr(secret)[1:-1], secret.replace("%2B", "+")}
    found |= {form for text in [*found] for form in _base64_forms(text.encode())}
    return {form.encode() for form in found}


def _base64_forms(data: bytes) -> Iterator[str]:
    """Inside a longer text the base64 of a part depends on where it begins; its edges are left out."""
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + data).decode().rstrip("=")
        middle = text[4 if offset else 0 : -2]
        if len(middle) >= _SHORTEST:
            yield middle
            yield middle.replace("+", "-").replace("/", "_")


class Search:
    """Looks for planted secrets in whatever is given, and remembers where one was."""

    def __init__(self, planted: Planted) -> None:
        self._forms = {name: forms(secret) for name, secret in planted.bare().items()}
        self.found: list[str] = []
        self.bytes = 0

    def look(self, where: str, data: bytes | str) -> None:
        """Look through some bytes."""
        data = data.encode() if isinstance(data, str) else data
        self.bytes += len(data)
        for name, some in self._forms.items():
            for form in some:
                if form in data:
                    at = data.index(form)
                    near = data[max(0, at - 80) : at].decode(errors="replace")
                    self.found.append(f"{name} in {where}, after {near!r}")
                    break

    def look_at_folder(self, folder: Path) -> None:
        """Look through names and contents of all files of a folder."""
        for at, folders, names in os.walk(folder):
            for name in (*folders, *names):
                path = Path(at, name)
                self.look(f"the name of {path}", name)
                if path.is_file():
                    self.look(str(path), path.read_bytes())
