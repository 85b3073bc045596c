import asyncio
import time
from contextlib import ExitStack

import pytest

from tests.support.hanging import HUNG_S
from tests.support.http_face import (
    QUICK,
    all_of,
    connected,
    exchange,
    http_face,
    one_answer,
    wait_until,
)

PIECE, PIECES = 1_000_000, 20
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"


async def echo(scope, receive, send):
    """Answers with how many bytes came; to /slow after a second, to /large piece by piece."""
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    if scope["path"] == "/slow":
        await asyncio.sleep(1)
    pieces = [b"x" * PIECE] * PIECES if scope["path"] == "/large" else [str(len(body)).encode()]
    headers = [(b"content-length", str(sum(map(len, pieces))).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for number, piece in enumerate(pieces, 1):
        more = number < len(pieces)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


@pytest.fixture
def port():
    with http_face(echo) as opened:
        yield opened


def test_a_request_in_time_is_answered_and_the_connection_serves_another(port):
    with connected(port) as connection:
        for _ in range(3):
            connection.sendall(POST + b"0123456789")
            assert one_answer(connection).endswith(b"10")


def test_headers_that_do_not_end_are_answered_408_however_they_drip(port):
    began = time.monotonic()
    pieces = [b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 20]
    answer = exchange(port, *pieces, pause_s=0.1)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < HUNG_S


def test_a_body_that_does_not_end_is_not_waited_for_however_it_drips(port):
    began = time.monotonic()
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert exchange(port, chunked, *[b"1\r\nx\r\n"] * 20, pause_s=0.1) == b""
    assert exchange(port, POST, b"x") == b""
    assert time.monotonic() - began < HUNG_S


def test_a_connection_that_asks_nothing_is_closed_without_a_word(port):
    assert exchange(port) == b""
    with connected(port) as connection:
        connection.sendall(ASK)
        assert one_answer(connection).endswith(b"0")
        assert all_of(connection) == b""


def test_an_answer_may_take_longer_than_any_deadline(port):
    with connected(port) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert all_of(connection).endswith(b"0")


def test_who_does_not_read_is_not_waited_for(port):
    with connected(port) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1.5)
        assert len(all_of(connection)) < PIECE * PIECES


def test_who_leaves_the_end_of_an_answer_unread_is_not_waited_for():
    async def at_once(scope, _receive, send):
        if scope["type"] == "http":
            headers = [(b"content-length", str(PIECE * PIECES).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"x" * PIECE * PIECES})

    patience = QUICK._replace(write_s=100)
    with http_face(at_once, patience=patience) as port, connected(port) as connection:
        connection.sendall(ASK)
        time.sleep(1.5)
        assert len(all_of(connection)) < PIECE * PIECES


def test_where_too_many_wait_the_oldest_makes_room_for_who_asks():
    with http_face(echo, most=5) as port, ExitStack() as held:
        waiting = [held.enter_context(connected(port)) for _ in range(5)]
        for connection in waiting:
            connection.sendall(b"GET /half")
        time.sleep(0.1)
        assert exchange(port, ASK.replace(b"Host", b"Connection: close\r\nHost")).endswith(b"0")
        assert all_of(waiting[0]) == b""
        waiting[-1].sendall(b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert one_answer(waiting[-1]).endswith(b"0")


def test_where_all_are_being_answered_a_new_connection_is_refused():
    with http_face(echo, most=3) as port, ExitStack() as held:
        asking = [held.enter_context(connected(port)) for _ in range(3)]
        for connection in asking:
            connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)
        answer = exchange(port)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1" in answer
        assert all(one_answer(connection).endswith(b"0") for connection in asking)
        assert exchange(port, ASK.replace(b"Host", b"Connection: close\r\nHost")).endswith(b"0")


def test_a_crowd_is_told_of_once_a_minute(caplog):
    with http_face(echo, most=2) as port, ExitStack() as held:
        for _ in range(30):
            held.enter_context(connected(port))
        wait_until(lambda: "the oldest were ended" in caplog.text)
        time.sleep(0.3)
    assert len([r for r in caplog.records if r.name == "wearable_coach.http"]) == 1
