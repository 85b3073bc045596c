"""An address that takes whatever is posted to it, as a chat's webhook does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.answering import listening

TOKEN = "T0KEN-of-the-chat"  # noqa: S105 - planted, to be looked for


class Sink:
    """What was posted, and where to."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hooks/{TOKEN}"
        self.posted: list[dict[str, Any]] = []
        self.status = 200

    def texts(self) -> list[str]:
        """The texts that people would read."""
        return [str(p["text"]) for p in self.posted]


@contextmanager
def sink() -> Iterator[Sink]:
    """Listen on a free port until the block ends."""

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.posted.append(json.loads(body))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with listening(Taking) as port:
        found = Sink(port)
        yield found
