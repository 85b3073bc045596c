import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from deployments.receiver.deliveries import Deliveries
from deployments.receiver.signatures import new_secret
from tests.unit.receiver.conftest import BODY


def test_a_good_delivery_starts_one_run_and_says_which(send, runs):
    answer = send(delivery="msg_1")
    (run,) = runs.runs()
    assert answer.status_code == 202
    assert answer.json() == {
        "delivery": "msg_1",
        "state": "started",
        "run": run,
        "run_url": f"http://prefect/runs/{run}",
    }
    assert runs.events() == [run]


def test_the_same_delivery_again_is_the_same_run(send, runs):
    first = send(delivery="msg_1")
    later = send(delivery="msg_1", at=datetime.now(UTC) + timedelta(seconds=30))
    assert later.status_code == 202
    assert later.json() == first.json()
    assert len(runs.runs()) == len(runs.asked) == 1
    assert send(delivery="msg_2").json()["run"] != first.json()["run"]


def test_another_body_under_the_same_id_is_a_conflict(send, runs):
    send({**BODY, "data": {"dataset": "latest"}}, delivery="msg_1")
    answer = send({**BODY, "data": {"again": True}}, delivery="msg_1")
    assert answer.status_code == 409
    assert len(runs.runs()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": ""},
    ],
)
def test_a_forged_signature_starts_nothing_and_learns_nothing(send, runs, store, headers):
    answer, stranger = send(**headers), send(signer=new_secret())
    stale = send(at=datetime.now(UTC) - timedelta(minutes=6))
    assert {a.status_code for a in (answer, stranger, stale)} == {401}
    assert answer.text == stranger.text == stale.text
    assert runs.asked == []
    assert store.keys("webhooks/") == []


def test_a_signed_body_that_is_wrong_is_named_and_starts_nothing(send, runs, store):
    answer = send({**BODY, "data": {"store": "s3cret"}})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["field"] == "data.store"
    assert "s3cret" not in answer.text
    assert send(b"{").status_code == 422
    assert runs.asked == store.keys("webhooks/") == []


def test_an_unsigned_body_is_not_looked_at(send):
    assert send(b"{", signer=new_secret()).status_code == 401


def test_what_is_not_json_by_its_header_is_refused(send, runs):
    assert send(**{"content-type": "text/plain"}).status_code == 415
    assert send(**{"content-type": "application/json; charset=utf-8"}).status_code == 202
    assert len(runs.runs()) == 1


def test_a_large_body_is_refused_whatever_its_header_says(send):
    large = json.dumps({**BODY, "data": {"reason": "x" * 70_000}}).encode()
    assert send(large).status_code == 413
    pieces = (large[at : at + 8000] for at in range(0, len(large), 8000))
    told = {"content-type": "application/json"}
    assert send.client.post("/webhooks/retrain", content=pieces, headers=told).status_code == 413


def test_an_odd_id_is_refused_though_it_is_signed(send, secret, runs):
    import base64
    import hashlib
    import hmac

    key = base64.b64decode(secret.removeprefix("whsec_"))
    body, at, name = json.dumps(BODY).encode(), str(int(datetime.now(UTC).timestamp())), "../../etc"
    made = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(made).decode()}"
    answer = send(
        body, **{"webhook-id": name, "webhook-timestamp": at, "webhook-signature": signature}
    )
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["field"] == "webhook-id"
    assert runs.asked == []


def test_while_prefect_is_down_a_delivery_is_kept_and_the_sender_told_so(send, runs, store):
    runs.down = True
    answer = send(delivery="msg_1")
    assert answer.status_code == 202
    assert answer.json() == {"delivery": "msg_1", "state": "kept", "run": None}
    assert len(Deliveries(store).waiting()) == 1
    runs.down = False
    until = time.monotonic() + 20
    while Deliveries(store).waiting() and time.monotonic() < until:
        time.sleep(0.05)
    assert [send(delivery="msg_1").json()["run"]] == runs.runs()
    assert send(delivery="msg_2").json()["state"] == "started"


def test_a_store_that_cannot_be_written_asks_the_sender_to_come_again(send, store, runs):
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("a file where the folder should be")
    answer = send()
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert runs.asked == []


def test_the_pages_of_the_framework_are_off(send):
    for page in ("/docs", "/redoc", "/openapi.json"):
        assert send.client.get(page).status_code == 404
    assert send.client.get("/webhooks/retrain").status_code == 405


def test_a_rotation_opens_the_old_and_the_new_and_then_the_new_alone(send, secrets_file, secret):
    new = new_secret()
    secrets_file.write_text(f"{new}\n{secret}\n")
    assert send(delivery="msg_1").status_code == 202
    assert send(delivery="msg_2", signer=new).status_code == 202
    secrets_file.write_text(f"{new}\n")
    assert send(delivery="msg_3").status_code == 401
    assert send(delivery="msg_4", signer=new).status_code == 202
