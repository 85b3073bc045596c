"""What a chat server is asked and what it sends: faults, and answers in two shapes."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

Messages = list[dict[str, str]]


class Fault(NamedTuple):
    """How one request, the next that matches, goes wrong."""

    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    body: bytes | None = None
    """In place of the true answer; None leaves that of an error empty."""
    drop: bool = False
    """Close the connection in place of answering."""
    cut: bool = False
    """Close it in the middle of the answer."""
    hang: bool = False
    """Never answer."""
    delay_s: float = 0
    drip_s: float = 0
    """Send the body byte by byte, so long apart."""
    when: Callable[[Messages], bool] = lambda _: True
    always: bool = False
    """Strike every matching request and not the next alone."""


class Request(NamedTuple):
    """What the server was asked."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    messages: Messages
    struck: bool
    """Whether a fault met it."""


def body_of(messages: Messages, text: str, *, managed: bool, model: str = "coach") -> bytes:
    """Return an answer in OpenAI's shape, or in that of a managed endpoint."""
    if managed:
        return json.dumps({"output": text}, ensure_ascii=False).encode()
    counted = sum(len(m["content"]) for m in messages)
    message = {"role": "assistant", "content": text}
    usage = {
        "prompt_tokens": counted,
        "completion_tokens": len(text),
        "total_tokens": counted + len(text),
    }
    told = {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def reply_bytes(status: int, body: bytes, headers: dict[str, str]) -> bytes:
    """Return an answer as it goes over the wire."""
    told = {"content-type": "application/json", "content-length": str(len(body))} | headers
    head = "".join(f"{k}: {v}\r\n" for k, v in told.items())
    return f"HTTP/1.1 {status} Told\r\n{head}\r\n".encode() + body


def hashed(messages: Messages) -> str:
    """Answer with a hash of what was asked: the same question has the same answer."""
    return "답 " + sha256(json.dumps(messages, ensure_ascii=False).encode()).hexdigest()
