"""Taking a delivery: signed, not too often, well formed, new, kept, started; the first thing that fails answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from deployments.receiver.deliveries import Deliveries, Delivery
from deployments.receiver.delivering import SHOWN, Deliverer
from deployments.receiver.log import log_line
from deployments.receiver.rate_limit import Window, too_often
from deployments.receiver.requests import BadBody, RetrainData, read_request
from deployments.receiver.secrets import SecretSource
from deployments.receiver.signatures import ID, what_is_wrong_with_id
from deployments.receiver.state import Writing
from wearable_coach.errors import CoachError

JSON = "application/json"
_UNSIGNED = "signature: missing, wrong or older than 5 minutes; sign the body again and send it"
_AGAIN_SECONDS = 5


class Reply(NamedTuple):
    """What a sender is told."""

    status: int
    body: dict[str, Any]
    outcome: str
    """The word under which it is counted and logged."""
    delivery: str | None = None
    """The name of the delivery, where its sender is known."""
    retry_after_s: int | None = None


class Receiver(NamedTuple):
    """What deliveries are taken with."""

    secrets: SecretSource
    deliveries: Deliveries
    deliverer: Deliverer
    run_url: Callable[[str], str | None]
    clock: Callable[[], datetime]
    senders: Window
    """How often each sender may ask."""
    writing: Writing
    """Told whether deliveries can be kept."""

    async def receive(self, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take a delivery, or say why not."""
        answer = await self._answer(headers, body)
        name = answer.delivery[:SHOWN] if answer.delivery else None
        log_line("delivery", delivery=name, outcome=answer.outcome, run=answer.body.get("run"))
        return answer

    async def _answer(self, headers: Mapping[str, str], body: bytes) -> Reply:
        sender = (await self.secrets.now()).sender(headers, body)
        if sender is None:
            return Reply(401, {"detail": _UNSIGNED}, "unsigned")
        if wait := self.senders.wait_s(sender):
            detail = too_often(self.senders.rate, wait)
            return Reply(429, {"detail": detail}, "limited", retry_after_s=wait)
        given = headers[ID]
        if wrong := what_is_wrong_with_id(given):
            return Reply(422, {"detail": [{"field": ID, "error": wrong}]}, "invalid")
        try:
            data = read_request(body).data
        except BadBody as error:
            wrongs = [w._asdict() for w in error.wrong]
            return Reply(422, {"detail": wrongs}, "invalid")
        return await self._kept(given, sha256(body).hexdigest(), data)

    async def _kept(self, given: str, digest: str, data: RetrainData) -> Reply:
        asked = Delivery(id=given, received_at=self.clock(), body_sha256=digest, data=data)
        try:
            kept = await asyncio.to_thread(self.deliveries.keep, asked)
        except (CoachError, OSError) as error:
            self.writing.failed()
            log_line("store", outcome="failed", reason=type(error).__name__)
            detail = "store: cannot be written just now; send it again"
            return Reply(503, {"detail": detail}, "fault", asked.name, _AGAIN_SECONDS)
        self.writing.worked()
        if kept.body_sha256 != digest:
            detail = f"{ID}: came before with another body; send a new message under a new id"
            return Reply(409, {"detail": detail}, "conflict", asked.name)
        return self._taken(await self.deliverer.deliver(kept), again=kept is not asked)

    def _taken(self, delivery: Delivery, *, again: bool) -> Reply:
        state = "kept" if delivery.run is None else "started"
        body = {"delivery": delivery.id, "state": state, "run": delivery.run}
        if delivery.run is not None and (url := self.run_url(delivery.run)):
            body["run_url"] = url
        return Reply(202, body, "again" if again else state, delivery.name)
