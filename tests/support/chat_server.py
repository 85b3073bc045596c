"""A chat model behind HTTP on loopback, with latency, a log of what it was asked, and scripted faults.

    with ChatServer(answer=lambda messages: "네.") as server:
        server.faults += [Fault(status=429, headers={"retry-after": "1"})]
        Endpoint(url=server.url)

    python -m tests.support.chat_server --latency 0.05 [--log FILE] [--port PORT]

speaks OpenAI's shape at …/chat/completions and a managed endpoint's at …/score. One thread and one
event loop: a request costs it a tenth of a millisecond, so that it is not what a bench measures.
"""

import argparse
import asyncio
import json
import sys
import threading
from collections.abc import Callable
from typing import Any, Self

from tests.support.chat_replies import Fault, Messages, Request, body_of, hashed, reply_bytes


class ChatServer:
    """The server; a context manager, or `start` and `stop`."""

    def __init__(
        self,
        answer: Callable[[Messages], str] | None = None,
        *,
        latency_s: float = 0,
        key: str = "",
        port: int = 0,
        log: str = "",
    ) -> None:
        """Make it.

        Args:
            answer: What it says to messages; a hash of them if None.
            latency_s: Time to an answer [s].
            key: What a request must carry in a header; anything passes if empty.
            port: 0 takes a free one.
            log: File to which a line is added per request, with what was asked.
        """
        self.answer, self.latency_s, self.key = answer or hashed, latency_s, key
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.connections = 0
        self.takes, self.busy = 0, 0
        """Questions that it takes at once, any number if 0, and that it is at work on."""
        self.turns_away: dict[str, str] = {}
        """Headers of the 429 that one too many gets, as a managed endpoint gives it."""
        self.model = "coach"
        """What it says that it asked."""
        self._port, self._log = port, log
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._open: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        """Base URL of the OpenAI shape."""
        return f"{self.root}/v1"

    @property
    def root(self) -> str:
        """Address alone, for Azure OpenAI."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def scoring_url(self) -> str:
        """Scoring URL of the managed shape."""
        return f"{self.root}/score"

    def asked(self) -> list[Messages]:
        """Return the messages of all requests that no fault met, in order."""
        return [r.messages for r in self.requests if not r.struck]

    def start(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        """Listen no more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def serve(self) -> None:
        """Listen in this thread until the process ends."""
        self._run()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        listening = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self), "127.0.0.1", self._port)
        )
        self._port = listening.sockets[0].getsockname()[1]
        self._ready.set()
        sys.stdout.write(f"{self.root}\n" if self._log or __name__ == "__main__" else "")
        sys.stdout.flush()
        self._loop.run_forever()
        for socket in listening.sockets:
            self._loop.remove_reader(socket)
        self._loop.run_until_complete(self._hang_up())
        listening.close()  # once it is closed, what it was accepting would stay open for good
        self._loop.close()

    async def _hang_up(self) -> None:
        """Abort every connection, also those that are only being accepted.

        An accepted socket is a transport, and an aborted transport closed, some turns of the loop
        later; turns are counted, since time may pass without one on a busy machine.
        """
        for _ in range(3):
            for _ in range(10):
                await asyncio.sleep(0)
            for transport in list(self._open):
                transport.abort()
        for _ in range(10):
            await asyncio.sleep(0)

    def strike(self, messages: Messages) -> Fault | None:
        """Return the fault that meets these messages."""
        for fault in self.faults:
            if fault.when(messages):
                if not fault.always:
                    self.faults.remove(fault)
                return fault
        return None

    def note(self, request: Request) -> None:
        """Keep what was asked."""
        self.requests.append(request)
        if self._log:
            with open(self._log, "a", encoding="utf-8") as file:  # noqa: PTH123
                file.write(json.dumps(request.messages, ensure_ascii=False) + "\n")


KEY_HEADERS = ("authorization", "api-key")


class _Connection(asyncio.Protocol):
    """One connection: a request at a time."""

    def __init__(self, server: ChatServer) -> None:
        self._server, self._got = server, b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.connections += 1
        self._server._open.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._server._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, rest = self._got.partition(b"\r\n\r\n")
        if not found:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (x.partition(":") for x in lines)}
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self._got = rest[length:]
        self._serve(first.split(" ")[1], headers, json.loads(rest[:length] or b"{}"))

    def _serve(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        server, managed = self._server, path.startswith("/score")
        messages = body["input_data"]["input_string"] if managed else body["messages"]
        fault = server.strike(messages)
        full = bool(server.takes) and server.busy >= server.takes
        server.note(Request(path, headers, body, messages, fault is not None or full))
        if server.key and not any(server.key in headers.get(h, "") for h in KEY_HEADERS):
            self._send(reply_bytes(401, b'{"error": {"message": "wrong key"}}', {}))
        elif full:
            self._send(reply_bytes(429, b"too many requests", server.turns_away))
        elif fault is None:
            server.busy += 1
            self._later(server.latency_s, self._true(messages, managed=managed), work=1)
        elif fault.drop:
            self._transport.close()
        elif not fault.hang:
            self._harm(fault, messages, managed=managed)

    def _harm(self, fault: Fault, messages: Messages, *, managed: bool) -> None:
        body = fault.body
        if body is None:
            body = (
                body_of(
                    messages,
                    self._server.answer(messages),
                    managed=managed,
                    model=self._server.model,
                )
                if fault.status < 300
                else b""
            )
        whole = reply_bytes(fault.status, body, fault.headers)
        if fault.cut:
            self._send(whole[: len(whole) - len(body) // 2 - 1])
            self._transport.close()
        elif fault.drip_s:
            self._send(whole[: len(whole) - len(body)])
            self._drip(body, fault.drip_s)
        else:
            self._later(self._server.latency_s + fault.delay_s, whole)

    def _drip(self, left: bytes, apart_s: float) -> None:
        self._send(left[:1])
        if len(left) > 1 and not self._transport.is_closing():
            self._server._loop.call_later(apart_s, self._drip, left[1:], apart_s)

    def _true(self, messages: Messages, *, managed: bool) -> bytes:
        return reply_bytes(
            200,
            body_of(
                messages,
                self._server.answer(messages),
                managed=managed,
                model=self._server.model,
            ),
            {},
        )

    def _later(self, seconds: float, data: bytes, *, work: int = 0) -> None:
        """Send later what ends so much work."""
        if seconds:
            self._server._loop.call_later(seconds, self._send, data, work)
        else:
            self._send(data, work)

    def _send(self, data: bytes, work: int = 0) -> None:
        self._server.busy -= work
        if not self._transport.is_closing():
            self._transport.write(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0)
    parser.add_argument("--log", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--takes", type=int, default=0, help="questions at once; others get a 429")
    parser.add_argument("--retry-after", default="", help="what the 429 asks to wait [s]")
    chosen = parser.parse_args()
    server = ChatServer(latency_s=chosen.latency, log=chosen.log, port=chosen.port)
    server.takes = chosen.takes
    server.turns_away = {"retry-after": chosen.retry_after} if chosen.retry_after else {}
    server.serve()


if __name__ == "__main__":
    main()
