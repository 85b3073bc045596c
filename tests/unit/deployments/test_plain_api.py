"""The Prefect API asked without Prefect: as its own client is set, patiently, and not for ever."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from deployments.plain_api import NoAnswer, PlainApi
from tests.support.answering import listening


class Asked(BaseHTTPRequestHandler):
    """A server that is busy twice, and then wants a token with what is posted."""

    busy = 2
    seen: dict[str, str]

    def do_GET(self):
        if self.path.startswith("/api/csrf-token"):
            self.answer(200, {"token": "planted"})
        elif type(self).busy:
            type(self).busy -= 1
            self.answer(503, None)
        else:
            self.answer(200 if self.path == "/api/there" else 404, {"detail": self.path})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen = dict(self.headers)
        has_token = self.headers.get("Prefect-Csrf-Token") == "planted"
        self.answer(201 if has_token else 403, body)

    def answer(self, status, found):
        data = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@contextmanager
def a_server():
    handler = type("Fresh", (Asked,), {"busy": 2, "seen": {}})
    with listening(handler) as port:
        yield f"http://127.0.0.1:{port}/api", handler


def test_a_server_is_asked_patiently_as_prefects_client_is_set_and_not_for_ever():
    waits = []
    with a_server() as (url, server):
        set_ = {
            "PREFECT_API_URL": f"{url}/",
            "PREFECT_API_AUTH_STRING": "me:a:b",
            "PREFECT_CLIENT_CUSTOM_HEADERS": '{"X-Own": "1"}',
        }
        api = PlainApi(set_, sleep=waits.append)
        assert api.get("/there") == (200, {"detail": "/api/there"})
        assert len(waits) == 2, "it was busy"
        assert api.get("/elsewhere") == (404, None)
        assert api.post("/x", {"a": 1}) == (201, {"a": 1})
    assert server.seen["X-Own"] == "1"
    assert server.seen["Authorization"] == "Basic bWU6YTpi"
    del waits[:]
    with pytest.raises(NoAnswer):
        api.get("/there")
    assert 5 < sum(waits) < 60


@pytest.mark.parametrize(
    "given", [{}, {"PREFECT_API_URL": "ftp://x"}, {"PREFECT_API_URL": "http://x", "PREFECT_CLIENT_CUSTOM_HEADERS": "{"}]
)  # fmt: skip
def test_what_names_no_server_asks_none(given):
    with pytest.raises(NoAnswer):
        PlainApi(given)
