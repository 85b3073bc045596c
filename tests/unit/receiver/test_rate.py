import pytest

from deployments.receiver.rate_limit import client_address, read_rates
from deployments.receiver.signatures import new_secret
from wearable_coach.errors import BadInput


def test_a_sender_that_asks_too_often_is_told_when_to_come_again(opened, sender, runs):
    send = sender(opened("3/minute"))
    answers = [send(delivery=f"msg_{n}") for n in range(5)]
    assert [a.status_code for a in answers] == [202, 202, 202, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    assert len(runs.runs()) == 3


def test_a_sender_is_its_secret_and_forgers_take_nothing_of_its_rate(
    opened, sender, secret, secrets_file
):
    other = new_secret()
    secrets_file.write_text(f"{secret}\n{other}\n")
    send = sender(opened("2/minute"))
    for n in range(9):
        assert send(delivery=f"msg_{n}", signer=new_secret()).status_code == 401
    assert [send(delivery=f"msg_{n}").status_code for n in range(3)] == [202, 202, 429]
    assert [send(delivery=f"o_{n}", signer=other).status_code for n in range(3)] == [202, 202, 429]


def test_a_flood_from_an_address_is_refused_before_anything_is_read_and_views_are_not(opened):
    client = opened(flood="2/minute")
    for _ in range(4):
        assert client.get("/healthz").status_code == 200
    large = {"content-length": str(10**6), "webhook-signature": new_secret()}
    assert client.post("/webhooks/retrain", headers=large, content=b"x").status_code == 413
    assert client.post("/webhooks/other").status_code == 404
    answer = client.post("/webhooks/retrain", headers=large, content=b"x")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    assert 'outcome="flood"} 1.0' in client.get("/metrics").text


def test_the_rates_are_an_operators_to_choose():
    rates = read_rates({})
    assert list(map(str, rates)) == ["60 per 1 minute", "3000 per 1 minute"]
    known = {"WEARABLE_COACH_WEBHOOK_RATE": "600/minute"}
    assert str(read_rates(known).sender) == "600 per 1 minute"
    both = {**known, "WEARABLE_COACH_WEBHOOK_FLOOD_RATE": "5/second"}
    assert str(read_rates(both).flood) == "5 per 1 second"
    for variable in both:
        with pytest.raises(BadInput, match=f"{variable}: got 'often'"):
            read_rates({variable: "often"})


def test_a_rate_that_was_raised_for_senders_is_not_cut_by_the_floods():
    assert (
        str(read_rates({"WEARABLE_COACH_WEBHOOK_RATE": "100/second"}).flood) == "100 per 1 second"
    )


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
