import json
import os
import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import httpx
import pytest

from deployments.receiver.signatures import new_secret, parsed_secrets
from tests.support.prefect_service import free_port, prefect_client, prefect_server, stop
from tests.support.receiver_service import deploy_retrain, receiver, receiver_place, runs_by_key

pytestmark = [pytest.mark.slow("services"), pytest.mark.e2e, pytest.mark.filterwarnings("default")]
THREADS = 8
GOOD, REPLAYED, CONFLICTS = 300, 300, 50
FORGED, STALE, LARGE, MALFORMED = 100, 100, 50, 100


class Sender:
    """Signs and sends as a partner's system does."""

    def __init__(self, url, secret):
        self._secrets = parsed_secrets([("", secret)])
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def headers(self, body, delivery, *, minutes=0):
        at = datetime.now(UTC) + timedelta(minutes=minutes)
        return self._secrets.sign(body, delivery=delivery, at=at)

    def send(self, body, headers):
        known = {"content-type": "application/json", **headers}
        return self.client.post("/webhooks/retrain", content=body, headers=known)

    def good(self, delivery, body):
        return self.send(body, self.headers(body, delivery))


@pytest.fixture(scope="module")
def prefect(tmp_path_factory):
    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        deploy_retrain(url)
        yield url


def body(**data):
    return json.dumps({"type": "retrain.requested", "data": data}).encode()


def good_body(number):
    return body(reason=f"day {number}", hyperparameters={"epochs": 1 + number % 3})


def all_kinds(sender, stranger):
    """A thousand things to send, as calls, each with the answers that are right."""
    ids = [f"msg_{n}" for n in range(GOOD)]
    for number in [*range(GOOD), *(n * 7 % GOOD for n in range(REPLAYED))]:
        yield {202}, lambda n=number: sender.good(ids[n], good_body(n))
    for number in range(FORGED):
        own = good_body(number)
        by_stranger = stranger.headers(own, f"forged_{number}")
        other_id = sender.headers(own, f"ours_{number}") | {"webhook-id": f"forged_{number}"}
        yield {401}, lambda b=own, h=(by_stranger, other_id)[number % 2]: sender.send(b, h)
    for number in range(STALE):
        own = good_body(number)
        minutes = (-6, 60)[number % 2]
        headers = sender.headers(own, f"stale_{number}", minutes=minutes)
        yield {401}, lambda b=own, h=headers: sender.send(b, h)
    for number in range(LARGE):
        own = body(reason="x" * 70_000)
        yield {413}, lambda b=own, n=f"large_{number}": sender.good(n, b)
    wrong = [b"{", b"[]", b'{"type": "other"}', body(store="elsewhere"), body(backend="azure"),
             body(dataset="../x"), body(hyperparameters={"epochs": 0})]  # fmt: skip
    for number in range(MALFORMED):
        own = wrong[number % len(wrong)]
        yield {422}, lambda b=own, n=f"malformed_{number}": sender.good(n, b)


def test_of_a_thousand_deliveries_each_good_one_starts_one_run_and_no_bad_one_any(
    tmp_path, prefect
):
    secret = new_secret()
    place = receiver_place(tmp_path, prefect, secret)
    with (
        receiver(place) as process,
        Sender(place.url, secret) as sender,
        Sender(place.url, new_secret()) as stranger,
    ):
        sends = list(all_kinds(sender, stranger))
        Random(5).shuffle(sends)
        with ThreadPoolExecutor(THREADS) as threads:
            answers = list(threads.map(lambda send: send[1](), sends))
        conflicts = [sender.good(f"msg_{n}", body(again=True)) for n in range(CONFLICTS)]
        assert len(answers) + len(conflicts) == 1000
        wrong = [(s[0], a.status_code) for s, a in zip(sends, answers, strict=True)
                 if a.status_code not in s[0]]  # fmt: skip
        assert wrong == []
        assert {a.status_code for a in conflicts} == {409}
        place.wait_for(process, kept=0)
        text = sender.client.get("/metrics").text
    runs = runs_by_key(prefect)
    mine = {key: found for key, found in runs.items() if key.startswith("webhook:msg_")}
    assert {*mine} == {f"webhook:msg_{n}" for n in range(GOOD)}
    assert all(len(found) == 1 for found in mine.values())
    assert [k for k in runs if k.startswith(("webhook:forged", "webhook:stale", "webhook:large", "webhook:malformed", "webhook:ours"))] == []  # fmt: skip
    told = {a.json()["delivery"]: a.json()["run"] for a in answers if a.is_success and a.json()["run"]}  # fmt: skip
    assert all(mine[f"webhook:{name}"][0]["id"] == run for name, run in told.items())
    for number in range(GOOD):
        (run,) = mine[f"webhook:msg_{number}"]
        assert run["parameters"]["hyperparameters"]["epochs"] == 1 + number % 3
        assert {"wearable-coach", "webhook"} <= {*run["tags"]}
    assert f'coach_webhook_deliveries_total{{outcome="unsigned"}} {FORGED + STALE}.0' in text
    log = place.log.read_text()
    for hidden in (secret.removeprefix("whsec_"), "v1,", "day 1", "Traceback"):
        assert hidden not in log
    assert all(json.loads(line)["at"] for line in log.splitlines())


def test_the_secrets_of_a_block_open_the_receiver_and_each_delivery_is_an_event(tmp_path, prefect):
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from blocks import WebhookSecret

    secret, before = new_secret(), new_secret()
    place = receiver_place(tmp_path, prefect, new_secret())
    with temporary_settings({PREFECT_API_URL: prefect}):
        WebhookSecret(current=secret, previous=before).save("senders")
    answers = []
    with receiver(place, secrets="block:senders"):
        for number, each in enumerate((secret, before, new_secret())):
            with Sender(place.url, each) as sender:
                answers.append(sender.good(f"block_{number}", good_body(number)))
    assert [a.status_code for a in answers] == [202, 202, 401]
    event = event_of(prefect, "block_0")
    assert event["resource"]["prefect.resource.id"] == "wearable-coach.webhook.block_0"
    related = [r["prefect.resource.id"] for r in event["related"]]
    assert related == [f"prefect.flow-run.{answers[0].json()['run']}"]


def event_of(prefect, delivery):
    """The one event of a delivery; the server writes events down in the background."""
    wanted = {"filter": {"event": {"name": ["wearable-coach.webhook.received"]}}, "limit": 50}
    until, found = time.monotonic() + 60, []
    with prefect_client(prefect) as client:
        while not found and time.monotonic() < until:
            events = client.post("/events/filter", json=wanted).json()["events"]
            found = [e for e in events if e["payload"]["delivery"] == delivery]
            time.sleep(0.5)
    (event,) = found
    return event


class Restless:
    """A receiver that is killed without warning and started again."""

    def __init__(self, place):
        self.place = place
        self.process = place.start()
        place.wait_for(self.process)

    def kill_and_start(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = self.place.start()
        self.place.wait_for(self.process)

    def close(self):
        with suppress(subprocess.TimeoutExpired):
            stop(self.process)


def test_what_comes_while_prefect_is_down_is_started_once_when_it_is_back(tmp_path):
    folder, port, secret = tmp_path / "prefect", free_port(), new_secret()
    with prefect_server(folder, port=port) as url:
        deploy_retrain(url)
    place = receiver_place(tmp_path / "receiver", url, secret)
    restless, ids = Restless(place), [f"msg_{n}" for n in range(60)]
    try:
        acknowledged = sent_in_spite_of_kills(place, restless, secret, ids)
        assert {*acknowledged} == {*ids}
        assert {a["state"] for a in acknowledged.values()} == {"kept"}
        waiting = {"prefect": False, "kept": len(ids), "writable": True}
        assert place.health() == {"status": "degraded", **waiting}
        with prefect_server(folder, port=port):
            restless.kill_and_start()
            place.wait_for(restless.process, kept=0)
            with Sender(place.url, secret) as sender:
                again = sender.good("msg_0", good_body(0)).json()
            runs = runs_by_key(url)
        assert {key: len(found) for key, found in runs.items()} == {f"webhook:{i}": 1 for i in ids}
        assert again["run"] == runs["webhook:msg_0"][0]["id"]
    finally:
        restless.close()


def sent_in_spite_of_kills(place, restless, secret, ids):
    """Send each until it is acknowledged, as senders do, while the receiver is killed twice."""
    acknowledged = {}

    def send_all():
        with Sender(place.url, secret) as sender:
            for number, name in enumerate(ids):
                while name not in acknowledged:
                    with suppress(httpx.HTTPError):
                        answer = sender.good(name, good_body(number))
                        if answer.status_code == 202:
                            acknowledged[name] = answer.json()
                    time.sleep(0.05)

    sending = threading.Thread(target=send_all)
    sending.start()
    for share in (0.3, 0.6):
        while len(acknowledged) < share * len(ids):
            time.sleep(0.01)
        restless.kill_and_start()
    sending.join(timeout=300)
    return acknowledged
