"""Requests that no client sends: any bytes, any method, any path, headers and bodies that lie."""

import gzip
import json
from collections.abc import Iterator
from random import Random

_METHODS = (b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"PATCH", b"get", b"X" * 300, b"\xff", b"")  # fmt: skip
_ENDS = (b"", b"/", b"/..", b"/%00", b"%ff%fe", b"?" + b"a" * 9000, b"?%00=%ff", b"//", b"/x" * 900, b"\x00", b" x", "/가".encode())  # fmt: skip
_HEADERS = (
    b"Content-Length: -1", b"Content-Length: 1\r\nContent-Length: 2", b"Content-Length: 5\r\nContent-Length: 5",
    b"Content-Length: 99999999999999999999999", b"Content-Length: 9999999999", b"Content-Length: 0x10", b"Content-Length: \xb2",
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: chunked\r\nContent-Length: 3",
    b"Content-Encoding: gzip", b"Expect: 100-continue", b"Expect: \xff", b"Upgrade: websocket\r\nConnection: Upgrade",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQ", b"Host: evil.example", b"Host: a\r\nHost: b",
    b"X-Forwarded-For: " + b"1.2.3.4, " * 200, b"X-Forwarded-For: \xff", b"Authorization: Bearer \xff\xfe", b"Authorization: Basic ====",
    b"X-API-Key: " + b"\xea\xb0\x80" * 50, b"Cookie: " + b"a" * 20_000, b"X: " + b"y" * 100_000, b"no-colon", b": empty", b"A\x00B: c", b"A: b\x00c",
    b" folded: header", b"\r\n".join(b"H%d: x" % n for n in range(500)), b"Content-Type: application/json; charset=\xff",
    b"Content-Type: " + b"a/" * 500, b"webhook-id: msg_1\r\nwebhook-timestamp: 1e9\r\nwebhook-signature: v1,\xe9",
    b"webhook-id: x\r\nwebhook-timestamp: " + b"9" * 400 + b"\r\nwebhook-signature: v1,AAAA", b"webhook-timestamp: inf", b"webhook-timestamp: nan",
    b"webhook-id: x\r\nwebhook-timestamp: -99999999999999\r\nwebhook-signature: " + b"v1,A " * 200,
)  # fmt: skip
_BODIES = (
    b"", b"{}", b"[" * 60_000, b'{"a":' * 10_000, b"\xff" * 100, b'{"question": "\\ud800"}', b'"\\u0000"', b"\x00" * 1000,
    b"5\r\nabc\r\n", b"fffffffffffffffff\r\nx", b"-1\r\n", b"0\r\n\r\n", b"3;" + b"e" * 9000 + b"\r\nabc\r\n0\r\n\r\n", b"1\r\na\r\n" * 500,
    gzip.compress(b"0" * 20_000_000), json.dumps({"question": "네" * 3000}).encode(), b"9" * 5000, b"1e999999", b"GET / HTTP/1.1\r\n\r\n" * 50,
)  # fmt: skip


def requests(routes: tuple[bytes, ...], count: int, seed: int) -> Iterator[bytes]:
    """So many requests, the same for the same seed; every part of the lists above comes in some."""
    random = Random(seed)
    parts = max(len(_METHODS), len(_HEADERS), len(_BODIES))
    for number in range(count):
        if number % 10 == 9:
            yield random.randbytes(random.randrange(1, 3000)) + b"\r\n\r\n"
            continue
        pick = (number % parts) if number < parts else random.randrange(10_000)
        method = random.choice((b"POST", b"POST", b"GET", random.choice(_METHODS)))
        path = random.choice(routes) + (b"" if random.random() < 0.6 else random.choice(_ENDS))
        headers = [b"Content-Type: application/json"] if random.random() < 0.7 else []
        if random.random() < 0.8:
            headers += [
                _HEADERS[pick % len(_HEADERS)],
                *random.sample(_HEADERS, random.randrange(2)),
            ]
        body = _BODIES[(pick + number) % len(_BODIES)]
        if not any(b"Content-Length" in h or b"Transfer" in h for h in headers):
            headers.append(b"Content-Length: %d" % len(body))
        head = b"\r\n".join([b"%s %s HTTP/1.1" % (method, path), b"Host: 127.0.0.1", *headers])
        request = head + b"\r\n\r\n" + body
        yield _damaged(request, random) if random.random() < 0.2 else request


def _damaged(request: bytes, random: Random) -> bytes:
    at = random.randrange(len(request))
    if random.random() < 0.3:
        return request[:at]
    return request[:at] + random.randbytes(3) + request[at + random.randrange(4) :]
