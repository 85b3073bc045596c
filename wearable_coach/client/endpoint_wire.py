"""What goes over the wire to an endpoint: address, headers, body. No input or output here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import copy
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from wearable_coach.chat.contract import AnswerRefused, Conversation
from wearable_coach.chat.served import Endpoint
from wearable_coach.errors import BadInput

_COMPLETIONS = "/chat/completions"
_MESSAGES = '"messages":'
_INPUT = '"input_string":'


class Wire:
    """How one endpoint is spoken to. It holds the key, and tells it to nobody but the headers."""

    def __init__(
        self, endpoint: Endpoint, *, key: str | None, environment: Mapping[str, str]
    ) -> None:
        """Settle address, headers and what every body shares.

        Args:
            endpoint: Where the model is, and its settings.
            key: The key itself; None takes it from the variable that the endpoint names.
            environment: Where that variable stands.

        Raises:
            BadInput: an address, a name or a key is missing or malformed.
        """
        self.endpoint = endpoint
        self.url = endpoint_url(endpoint)
        secret = "" if endpoint.auth == "entra" else _key(endpoint, key, environment)
        self._secret = secret.encode()
        self.headers = {
            "content-type": "application/json",
            "accept": "application/json",
            # A packed answer could unpack to any size, and answers are short.
            "accept-encoding": "identity",
            **_key_header(endpoint, secret),
        }
        self._head, self._tail = _frame(endpoint)

    def __repr__(self) -> str:
        """Name the address and no more."""
        return f"Wire({self.url!r})"

    def asking(self, endpoint: Endpoint) -> Wire:
        """Return a wire to the same address with the same key, and the settings of `endpoint`."""
        twin = copy(self)
        twin.endpoint = endpoint
        twin._head, twin._tail = _frame(endpoint)  # noqa: SLF001 - its own kind
        return twin

    def without_key(self, body: bytes, token: str = "") -> bytes:
        """Return an error's body without the key or the token, should the server repeat it."""
        for secret in (self._secret, token.encode()):
            body = body.replace(secret, b"KEY") if secret else body
        return body

    def body(self, conversation: Conversation) -> bytes:
        """Return the bytes to post.

        Raises:
            AnswerRefused: a message holds half a character, which cannot be sent.
        """
        try:
            return f"{self._head}{_turns(conversation)}{self._tail}".encode()
        except UnicodeEncodeError:
            message = "question: holds half of a surrogate pair; write the character whole"
            raise AnswerRefused(message) from None


def endpoint_url(endpoint: Endpoint) -> str:
    """Return the address that questions are posted to.

    Raises:
        BadInput: it is no address, holds what may be a secret, or lacks a name.
    """
    base = endpoint.url.rstrip("/")
    check_address(base)
    if endpoint.kind == "managed":
        return base
    if endpoint.kind == "openai":
        return base if base.endswith(_COMPLETIONS) else base + _COMPLETIONS
    for name in ("model", "api_version"):
        if not getattr(endpoint, name):
            message = f"{name}: empty; an azure_openai endpoint needs its deployment as model, and api_version"
            raise BadInput(message)
    deployment, version = quote(endpoint.model, safe=""), quote(endpoint.api_version, safe="")
    return f"{base}/openai/deployments/{deployment}{_COMPLETIONS}?api-version={version}"


def endpoint_fingerprint(endpoint: Endpoint) -> str:
    """Return the hash of what decides the answers; key, prices and patience do not.

    Where it is known which model it is, that decides and not the address: another model behind one
    address is another, and one model behind two is one. Of an endpoint that was only seen to answer
    so or so, the address is part of what is known.
    """
    identity = endpoint.identity
    deciding: list[object] = [
        endpoint.kind,
        endpoint.url.rstrip("/"),
        endpoint.model,
        endpoint.api_version,
        float(endpoint.temperature),  # a default of 0 and a stored 0.0 are one setting
        endpoint.max_tokens,
    ]
    if identity is not None:
        deciding[1] = endpoint.url.rstrip("/") if identity.sighting else ""
        deciding.append(identity.sha256)
    return sha256(json.dumps(deciding).encode()).hexdigest()


def endpoint_name(endpoint: Endpoint) -> str:
    """Return a name for people: the model's, or where it is."""
    return endpoint.model or urlsplit(endpoint.url).netloc


def check_address(url: str) -> None:
    """Look whether an endpoint's address may be written down and posted to.

    Raises:
        BadInput: it is no address, or holds what may be a secret.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        usable = False
    if not usable or not url.isprintable() or " " in url:
        message = "url: is no address; need https://HOST/… as the endpoint's page shows it"
        raise BadInput(message)
    if parts.query or parts.fragment or "@" in parts.netloc:
        message = (
            "url: takes no user, ? or #, which may hold a secret; "
            "name the key's variable in key_variable, the version in api_version"
        )
        raise BadInput(message)


def _key(endpoint: Endpoint, key: str | None, environment: Mapping[str, str]) -> str:
    variable = endpoint.key_variable
    given = (environment.get(variable, "") if variable and key is None else key or "").strip()
    if variable and not given:
        message = f"key_variable: {variable} is not set; export {variable}=KEY"
        raise BadInput(message)
    if not (given.isascii() and given.isprintable()):
        message = f"key: what {variable or 'was given'} holds is no key; copy it again"
        raise BadInput(message)
    return given


def _key_header(endpoint: Endpoint, key: str) -> dict[str, str]:
    if not key:
        return {}
    if endpoint.key_header == "api-key":
        return {"api-key": key}
    return {"authorization": key if endpoint.key_header == "plain" else f"Bearer {key}"}


def _frame(endpoint: Endpoint) -> tuple[str, str]:
    """Return what stands before and after the turns in every body."""
    if endpoint.kind == "managed":
        parameters = {
            "temperature": endpoint.temperature,
            "do_sample": endpoint.temperature > 0,
            "max_new_tokens": endpoint.max_tokens,
            "return_full_text": False,
        }
        return f'{{"input_data":{{{_INPUT}', f',"parameters":{json.dumps(parameters)}}}}}'
    settings: dict[str, Any] = {"model": endpoint.model} if endpoint.model else {}
    settings |= {"temperature": endpoint.temperature, "max_tokens": endpoint.max_tokens}
    return f"{json.dumps(settings, ensure_ascii=False)[:-1]},{_MESSAGES}", "}"


def _turns(conversation: Sequence[Any]) -> str:
    return json.dumps(
        [{"role": m.role, "content": m.content} for m in conversation],
        ensure_ascii=False,
        separators=(",", ":"),
    )
