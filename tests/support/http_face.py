"""An application behind the server that both services run, in a thread; and raw bytes sent to it."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from wearable_coach.client.connections import Crowd, Deadlines
from wearable_coach.client.listening import listen, server

QUICK = Deadlines(header_s=0.5, body_s=0.5, write_s=0.5)


@contextmanager
def http_face(app, *, most=50, patience=QUICK, proxies=()) -> Iterator[int]:
    """Serve on a free port of loopback until the block ends; yield the port."""
    crowd = Crowd(most, patience)
    listeners = listen("127.0.0.1", 0, crowd)
    running = server(app, crowd, proxies)
    thread = threading.Thread(target=running.run, kwargs={"sockets": listeners})
    thread.start()
    try:
        wait_until(lambda: running.started)
        yield listeners[0].getsockname()[1]
    finally:
        running.should_exit = True
        thread.join(30)
        assert not thread.is_alive()
        assert len(crowd) == 0


def connected(port: int) -> socket.socket:
    """A connection that waits at most so long for an answer."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.settimeout(20)
    return connection


def all_of(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    found = []
    with suppress(ConnectionError):
        while piece := connection.recv(65536):
            found.append(piece)
    return b"".join(found)


def one_answer(connection: socket.socket) -> bytes:
    """One answer with a content length, on a connection that may stay open."""
    found = b""
    while b"\r\n\r\n" not in found or not _is_whole(found):
        piece = connection.recv(65536)
        assert piece, found
        found += piece
    return found


def _is_whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    (length,) = re.findall(rb"(?im)^content-length: (\d+)", head)
    return len(body) >= int(length)


def exchange(port: int, *pieces: bytes, pause_s: float = 0) -> bytes:
    """What is answered to bytes, sent in pieces, until the connection is closed."""
    with connected(port) as connection:
        with suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause_s)
        return all_of(connection)


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)
