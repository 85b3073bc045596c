"""A page of another site in the operator's browser, against the Prefect server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Page

from tests.support.answering import answering
from tests.support.browser import browser_page, picture, sign_in
from tests.support.prefect_service import prefect_client, prefect_server

pytestmark = [pytest.mark.e2e, pytest.mark.slow("browser")]

AUTH = "admin:planted-password"
REBOUND = "rebound.test"
"""A name of an attacker's that leads to this machine."""

ATTACK = (Path(__file__).parents[1] / "support" / "foreign_page.js").read_text(encoding="utf-8")


class Server(NamedTuple):
    """A server that holds something worth having."""

    api: str
    client: httpx.Client
    deployment: str

    @property
    def port(self) -> int:
        return int(httpx.URL(self.api).port or 0)

    def runs(self) -> int:
        return len(self.client.post("/flow_runs/filter", json={}).json())

    def heard(self) -> list[dict[str, Any]]:
        only = {"event": {"name": ["planted.event"]}}
        found: list[dict[str, Any]] = self.client.post(
            "/events/filter", json={"filter": only}
        ).json()["events"]
        return found


@contextmanager
def serving(folder: Path, *, auth: str | None = None, bare: bool = False) -> Iterator[Server]:
    with (
        prefect_server(folder, auth=auth, bare=bare, ui=True) as api,
        prefect_client(api, auth=auth) as client,
    ):
        flow = client.post("/flows/", json={"name": "planted-flow"}).json()["id"]
        made = {"name": "planted-deployment", "flow_id": flow}
        deployment = client.post("/deployments/", json=made).json()["id"]
        yield Server(api, client, deployment)


def attacked(page: Page, server: Server) -> dict[str, str]:
    """Let the page that is shown try everything; return what it got, by what it tried."""
    here = {"api": server.api, "deployment": server.deployment}
    found: dict[str, str] = page.evaluate(ATTACK, here)
    return found


def from_another_site(server: Server) -> dict[str, str]:
    with (
        answering({"/": (200, b"<html>a page of another site</html>")}) as site,
        browser_page() as page,
    ):
        page.goto(site)
        return attacked(page, server)


def from_a_rebound_name(server: Server) -> dict[str, str]:
    with browser_page(f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1") as page:
        page.goto(f"http://{REBOUND}:{server.port}/api/health")
        api = f"http://{REBOUND}:{server.port}/api"
        return attacked(page, server._replace(api=api))


ATTACKS = pytest.mark.parametrize("attack", [from_another_site, from_a_rebound_name])


def test_prefects_own_server_lets_any_page_read_and_start(tmp_path):
    with serving(tmp_path, bare=True) as server:
        for attack in (from_another_site, from_a_rebound_name):
            before = server.runs()
            got = attack(server)
            assert "planted-deployment" in got["read a deployment"], got
            assert "slug" in got["read blocks"], got
            assert server.runs() > before, got


@pytest.fixture(scope="module", params=[None, AUTH], ids=["open", "signed in"])
def server(request, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server"), auth=request.param) as running:
        yield running


@ATTACKS
def test_a_page_of_another_site_reads_nothing_and_starts_nothing(server, attack):
    got = attack(server)
    assert len(got) > 8
    assert not [tried for tried, what in got.items() if "planted" in what or "slug" in what], got
    assert server.runs() == 0, got
    assert server.heard() == [], got


def test_the_ui_asks_once_and_then_works(tmp_path):
    with serving(tmp_path, auth=AUTH) as server, browser_page() as page:
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.goto(server.api.removesuffix("/api"))
        page.locator("input[type=password]").first.wait_for()
        picture(page, "sign-in")
        sign_in(page, AUTH)
        said.clear()
        page.goto(f"{server.api.removesuffix('/api')}/deployments")
        page.get_by_text("planted-deployment").first.wait_for()
        picture(page, "deployments-signed-in")
        page.get_by_text("planted-deployment").first.click()
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_text("Quick run").click()
        page.wait_for_timeout(500)
        for _ in range(40):
            if server.runs():
                break
            page.wait_for_timeout(500)
        assert server.runs() == 1
        assert [line for line in said if "40" in line or "CORS" in line] == []
