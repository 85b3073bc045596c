import json
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse

from deployments.receiver.rate_limit import Rates
from deployments.receiver.secrets import FileSecrets
from deployments.receiver.service import create_app as receiver_app
from deployments.receiver.signatures import new_secret, parsed_secrets
from tests.support.fuzzed_requests import requests
from tests.support.http_face import connected, exchange, http_face
from tests.support.scripted_runs import ScriptedRuns
from wearable_coach.client import Coach
from wearable_coach.client.api_keys import ApiKeys
from wearable_coach.client.connections import Deadlines
from wearable_coach.client.log_lines import lines_to_stderr
from wearable_coach.client.service import create_app as service_app
from wearable_coach.store import LocalStore

REQUESTS, SEED = 150, 20260101
_AT_ONCE = 8
"""Most of the time each waits for the deadline of what it left out."""
QUICK = Deadlines(header_s=0.25, body_s=0.25, write_s=1)
SERVE = (b"/v1/chat", b"/v1/interpret", b"/v1/prescribe", b"/healthz", b"/metrics", b"/docs", b"/openapi.json", b"/", b"*", b"http://x/v1/chat")  # fmt: skip
RECEIVER = (b"/webhooks/retrain", b"/webhooks/", b"/healthz", b"/metrics", b"/docs", b"/")


def _serve(folder):
    coach = Coach(LocalStore(folder), lambda *_: None)
    return service_app(coach, api_keys=ApiKeys(()))


def _receiver(folder):
    (folder / "secrets").write_text(new_secret())
    rates = Rates(parse("100000/minute"), parse("100000/minute"))
    secrets = FileSecrets(folder / "secrets")
    runs = ScriptedRuns(folder / "runs")
    return receiver_app(store=LocalStore(folder / "store"), secrets=secrets, runs=runs, rates=rates)


@pytest.mark.parametrize(
    ("face", "routes"), [(_serve, SERVE), (_receiver, RECEIVER)], ids=["serve", "receiver"]
)
def test_whatever_comes_is_no_fault_of_ours_and_fills_no_log(tmp_path, capsys, face, routes):
    handler = lines_to_stderr()
    logging.getLogger().addHandler(handler)
    statuses: set[int] = set()
    began = time.monotonic()
    try:
        with http_face(face(tmp_path), most=20, patience=QUICK) as port:
            with ThreadPoolExecutor(_AT_ONCE) as senders:
                asked = list(requests(routes, REQUESTS, SEED))
                answers = list(senders.map(lambda request: exchange(port, request), asked))
            for request, answer in zip(asked, answers, strict=True):
                found = [int(s) for s in re.findall(rb"^HTTP/1\.1 (\d{3}) ", answer, re.MULTILINE)]
                assert all(s < 500 for s in found), (request[:300], answer[:300])
                assert found or not answer
                statuses |= {*found}
            alive = exchange(
                port, b"GET /healthz HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n"
            )
            assert alive.startswith(b"HTTP/1.1 200 ")
    finally:
        logging.getLogger().removeHandler(handler)
    assert {200, 400, 404, 405, 408, 413} <= statuses
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    others = [line for line in lines if line["event"] == "log"]
    assert len(others) <= 3 * (
        1 + (time.monotonic() - began) // 60
    )  # uvicorn's three, once a minute
    assert all("error" not in line for line in lines)


@pytest.mark.parametrize(
    "timestamp", ["inf", "nan", "-1", "1e400", "9" * 5000, "9" * 20, "-" + "9" * 15, "²", "", " 1"]
)
def test_no_timestamp_opens_or_breaks(timestamp):
    secrets = parsed_secrets([("", new_secret())])
    headers = {"webhook-id": "m", "webhook-timestamp": timestamp, "webhook-signature": "v1,AAAA"}
    assert not secrets.opened_by(headers, b"{}")


@pytest.mark.parametrize("signature", ["v1,é", "v1", "v1,", ",", "v1,A" * 3000, " ", "v2,AAAA", "v1,=", "\x00"])  # fmt: skip
def test_no_signature_that_is_none_opens_or_breaks(signature):
    from datetime import UTC, datetime

    secrets = parsed_secrets([("", new_secret())])
    headers = secrets.sign(b"{}", delivery="m", at=datetime.now(UTC))
    assert secrets.opened_by(headers, b"{}")
    assert not secrets.opened_by({**headers, "webhook-signature": signature}, b"{}")
    assert not secrets.opened_by(headers, b"\xff")


def test_a_body_that_never_ends_is_answered_408_by_both(tmp_path, monkeypatch):
    from deployments.receiver import service as webhook
    from wearable_coach.client import service

    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(service, "BODY_SECONDS", 0.3)
    for face, path in ((_serve, b"/v1/chat"), (_receiver, b"/webhooks/retrain")):
        folder = tmp_path / face.__name__
        folder.mkdir()
        with http_face(face(folder), patience=Deadlines()) as port, connected(port) as slow:
            slow.sendall(
                b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n" % path
            )
            assert slow.recv(100).startswith(b"HTTP/1.1 408 ")
