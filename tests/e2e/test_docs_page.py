from urllib.parse import urlsplit

import pytest

from tests.support.browser import browser_page, picture
from tests.support.http_face import http_face
from wearable_coach.client import Coach
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.service import create_app
from wearable_coach.store import LocalStore

KEY = "a-key-of-sixteen-or-more"


@pytest.fixture
def port(tmp_path):
    coach = Coach(LocalStore(tmp_path), lambda *_: None)
    with http_face(create_app(coach, api_keys=ApiKeys((KEY,)))) as opened:
        yield opened


@pytest.mark.slow("browser")
def test_the_docs_page_asks_nobody_but_its_own_service(port):
    with browser_page() as page:
        asked, wrong = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/docs", wait_until="networkidle")
        assert page.title().startswith("wearable-coach ")
        text = page.inner_text("body")
        for told in ("/v1/chat", "/v1/interpret", "/healthz", "SpO₂ [%]", "Bearer KEY", "오늘"):
            assert told in text
        page.click("a[href='#VitalsIn']")
        picture(page, "docs")
        page.click("a[href='openapi.json']")
        assert '"openapi"' in page.inner_text("body")
    assert asked
    assert {urlsplit(url).netloc for url in asked} == {f"127.0.0.1:{port}"}
    assert wrong == []
