"""The server's checks where a real server would have to be exposed, old or broken to show them."""

import prefect
import pytest

from deployments.checks import server, workers
from deployments.checks.api import Api
from tests.support.answering import answering
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


def test_an_open_server_is_well_on_loopback_and_red_beyond_it():
    assert look(server.exposure, {}).status == "ok"
    found = look(server.exposure, listening("0.0.0.0"))  # noqa: S104 - as an operator may do
    assert (found.status, "PREFECT_SERVER_API_AUTH_STRING" in found.remedy) == ("fail", True)
    closed = {"/api/block_documents/filter": (401, {})}
    assert look(server.exposure, listening("::") | closed).status == "ok"


@pytest.mark.parametrize(("version", "status"), [("3.8.0", "warn"), ("3.1.5", "fail")])
def test_a_server_of_another_version_is_told(version, status):
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
