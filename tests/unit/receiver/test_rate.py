import pytest

from deployments.rate_limit import client_address, read_rate
from deployments.signatures import new_secret
from wearable_coach.errors import BadInput


def test_an_address_that_asks_too_often_is_told_when_to_come_again(opened):
    client = opened("3/minute")
    answers = [client.post("/webhooks/retrain") for _ in range(5)]
    assert [a.status_code for a in answers] == [415, 415, 415, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61


def test_forgers_are_counted_and_views_are_not(opened):
    client = opened("2/minute")
    for _ in range(4):
        assert client.get("/healthz").status_code == 200
    large = {"content-length": str(10**6), "webhook-signature": new_secret()}
    assert client.post("/webhooks/retrain", headers=large, content=b"x").status_code == 413
    assert client.post("/webhooks/other").status_code == 404
    assert client.post("/webhooks/retrain").status_code == 429
    assert client.get("/metrics").status_code == 200


def test_the_rate_is_an_operators_to_choose():
    assert str(read_rate({})) == "60 per 1 minute"
    assert str(read_rate({"WEARABLE_COACH_WEBHOOK_RATE": "600/minute"})) == "600 per 1 minute"
    with pytest.raises(BadInput, match="got 'often'"):
        read_rate({"WEARABLE_COACH_WEBHOOK_RATE": "often"})


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:2", "2001:db8::/64"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(host, counted):
    assert client_address({"type": "http", "client": (host, 1)}) == counted


def test_without_an_address_all_count_as_one():
    assert client_address({"type": "http", "client": None}) == ""
