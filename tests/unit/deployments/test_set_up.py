import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from deployments.healthcheck import is_well
from deployments.set_up import main, make_pool, steps, wait_for
from tests.support.answering import listening
from wearable_coach.errors import BadInput


@contextmanager
def answering(status):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == "/api/health" else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    with listening(Answer) as port:
        yield f"http://127.0.0.1:{port}/api"


@pytest.mark.parametrize(("status", "well"), [(200, True), (401, False), (503, False)])
def test_a_service_is_well_that_answers_200(status, well, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with answering(status) as url:
        assert is_well(f"{url}/health") is well
        command = [sys.executable, "-m", "deployments.healthcheck", f"{url}/health"]
        assert (subprocess.run(command, check=False).returncode == 0) is well
        assert not is_well(f"{url}/elsewhere")


@pytest.mark.parametrize(
    "address", ["", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:1/", "http://x:y/"]
)
def test_nobody_is_not_well(address):
    assert not is_well(address)


def test_the_server_is_waited_for_and_not_for_ever():
    with answering(200) as url:
        assert wait_for(url + "/", patience_s=0)
    with answering(503) as url:
        assert not wait_for(url, patience_s=0)


def test_a_server_that_makes_no_pool_stops_it(monkeypatch):
    with answering(200) as url:  # answers nothing but its health
        monkeypatch.setenv("PREFECT_API_URL", url)
        with pytest.raises(BadInput, match=r"work pool wearable-coach: .* \(HTTP 501\)"):
            main(["--patience", "0"])


def test_the_pool_is_made_with_what_was_set_for_the_server():
    seen = {}

    class Guarded(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer(200, b'{"token": "planted"}')

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.update(self.headers)
            self.answer(201 if seen.get("Prefect-Csrf-Token") == "planted" else 403)

        def answer(self, status, body=b"{}"):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    set_ = {"PREFECT_API_AUTH_STRING": "me:a:b", "PREFECT_CLIENT_CUSTOM_HEADERS": '{"X-Own": "1"}'}
    with listening(Guarded) as port:
        assert make_pool(f"http://127.0.0.1:{port}/api", set_) == 201
    assert seen["X-Own"] == "1"
    assert seen["Authorization"] == f"Basic {b64encode(b'me:a:b').decode()}"


def test_deploying_comes_before_what_acts_on_deployments():
    deploy, register = steps(None)
    assert deploy[-2:] == ["deploy", "--all"]
    assert register[-1] == "deployments.register_blocks"


@pytest.mark.parametrize(("text", "told"), [("https://example.org/hook\n", True), ("\n", False)])
def test_an_empty_address_tells_nobody(tmp_path, text, told):
    file = tmp_path / "notify_url"
    file.write_text(text)
    register = steps(file)[-1]
    assert (register[-2:] == ["--notify-url-file", str(file)]) is told
    assert text.strip() not in register or not text.strip()
    assert "--notify-url-file" not in steps(tmp_path / "not-there")[-1]


def test_without_a_server_nothing_is_tried(monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(BadInput, match=r"^PREFECT_API_URL: no Prefect server answers"):
        main(["--patience", "0"])
