"""The server's checks where a real server would have to be exposed, old or broken to show them."""

import json
from http.server import BaseHTTPRequestHandler

import prefect
import pytest
from prefect.settings import PREFECT_CLIENT_CUSTOM_HEADERS, temporary_settings

from deployments.doctor.api import Api
from deployments.doctor.checks import server, workers
from tests.support.answering import answering
from tests.support.answering import listening as answered_by
from tests.support.installations import installation, only
from wearable_coach.errors import TransientError

pytestmark = pytest.mark.filterwarnings("default")
OPEN = {
    "/api/health": (200, True),
    "/api/admin/version": (200, prefect.__version__),
    "/api/admin/settings": (200, {"server": {"api": {"host": "127.0.0.1"}, "database": {}}}),
    "/api/block_documents/filter": (200, []),
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def look(check, answers, **environment):
    with answering(OPEN | answers) as url:
        here = installation(environment)
        here._api = Api(f"{url}/api")
        try:
            return only(check(here))
        finally:
            here.close()


def listening(host, **database):
    return {"/api/admin/settings": (200, {"server": {"api": {"host": host}, "database": database}})}


@pytest.mark.parametrize("listens", ["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 - as an operator may do
def test_an_open_server_is_red_on_loopback_too(listens):
    found = look(server.exposure, listening(listens))
    assert (found.status, "PREFECT_SERVER_API_AUTH_STRING" in found.remedy) == ("fail", True)
    closed = {"/api/block_documents/filter": (401, {})}
    assert look(server.exposure, listening(listens) | closed).status == "ok"


def test_a_header_of_ours_does_not_make_a_stranger_known():
    class Known(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if self.headers.get("X-Proxy") else 401)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_):
            """Stay silent."""

    with (
        answered_by(Known) as port,
        temporary_settings({PREFECT_CLIENT_CUSTOM_HEADERS: {"X-Proxy": "1"}}),
    ):
        assert not Api(f"http://127.0.0.1:{port}/api").answers_strangers()


class Anything(BaseHTTPRequestHandler):
    """Answers whatever page asks, under whatever name, as Prefect's own server does."""

    allowed = "*"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.removeprefix("/api")
        body = {"/health": b"true", "/admin/version": json.dumps(prefect.__version__).encode()}
        self.send_response(200)
        self.send_header("Content-Length", str(len(body.get(path, b"{}"))))
        self.send_header("access-control-allow-origin", self.allowed)
        self.end_headers()
        self.wfile.write(body.get(path, b"{}"))

    do_POST = do_OPTIONS = do_GET  # noqa: N815 - as the base names it

    def log_message(self, *_):
        """Stay silent."""


@pytest.mark.parametrize(("allowed", "pages"), [("*", "fail"), ("http://127.0.0.1:4200", "ok")])
def test_a_server_that_any_page_may_ask_under_any_name_is_red(allowed, pages):
    with answered_by(type("Some", (Anything,), {"allowed": allowed})) as port:
        here = installation()
        here._api = Api(f"http://127.0.0.1:{port}/api")
        found = {f.name: f for f in server.pages(here)}
        here.close()
    assert {name: f.status for name, f in found.items()} == {"pages": pages, "names": "fail"}
    assert "deployments.prefect_server" in found["names"].remedy


@pytest.mark.parametrize(("version", "status"), [("{}.{}.99", "warn"), ("3.1.5", "fail")])
def test_a_server_of_another_version_is_told(version, status):
    from prefect import __version__

    version = version.format(*__version__.split("."))
    found = look(server.version, {"/api/admin/version": (200, version)})
    assert found.status == status
    assert version in found.detail


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"/api/admin/version": (401, {})}, "refuses the credentials"),
        ({"/api/health": (200, b"<html>")}, "no Prefect server"),
        ({"/api/health": (404, {})}, "no Prefect server"),
        ({"/api/health": (200, False)}, "no Prefect server"),
    ],
)
def test_what_answers_instead_is_told_apart(answers, told):
    found = look(server.reachable, answers)
    assert found.status == "fail"
    assert told in found.detail


def test_without_an_address_that_is_what_is_missing():
    here = installation()
    here._api = Api(None)
    found = only(server.reachable(here))
    assert (found.status, "PREFECT_API_URL" in found.remedy) == ("fail", True)


def test_the_database_is_told_as_far_as_the_server_tells():
    driver = {"driver": "postgresql+asyncpg"}
    assert look(server.database, listening("127.0.0.1", **driver)).status == "ok"
    assert look(server.database, {}).status == "warn"
    url = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://a:planted@host/b"}
    found = look(server.database, {}, **url)
    assert (found.status, "planted" in found.detail) == ("ok", False)


def test_a_server_that_answers_with_an_error_is_told_in_one_line():
    with pytest.raises(TransientError, match="HTTP 503"):
        look(workers.pool, {"/api/work_pools/wearable-coach": (503, {})})
