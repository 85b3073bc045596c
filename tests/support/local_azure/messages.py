"""What a client asked, and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Request(NamedTuple):
    """One call, after TLS."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path, without the query."""
        return urlsplit(self.target).path

    @property
    def url(self) -> str:
        """Host and path, what faults and tests match against."""
        return f"{self.host}{self.path}"

    @property
    def query(self) -> dict[str, str]:
        """The query, first values."""
        parts = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {key: values[0] for key, values in parts.items()}

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body or b"{}")

    def form(self) -> dict[str, str]:
        """The body as a form."""
        return {key: values[0] for key, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def answer(value: Any, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON."""
    named = {key.replace("_", "-"): text for key, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def refusal(status: int, code: str, message: str, **headers: str) -> Reply:
    """Answer with an error in the form of Azure Resource Manager."""
    return answer({"error": {"code": code, "message": message}}, status, **headers)
