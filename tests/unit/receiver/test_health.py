import asyncio
import shutil

import pytest

from deployments.receiver import state as receiver_state
from deployments.receiver.deliveries import Deliveries
from deployments.receiver.state import UNREADABLE, store_figures
from tests.unit.receiver.conftest import BODY


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch):
    monkeypatch.setattr(receiver_state, "HEALTH_SECONDS", 0.0)


def _broken(store):
    """Let no delivery be written, though the store can be read: a file lies where a folder belongs."""
    (store.folder / "webhooks").mkdir(parents=True, exist_ok=True)
    (store.folder / "webhooks" / "waiting").write_text("")


def _health(send):
    answer = send.client.get("/healthz")
    return answer.status_code, answer.json()["status"], answer.json()["writable"]


def _metric(send, name):
    lines = send.client.get("/metrics").text.splitlines()
    return float(next(line.split()[-1] for line in lines if line.startswith(f"{name} ")))


def test_health_is_red_once_a_delivery_could_not_be_kept_until_one_could(send, store):
    _broken(store)
    assert send(delivery="msg_1").status_code == 503
    assert _health(send) == _health(send) == (503, "failing", False)
    assert _metric(send, "coach_store_writable") == 0
    assert 'outcome="fault"} 1.0' in send.client.get("/metrics").text
    (store.folder / "webhooks" / "waiting").unlink()
    assert send(delivery="msg_1").status_code == 202
    assert _health(send) == (200, "ok", True)
    assert _metric(send, "coach_store_writable") == 1


def test_health_is_green_again_by_a_trial_without_any_delivery(send, store):
    _broken(store)
    send(delivery="msg_1")
    assert _health(send)[0] == 503
    (store.folder / "webhooks" / "waiting").unlink()
    assert _health(send) == (200, "ok", True)
    assert store.keys("webhooks/") == []


def test_a_trial_that_a_killed_receiver_left_is_no_delivery(send, store):
    store.create("webhooks/waiting/trial", b"{}")
    assert Deliveries(store).waiting() == []
    assert send.client.get("/healthz").json()["kept"] == 0
    _broken_then_mended(send, store)
    assert _health(send) == (200, "ok", True)
    assert store.keys("webhooks/waiting/") == []


def _broken_then_mended(send, store):
    waiting = store.folder / "webhooks" / "waiting"
    shutil.move(waiting, waiting.with_name("aside"))
    waiting.write_text("")
    assert send({**BODY}, delivery="msg_9").status_code == 503
    waiting.unlink()
    shutil.move(waiting.with_name("aside"), waiting)


def test_a_store_that_cannot_be_read_is_red(send, store, monkeypatch):
    def unreadable(_prefix):
        raise OSError

    monkeypatch.setattr(store, "keys", unreadable)
    assert _health(send)[:2] == (503, "failing")


def test_nothing_is_written_while_all_is_well(send, store):
    assert _health(send) == (200, "ok", True)
    assert not store.folder.exists()


def test_a_job_that_cannot_be_read_is_counted_and_not_left_out(store):
    store.create("jobs/coach-local-0123456789ab.json", b"{half")
    figures = asyncio.run(store_figures(store).now())
    assert figures.readable
    assert figures.jobs == {UNREADABLE: 1}


def test_a_delivery_that_was_kept_needs_no_trial(store):
    writing = receiver_state.Writing(Deliveries(store))
    _broken(store)
    writing.failed()
    assert not asyncio.run(writing.possible())
    writing.worked()
    assert asyncio.run(writing.possible())
