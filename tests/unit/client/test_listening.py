import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.http_face import http_face
from tests.support.prefect_service import free_port
from wearable_coach.client.connections import Crowd
from wearable_coach.client.listening import listen, most_connections
from wearable_coach.client.proxies import read_proxies
from wearable_coach.errors import BadInput

ROOT = Path(__file__).parents[3]


async def who(scope, _receive, send):
    """Answers with the address that it takes for the client's."""
    if scope["type"] == "http":
        text = scope["client"][0].encode()
        headers = [(b"content-length", str(len(text)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": text})


def seen(port, **headers):
    import httpx

    return httpx.get(f"http://127.0.0.1:{port}/", headers=headers, trust_env=False)


def test_no_proxy_is_believed_unless_it_is_named(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # uvicorn's own way to believe everybody
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    with http_face(who) as port:
        assert seen(port, **forwarded).text == "127.0.0.1"
    with http_face(who, proxies=read_proxies("192.0.2.1", {})) as port:
        assert seen(port, **forwarded).text == "127.0.0.1"
    with http_face(who, proxies=read_proxies("127.0.0.0/8", {})) as port:
        assert seen(port, **forwarded).text == "203.0.113.9"
        forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
        assert seen(port, **forged).text == "203.0.113.9"


def test_proxies_are_named_by_address_or_network_and_never_all():
    named = {"WEARABLE_COACH_TRUSTED_PROXIES": "10.0.0.5, 2001:db8::/64"}
    assert read_proxies(None, named) == ("10.0.0.5", "2001:db8::/64")
    assert read_proxies(None, {}) == read_proxies("", named) == ()
    for wrong in ("*", "proxy.example", "10.0.0.5/8", "0.0.0.0/0", "::/0"):
        with pytest.raises(BadInput, match="trusted-proxies: "):
            read_proxies(wrong, {})


def test_the_server_does_not_tell_what_it_is():
    with http_face(who) as port:
        assert "server" not in seen(port).headers


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("no.such.host.invalid", "host: "),
        ("192.0.2.77", "host: cannot listen"),
        ("a" * 300, "host: "),
    ],
)
def test_a_host_that_is_none_of_this_machine_is_one_line(host, named):
    with pytest.raises(BadInput, match=named) as raised:
        listen(host, 0, Crowd(1))
    assert "\n" not in str(raised.value)


def test_a_port_that_is_taken_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInput, match=f"port: {port} is taken"):
            listen("127.0.0.1", port, Crowd(1))


def test_connections_leave_half_of_the_descriptors_for_all_else():
    code = "import resource, sys; from wearable_coach.client.listening import most_connections; resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]),) * 2); print(most_connections())"
    for descriptors, most in ((256, 128), (1024, 512), (4096, 512), (20, 16)):
        command = [sys.executable, "-c", code, str(descriptors)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        assert int(done.stdout) == most
    assert most_connections() >= 16


def test_where_descriptors_run_out_it_neither_spins_nor_writes_nor_stops_answering():
    """A crowd beyond what the descriptors bear: what the limit on connections prevents otherwise."""
    port = free_port()
    command = [sys.executable, "-m", "tests.support.short_of_descriptors", str(port)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=120
    )
    told = json.loads(done.stdout)
    assert told["answered"] == told["asked"]
    assert told["cpu_s"] < 0.5 * told["took_s"]
    assert done.stderr.count("\n") <= 3
    assert "no_descriptor" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_ends_gives_its_descriptors_back():
    before = len(list(Path("/dev/fd").iterdir()))
    with http_face(who) as port:
        seen(port)
    assert len(list(Path("/dev/fd").iterdir())) <= before
