import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from limits import parse

from deployments.receiver.rate_limit import Rates
from deployments.receiver.secrets import FileSecrets
from deployments.receiver.service import create_app
from deployments.receiver.signatures import new_secret, parsed_secrets
from tests.support.scripted_runs import ScriptedRuns
from wearable_coach.store import LocalStore

BODY = {"type": "retrain.requested"}


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "store")


@pytest.fixture
def runs(tmp_path):
    return ScriptedRuns(tmp_path / "runs")


@pytest.fixture
def secret():
    return new_secret()


@pytest.fixture
def secrets_file(tmp_path, secret):
    file = tmp_path / "secrets"
    file.write_text(f"{secret}\n")
    return file


@pytest.fixture
def opened(store, runs, secrets_file):
    """Opens a receiver; all are closed at the end."""
    clients = []

    def make(rate="1000/minute", flood="1000/minute"):
        rates = Rates(parse(rate), parse(flood))
        app = create_app(store=store, secrets=FileSecrets(secrets_file), runs=runs, rates=rates)
        clients.append(TestClient(app, raise_server_exceptions=False))
        return clients[-1].__enter__()

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def sender(secret):
    """Makes a sender of signed deliveries to a receiver."""

    def to(client):
        return _poster(client, secret)

    return to


@pytest.fixture
def send(opened, sender):
    """Sends a signed delivery to one receiver."""
    return sender(opened())


def _poster(client, secret):
    def post(body=None, *, delivery="msg_1", at=None, signer=secret, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body or BODY).encode()
        signed = parsed_secrets([("", signer)]).sign(
            raw, delivery=delivery, at=at or datetime.now(UTC)
        )
        known = {"content-type": "application/json", **signed, **headers}
        return client.post("/webhooks/retrain", content=raw, headers=known)

    post.client = client
    return post
