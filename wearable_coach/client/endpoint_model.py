"""A model behind HTTP, asked from threads."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Mapping, Sequence
from copy import copy
from math import inf
from random import Random
from threading import Event

import httpx

from wearable_coach.chat.contract import (
    Answer,
    AnswerEmpty,
    AnswerRefused,
    Conversation,
    ModelThrottled,
    ModelUnreachable,
    Prices,
)
from wearable_coach.chat.entra import TokenSource
from wearable_coach.chat.identity import ServedIdentity
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.answer_reading import EndpointReply, read_reply
from wearable_coach.client.endpoint_wire import Wire, endpoint_fingerprint, endpoint_name
from wearable_coach.client.pace import EndpointPace
from wearable_coach.client.retrying import Load, RetryPolicy, TryAgain
from wearable_coach.client.transport import RequestBody, in_our_words, post, utc_now, way_to
from wearable_coach.errors import BadInput

_ERRORS, _NOT_KNOWN = 400, 401


class EndpointModel:
    """An endpoint as a `ChatModel`.

    A question that is asked has an httpx client for itself, and so one connection: of clients that
    threads share, each call pays for the pool's locks, several times what the call costs.
    """

    batch_size = 1

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        key: str | None = None,
        environment: Mapping[str, str] | None = None,
        rng: Random | None = None,
        tokens: TokenSource | None = None,
    ) -> None:
        """Open an endpoint; nothing is sent yet.

        Args:
            endpoint: Where the model is, and its settings.
            key: Its key; None takes it from the variable that the endpoint names.
            environment: Where that variable stands; the process's if None.
            rng: Spreads the waits between tries.
            tokens: Gives what an endpoint with ``auth: entra`` takes in place of a key.

        Raises:
            BadInput: the address, a name, the key or who gives tokens is missing or malformed.
        """
        if endpoint.auth == "entra" and tokens is None:
            message = "auth: entra needs tokens, and nobody gives any; open it with `open_with(tokens)` (docs/serving.md), or name a key in key_variable with auth: key"
            raise BadInput(message)
        self._tokens = tokens if endpoint.auth == "entra" else None
        known = os.environ if environment is None else environment
        self._wire = Wire(endpoint, key=key, environment=known)
        self._way = way_to(self._wire.url)
        self._headers = httpx.Headers(self._wire.headers)
        self._pace = EndpointPace(endpoint.at_once)
        self._patience = RetryPolicy(endpoint.retries, rng or Random())
        self._idle: deque[httpx.HTTPTransport] = deque()
        self._closed = Event()
        self.endpoint = endpoint
        self.fingerprint = endpoint_fingerprint(endpoint)

    def __repr__(self) -> str:
        """Name the model, without its key."""
        return f"EndpointModel({self.name!r})"

    @property
    def name(self) -> str:
        """The model's or deployment's name, or the host."""
        return endpoint_name(self.endpoint)

    @property
    def identity(self) -> ServedIdentity | None:
        """Which model it is, where the endpoint's description says so."""
        return self.endpoint.identity

    @property
    def prices(self) -> Prices | None:
        """What the endpoint's description says."""
        return self.endpoint.prices

    @property
    def workers(self) -> int:
        """How many threads may ask at once."""
        return self.endpoint.at_once

    def asked_as(self, endpoint: Endpoint) -> EndpointModel:
        """Return the same endpoint, described or set otherwise: same key, connections and pace.

        To close one of them closes both.
        """
        twin = copy(self)
        twin.endpoint = endpoint
        twin._wire = self._wire.asking(endpoint)  # noqa: SLF001 - its own kind
        twin.fingerprint = endpoint_fingerprint(endpoint)
        return twin

    def answer(
        self, conversations: Sequence[Conversation], *, timeout_s: float | None = None
    ) -> list[Answer]:
        """Answer conversations one after another; see `ChatModel`.

        `timeout_s` is for all of it, tries and waits among it; without it each try has the
        endpoint's `timeout_s`. Only a server that sends its headers in pieces, each of them in
        time, is waited for longer.
        """
        until = inf if timeout_s is None else time.monotonic() + timeout_s
        return [self._answered(self._wire.body(one), until) for one in conversations]

    def close(self) -> None:
        """Close the connections; what still asks ends with `ModelUnreachable`."""
        self._closed.set()
        self._pace.close()
        while self._idle:
            self._idle.pop().close()

    def _answered(self, body: bytes, until: float) -> Answer:
        """Ask until there is an answer, or no try is left.

        To be turned away while others are answered is no try: it is a matter of pace.
        """
        tries, before = 0, self._pace.answers
        while True:
            try:
                return self._in_turn(body, until)
            except TryAgain as fault:
                now = self._pace.answers
                tries += fault.load != "turned_away" or now == before
                before = now
                left_s = until - time.monotonic()
                wait = self._patience.wait_s(tries, fault, left_s=left_s)
                if wait is None:
                    raise_last(fault, max(tries, 1))
                elif self._closed.wait(wait):
                    message = "model: closed while it was being asked"
                    raise ModelUnreachable(message) from None

    def _in_turn(self, body: bytes, until: float) -> Answer:
        """Ask once, when it is this question's turn.

        Raises:
            ModelThrottled: it was not, in the time there is.
            ModelUnreachable: the model was closed.
        """
        entered = self._pace.enter(until)
        if entered is None:
            self._need_open()
            message = f"model: {self.endpoint.url} had no place for one more question in time; ask fewer at once"
            raise ModelThrottled(message)
        load: Load | None = None
        after_s: float | None = None
        try:
            return self._once(body, until)
        except AnswerRefused:
            raise  # that is an answer
        except TryAgain as fault:
            load, after_s = fault.load, fault.after_s
            raise
        except BaseException:
            load = "none"
            raise
        finally:
            self._pace.leave(entered, load, after_s)

    def _need_open(self) -> None:
        if self._closed.is_set():
            message = "model: closed; open it again"
            raise ModelUnreachable(message)

    def _once(self, body: bytes, until: float) -> Answer:
        self._need_open()
        if self._tokens is None:
            return read_reply(self.endpoint, self._sent(body, until, ""), now=utc_now)
        token = self._tokens.bearer(self.endpoint)
        reply = self._sent(body, until, token)
        if (
            reply.status == _NOT_KNOWN
        ):  # it ran out, or was taken back: one that is new is tried once
            reply = self._sent(body, until, self._tokens.bearer(self.endpoint, refused=token))
        return read_reply(self.endpoint, reply, now=utc_now)

    def _sent(self, body: bytes, until: float, token: str) -> EndpointReply:
        client = self._client()
        try:
            return self._posted(client, body, until, token)
        except (httpx.HTTPError, httpx.StreamError, OSError, RuntimeError) as error:
            raise in_our_words(error, self.endpoint.url) from None
        finally:
            self._idle.append(client)
            if self._closed.is_set():
                self.close()

    def _posted(
        self, client: httpx.HTTPTransport, body: bytes, until: float, token: str
    ) -> EndpointReply:
        began = time.perf_counter()
        now = time.monotonic()
        patience = min(self.endpoint.timeout_s, until - now)
        headers = self._headers
        if token:
            headers = httpx.Headers({**headers, "authorization": f"Bearer {token}"})
        request = post(self._way.url, headers, body, left_s=patience)
        response = client.handle_request(request)
        try:
            come = RequestBody(response, until=now + patience)
            for part in response.iter_raw():
                come.add(part, at=time.monotonic())
        finally:
            response.close()
        whole = come.whole()
        if response.status_code >= _ERRORS:
            whole = self._wire.without_key(whole, token)
        return EndpointReply(
            response.status_code, response.headers, whole, time.perf_counter() - began
        )

    def _client(self) -> httpx.HTTPTransport:
        """Return a client that nobody uses; the last one used has the warmest connection."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._way.threaded()


def raise_last(fault: TryAgain, tries: int) -> None:
    """End a question after its last try.

    Raises:
        AnswerEmpty: the model answered each time and said nothing.
        ModelThrottled: it turned the question away for too many requests.
        ModelUnreachable: any other fault.
    """
    why = str(fault) if tries == 1 else f"{fault} (after {tries} tries)"
    if fault.silent:
        raise AnswerEmpty(why) from None
    if fault.load == "turned_away":
        raise ModelThrottled(why) from None
    raise ModelUnreachable(why) from None
