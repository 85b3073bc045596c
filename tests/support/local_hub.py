"""A Hub on this machine, as huggingface_hub speaks to it: makes repositories and takes commits."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class LocalHub(NamedTuple):
    """What was sent to it."""

    url: str
    made: list[dict[str, Any]]
    files: dict[str, bytes]
    """Path in the repository → bytes, after the last commit."""
    answers: list[int]
    """Statuses that are given before it answers as it should."""
    tokens: set[str]


@contextmanager
def local_hub() -> Iterator[LocalHub]:
    """Run one."""
    hub = LocalHub("", [], {}, [], set())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (_Hub,), {"hub": hub}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub._replace(url=f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()


class _Hub(BaseHTTPRequestHandler):
    hub: LocalHub

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(200, {"id": "me/coach", "sha": "0" * 40, "siblings": []})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.hub.tokens.add(self.headers.get("Authorization", ""))
        if self.hub.answers:
            self._answer(self.hub.answers.pop(0), {"error": "not now"})
        elif self.path.endswith("/repos/create"):
            self.hub.made.append(json.loads(body))
            self._answer(200, {"url": "http://127.0.0.1/me/coach", "name": "me/coach"})
        elif self.path.endswith("/validate-yaml"):
            self._answer(200, {"errors": [], "warnings": []})
        elif "/preupload/" in self.path:
            asked = json.loads(body)["files"]
            told = [
                {"path": f["path"], "uploadMode": "regular", "shouldIgnore": False, "oid": None}
                for f in asked
            ]
            self._answer(200, {"files": told})
        elif "/commit/" in self.path:
            for line in body.splitlines():
                sent = json.loads(line)
                if sent["key"] == "file":
                    value = sent["value"]
                    self.hub.files[value["path"]] = b64decode(value["content"])
            self._answer(
                200,
                {
                    "commitUrl": "http://127.0.0.1/me/coach/commit/1",
                    "commitOid": "1",
                    "success": True,
                },
            )

        else:
            self._answer(404, {"error": f"no {self.path} here: {body[:200]!r}"})

    def _answer(self, code: int, told: dict[str, Any]) -> None:
        data = json.dumps(told).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
