"""A service that leaves its evaluation ends one round of watching as Alarm, and the caretaker tells people."""

import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from tests.support.chat_replies import hashed
from tests.support.chat_server import ChatServer
from tests.support.evaluated import evaluated
from tests.support.prefect_service import START_SECONDS, free_port, stop
from tests.support.sink import sink
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint
from wearable_coach.formulas import DEFAULT_FORMULA
from wearable_coach.promotion.pointer import Change, promote
from wearable_coach.rendering.prompts import PRODUCT_PROMPTS
from wearable_coach.store import LocalStore

pytestmark = [
    pytest.mark.flow,
    pytest.mark.usefixtures("prefect_server"),
    pytest.mark.filterwarnings("default"),
]
KEY = "first-key-of-sixteen"
TRUE_WORDS = "안정시 심박수 62bpm은 '정상' 범위예요. 오늘도 편하게 지내세요."
ASKED = {"question": "어때요?", "vitals": {"resting_heart_rate": 62, "sleep_hr": 7.5}}


@contextmanager
def service(store, keys, log):
    """Run `wearable-coach serve` until the block ends; yield its address."""
    port = free_port()
    words = ["serve", "--store", str(store.folder), "--port", str(port), "--api-keys", str(keys)]
    with log.open("wb") as told:
        running = subprocess.Popen(
            [sys.executable, "-m", "wearable_coach", *words, "--timeout", "60"],
            stdout=told, stderr=told, start_new_session=True,
        )  # fmt: skip
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + START_SECONDS
    try:
        while True:
            try:
                httpx.get(f"{url}/healthz").raise_for_status()
                break
            except httpx.HTTPError:
                assert time.monotonic() < until, log.read_text()
                assert running.poll() is None, log.read_text()
                time.sleep(0.2)
        yield url
    finally:
        stop(running)


def ask(url, times):
    with httpx.Client(headers={"X-API-Key": KEY}, timeout=60) as client:
        for _ in range(times):
            client.post(f"{url}/v1/chat", json=ASKED).raise_for_status()


@pytest.fixture
def chat_server():
    with ChatServer(hashed) as made:
        yield made


@pytest.fixture
def caretaker(tmp_path, monkeypatch):
    """Who tells people of runs that carry this test's tag, at an address; yield the tag, the look and the address."""
    from prefect.client.orchestration import get_client

    from deployments.caretaker import pool, runs
    from deployments.caretaker.rounds import Rounds
    from deployments.names import ALERTS_BLOCK
    from deployments.register_blocks import save_alerts

    tag = f"coach-{uuid4()}"
    monkeypatch.setattr(runs, "TAG", tag)
    monkeypatch.setattr(pool, "work_pool_of", lambda _environment: tag)
    store = LocalStore(tmp_path / "alerts")
    with sink() as address, get_client(sync_client=True) as client:
        save_alerts(address.url)
        client.request("POST", "/work_pools/", json={"name": tag, "type": "process"})
        yield tag, Rounds(client, store, lambda: datetime.now(UTC)).look, address
        named = {"block_documents": {"name": {"any_": [ALERTS_BLOCK]}}}
        for block in client.request("POST", "/block_documents/filter", json=named).json():
            client.request("DELETE", f"/block_documents/{block['id']}")


@pytest.mark.slow("whole")
def test_a_service_that_leaves_its_evaluation_is_told_once(
    tmp_path, monkeypatch, chat_server, caretaker
):
    from prefect import tags

    from flows.watch_finetuning import watch_finetuning

    store, keys = LocalStore(tmp_path / "store"), tmp_path / "keys.txt"
    keys.write_text(f"{KEY}\n")
    serving = Endpoint(url=chat_server.url, model="m", identity=ServedIdentity(job="coach"))
    found = evaluated(store, serving=serving)
    change = Change("coach", serving, datetime.now(UTC), DEFAULT_FORMULA, PRODUCT_PROMPTS)
    promote(store, change._replace(evaluation=found.id))
    monkeypatch.setenv("WEARABLE_COACH_SERVED_EVERY_S", "1")
    monkeypatch.setenv("WEARABLE_COACH_PROBE_EVERY_S", "0")
    monkeypatch.setenv("WEARABLE_COACH_SERVICE_KEYS", str(keys))
    tag, look, address = caretaker

    def round_of_watching():
        time.sleep(1.1)  # so that it is due
        with tags(tag):
            ended = watch_finetuning(store=str(store.folder), evaluate=False, return_state=True)
        look()
        return ended.name, ended.message

    with service(store, keys, tmp_path / "log") as url:
        monkeypatch.setenv("WEARABLE_COACH_SERVICE_URL", url)
        chat_server.answer = lambda _messages: TRUE_WORDS
        ask(url, 5)
        assert round_of_watching() == ("Completed", "coach Few")
        assert address.texts() == []
        chat_server.answer = hashed
        ask(url, 40)
        assert round_of_watching()[0] == "Alarm"
        assert round_of_watching() == ("Completed", "coach Left"), "told once"
    (text,) = address.texts()
    assert text.startswith("A run failed\nwatch-finetuning / watch-")
    assert "formed 11.1% of 45; the evaluation 98.0% (" in text
    assert "`wearable-coach rollback`" in text
