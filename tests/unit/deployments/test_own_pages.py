"""The door before the Prefect server: who is let through, and under which name."""

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from deployments.own_pages import OwnPages
from deployments.prefect_server import main, own_defaults, own_hosts, own_origins
from wearable_coach.errors import BadInput

UI = "https://coach.example:8443"
HOSTS = own_hosts("127.0.0.1", UI, {"WEARABLE_COACH_ALLOWED_HOSTS": "server, *.inside.example"})


async def inner(scope, receive, send):
    """Answer everything."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})
        return
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"let through"})


def asked(host, origin=None, *, origins=(UI,), method="POST"):
    client = TestClient(OwnPages(inner, hosts=HOSTS, origins=origins), base_url=f"http://{host}")
    headers = {} if origin is None else {"Origin": origin}
    return client.request(method, "/api/anything", headers=headers).status_code


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:4200", "localhost:4200", "LOCALHOST", "[::1]:4200", "coach.example:8443", "server:4200", "a.inside.example"],
)  # fmt: skip
def test_its_own_names_are_let_through(host):
    assert asked(host) == 200
    assert asked(host, f"http://{host.lower()}") == 200, "its own pages ask too"


@pytest.mark.parametrize(
    "host", ["rebound.test", "rebound.test:4200", "127.0.0.1.rebound.test", "localhost.", "inside.example", "10.0.0.7:4200", ""]
)  # fmt: skip
def test_other_names_are_refused(host):
    assert asked(host) == 400


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "origin",
    ["https://other.example", "http://127.0.0.1:8000", "http://localhost:4200", "null", "http://127.0.0.1", "https://coach.example", "127.0.0.1:4200"],
)  # fmt: skip
def test_pages_of_other_sites_are_refused_before_anything_is_done(origin, method):
    assert asked("127.0.0.1:4200", origin, method=method) == 403


def test_pages_that_were_named_are_let_through():
    assert asked("127.0.0.1:4200", UI) == 200
    assert asked("127.0.0.1:4200", "https://other.example", origins=("*",)) == 200


@pytest.mark.parametrize(
    ("host", "origin", "refused"),
    [
        ("127.0.0.1:4200", None, None),
        ("127.0.0.1:4200", UI, None),
        ("127.0.0.1:4200", "http://127.0.0.1:4200", None),
        ("127.0.0.1:4200", "https://other.example", 403),
        ("rebound.test:4200", None, 400),
    ],
)
def test_sockets_go_through_the_same_door(host, origin, refused):
    client = TestClient(OwnPages(inner, hosts=HOSTS, origins=(UI,)))
    headers = {"Host": host} | ({} if origin is None else {"Origin": origin})
    socket = client.websocket_connect("/api/events/in", headers=headers)
    if refused is None:
        with socket:
            return
    with pytest.raises(WebSocketDenialResponse) as closed, socket:
        pass
    assert closed.value.status_code == refused


def test_the_uis_addresses_alone_may_ask_across_origins():
    assert own_origins(4200, UI) == [UI, "http://127.0.0.1:4200", "http://localhost:4200"]
    assert own_origins(4200, None) == ["http://127.0.0.1:4200", "http://localhost:4200"]
    assert "*" not in ",".join(own_defaults(4200).values())


@pytest.mark.parametrize("wrong", ["https://coach.example", "coach.example/x", "a*b", "*.*", "a b"])
def test_a_name_that_is_none_is_told_in_one_line(wrong, monkeypatch, capsys):
    with pytest.raises(BadInput, match="WEARABLE_COACH_ALLOWED_HOSTS: got"):
        own_hosts("127.0.0.1", None, {"WEARABLE_COACH_ALLOWED_HOSTS": wrong})
    monkeypatch.setenv("WEARABLE_COACH_ALLOWED_HOSTS", wrong)
    assert main(["--port", "1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_listening_everywhere_gives_no_name():
    assert "0.0.0.0" not in own_hosts("0.0.0.0", None, {})  # noqa: S104 - that is the question
    assert "10.0.0.7" in own_hosts("10.0.0.7", None, {})
