"""An address that takes whatever is posted to it, as a chat's webhook does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "T0KEN-of-the-chat"  # noqa: S105 - planted, to be looked for


class Sink:
    """What was posted, and where to."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hooks/{TOKEN}"
        self.posted: list[dict[str, Any]] = []

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
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    found = Sink(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
