"""A model behind HTTP, asked from coroutines; the twin of `EndpointModel`."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from math import inf
from random import Random
from weakref import WeakKeyDictionary

import httpx

from wearable_coach.chat.contract import Answer, Conversation, ModelUnreachable
from wearable_coach.chat.served import Endpoint
from wearable_coach.client.answer_reading import Reply, read_reply
from wearable_coach.client.endpoint_model import raise_last
from wearable_coach.client.endpoint_wire import Wire, endpoint_fingerprint, endpoint_name
from wearable_coach.client.retrying import Patience, TryAgain
from wearable_coach.client.transport import Body, in_our_words, post, utc_now, way_to

_ERRORS = 400


class AsyncEndpoint:
    """An endpoint for a service that answers its users from one event loop, or a loop per thread.

    It has one client a loop: a connection belongs to the loop that opened it.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        key: str | None = None,
        environment: Mapping[str, str] | None = None,
        rng: Random | None = None,
    ) -> None:
        """Open an endpoint; nothing is sent yet. See `EndpointModel`.

        Raises:
            BadInput: the address, a name or the key is missing or malformed.
        """
        known = os.environ if environment is None else environment
        self._wire = Wire(endpoint, key=key, environment=known)
        self._way = way_to(self._wire.url)
        self._headers = httpx.Headers(self._wire.headers)
        self._patience = Patience(endpoint.retries, rng or Random())
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncHTTPTransport] = (
            WeakKeyDictionary()
        )
        self.endpoint = endpoint
        self.fingerprint = endpoint_fingerprint(endpoint)

    def __repr__(self) -> str:
        """Name the model, without its key."""
        return f"AsyncEndpoint({self.name!r})"

    @property
    def name(self) -> str:
        """The model's or deployment's name, or the host."""
        return endpoint_name(self.endpoint)

    async def answer(self, conversation: Conversation, *, timeout_s: float | None = None) -> Answer:
        """Answer one conversation.

        Args:
            conversation: Its messages; the last is a user's.
            timeout_s: For tries and waits together; each try has the endpoint's if None [s].

        Raises:
            ModelUnreachable: it did not answer; asking later may help.
            AnswerRefused: it will not answer this one.
            BadInput: the key is wrong, the model is not there, or the settings do not fit.
        """
        body = self._wire.body(conversation)
        until = inf if timeout_s is None else time.monotonic() + timeout_s
        tries = 0
        while True:
            tries += 1
            try:
                return await self._once(body, until)
            except TryAgain as fault:
                wait = self._patience.wait_s(tries, fault, left_s=until - time.monotonic())
                if wait is None:
                    raise_last(fault, tries)
                else:
                    await asyncio.sleep(wait)

    async def aclose(self) -> None:
        """Close the connections of this loop."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.aclose()

    async def _once(self, body: bytes, until: float) -> Answer:
        now = time.monotonic()
        patience = min(self.endpoint.timeout_s, until - now)
        client = self._client()
        try:
            async with asyncio.timeout(patience):
                reply = await self._posted(client, body, now + patience)
        except TimeoutError:
            message = f"model: {self.endpoint.url} did not answer in time; try again later"
            raise TryAgain(message) from None
        except (httpx.HTTPError, httpx.StreamError, OSError, RuntimeError) as error:
            if client not in self._clients.values():
                message = "model: closed while it was being asked"
                raise ModelUnreachable(message) from None
            raise in_our_words(error, self.endpoint.url) from None
        return read_reply(self.endpoint, reply, now=utc_now)

    async def _posted(self, client: httpx.AsyncHTTPTransport, body: bytes, until: float) -> Reply:
        began = time.perf_counter()
        request = post(self._way.url, self._headers, body, left_s=until - time.monotonic())
        response = await client.handle_async_request(request)
        try:
            come = Body(response, until=until)
            async for part in response.aiter_raw():
                come.add(part, at=time.monotonic())
        finally:
            await response.aclose()
        whole = come.whole()
        if response.status_code >= _ERRORS:
            whole = self._wire.without_key(whole)
        return Reply(response.status_code, response.headers, whole, time.perf_counter() - began)

    def _client(self) -> httpx.AsyncHTTPTransport:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = self._way.looped()
        return self._clients[loop]
