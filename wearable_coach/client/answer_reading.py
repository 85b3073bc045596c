"""Reading what an endpoint sent: an answer, a refusal, a fault that may pass, or a wrong setting.

Whatever arrives ends in one of these; nothing that a server can send is another exception.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from wearable_coach.chat.contract import Answer, AnswerDeclined, AnswerRefused
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.retrying import Load, TryAgain, retry_after_s
from wearable_coach.errors import BadInput, CoachError

MOST_BYTES = 4 * 2**20
"""No answer is longer; what is, is not read to its end."""
_OK, _REDIRECTS, _ERRORS, _SERVER_ERRORS = 200, 300, 400, 500
_KEY_STATUSES, _NOT_THERE, _TOO_LONG, _TOO_MANY = (401, 403), (404, 405, 410), 413, 429
_MAY_PASS = {408, 424, 425, _TOO_MANY}
"""424 is what a managed endpoint says when its model fell over."""
_REFUSALS = (
    "content_filter",
    "content filter",
    "content management policy",
    "responsibleaipolicyviolation",
    "context_length_exceeded",
    "context length",
    "string_above_max_length",
    "too long",
    "too many tokens",
)
_SPENT = "insufficient_quota"
_LOADS: dict[int, Load] = {_TOO_MANY: "turned_away", 408: "maybe", 503: "maybe", 504: "maybe"}
_MOST_TOLD = 160


class EndpointReply(NamedTuple):
    """What came back, as the transport saw it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    latency_s: float


class SettingsRefused(BadInput):
    """An endpoint refuses the settings, in words of its own, which may repeat the question."""

    def __init__(self, url: str, status: int, why: str) -> None:
        """Say it with the endpoint's words, and keep how to say it without."""
        self.without_words = f"endpoint: {url} refuses the settings with {status}; change them"
        super().__init__(f"endpoint: {url} refuses the settings with {status}: {why}; change them")


def read_reply(endpoint: Endpoint, reply: EndpointReply, *, now: Callable[[], datetime]) -> Answer:
    """Return the answer of a reply.

    Raises:
        TryAgain: a fault that may pass, or a body that holds no answer.
        AnswerRefused: the endpoint will not answer this question.
        BadInput: the key, the address or a setting is wrong.
    """
    if not _OK <= reply.status < _REDIRECTS:
        raise fault_of(endpoint, reply, now=now)
    found = _parsed(reply.body)
    said = _managed(found) if endpoint.kind == "managed" else _completion(found)
    return Answer(**said, latency_s=reply.latency_s)


def fault_of(
    endpoint: Endpoint, reply: EndpointReply, *, now: Callable[[], datetime]
) -> CoachError:
    """Return what a status that is no answer means."""
    status, why, url = reply.status, _told(reply.body), endpoint.url
    spent = status == _TOO_MANY and _SPENT in why.lower()
    if not spent and (status in _MAY_PASS or status >= _SERVER_ERRORS):
        after = reply.headers.get("retry-after")
        after_s = retry_after_s(after, now=now) if after else None
        message = f"model: {url} answered {status}; try again later"
        return TryAgain(message, after_s=after_s, load=_LOADS.get(status, "none"))
    if status == _TOO_LONG or (
        status not in _KEY_STATUSES and any(sign in why.lower() for sign in _REFUSALS)
    ):
        return AnswerRefused(f"model: refused with {status}: {_one_line(why)}")
    if mistake := _mistake(endpoint, status):
        return BadInput(mistake)
    return SettingsRefused(url, status, _one_line(why))


def _mistake(endpoint: Endpoint, status: int) -> str:
    """Say what is wrong with a setting, and which; nothing where only the endpoint knows."""
    url = endpoint.url
    if status in _KEY_STATUSES and endpoint.auth == "entra":
        return f"auth: {url} refuses the token of Entra with {status}; give whoever asks the role that may ask it (docs/serving.md)"
    if status in _KEY_STATUSES:
        named = endpoint.key_variable or "key_variable, which names none"
        return f"key: {url} refuses it with {status}; check {named}"
    if status in _NOT_THERE:
        return f"url: {url} has no model {endpoint.model!r} ({status}); check url, model and kind"
    if status == _TOO_MANY:
        return f"key: the quota of {url} is used up; raise it or use another key"
    if status < _ERRORS:
        return f"url: {url} redirects ({status}); name the address it leads to"
    return ""


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - whatever a server sends
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        message = "model: its answer is no JSON; check kind and url if this stays"
        raise TryAgain(message) from None


def _completion(found: Any) -> dict[str, Any]:  # noqa: ANN401
    choices = found.get("choices") if isinstance(found, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        why = "model: its answer has no choices; check kind and url if this stays"
        raise TryAgain(why)
    finish = choice.get("finish_reason")
    if finish == "content_filter":
        why = "model: its answer was taken by the content filter"
        raise AnswerRefused(why)
    text = message.get("content")
    if not text and isinstance(refusal := message.get("refusal"), str) and refusal:
        why = f"model: {_one_line(refusal)}"
        raise AnswerDeclined(why)
    usage = found.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return {
        "text": _some_text(text),
        "prompt_tokens": _count(counts.get("prompt_tokens")),
        "answer_tokens": _count(counts.get("completion_tokens")),
        "ended": finish != "length",
        "said_model": _name(found.get("model")),
        "system_fingerprint": _name(found.get("system_fingerprint")),
    }


def _managed(found: Any) -> dict[str, Any]:  # noqa: ANN401
    """Read a managed endpoint's answer, which wraps its text differently by the model's age."""
    value = found
    for _ in range(4):
        if isinstance(value, list) and value:
            value = value[0]
        elif isinstance(value, dict):
            value = value.get("output", value.get("0"))
    return {"text": _some_text(value)}


def _some_text(value: Any) -> str:  # noqa: ANN401
    if value is None or (isinstance(value, str) and not value.strip()):
        message = "model: it said nothing"
        raise TryAgain(message, silent=True)
    if not isinstance(value, str) or not _is_text(value):
        message = "model: its answer holds no text; check kind and url if this stays"
        raise TryAgain(message)
    return value


def _is_text(value: str) -> bool:
    """Say whether a string can be written: JSON may hold half a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _count(value: Any) -> int | None:  # noqa: ANN401
    return value if type(value) is int and 0 <= value < 2**31 else None


def _name(value: Any) -> str | None:  # noqa: ANN401
    """Return what an endpoint calls something, where that is a name that may be written down."""
    usable = isinstance(value, str) and 0 < len(value) <= _MOST_TOLD and value.isprintable()
    return value if usable and _is_text(value) else None


def _told(body: bytes) -> str:
    return body[:4096].decode("utf-8", errors="replace")


def _one_line(text: str) -> str:
    """Return the words of an error, from JSON where it is that, as a short line."""
    try:
        found = json.loads(text)
        error = found.get("error", found) if isinstance(found, dict) else found
        said = error.get("message", error) if isinstance(error, dict) else error
    except (ValueError, RecursionError):
        said = text
    line = " ".join(str(said).split())
    return line if len(line) <= _MOST_TOLD else f"{line[:_MOST_TOLD]}…"
