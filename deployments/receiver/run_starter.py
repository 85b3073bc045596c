"""Starting the flow run of a delivery, and telling of it, through the Prefect API."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.events.schemas.events import Event
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL
from prefect.utilities.urls import url_for

from deployments.names import RETRAIN
from deployments.receiver.deliveries import Delivery
from wearable_coach.errors import BadInput, CoachError, TransientError

RECEIVED, RESOURCE = "wearable-coach.webhook.received", "wearable-coach.webhook"
TAGS = ["wearable-coach", "webhook"]
_MAY_PASS = frozenset({401, 403, 404, 408, 425, 429})
_PATIENCE_SECONDS = 2.0
_LOCKED_SECONDS = "0.1"
_FAULTS = (httpx.HTTPError, PrefectHTTPStatusError, OSError, ValueError)


class RunRefused(CoachError):
    """Prefect will not take this delivery, whatever becomes of others."""


class RunStarter(Protocol):
    """Where runs are started; entered before the first, left after the last."""

    async def __aenter__(self) -> Self:
        """Open it."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""

    async def start(self, delivery: Delivery) -> str:
        """Return the run of a delivery, created now or at an earlier try.

        Raises:
            TransientError: it could not be asked just now.
            Refused: it will not take this one.
        """

    async def tell(self, delivery: Delivery) -> None:
        """Tell that a delivery was received and started; telling it again changes nothing.

        Raises:
            TransientError: it could not be told.
        """

    async def reachable(self) -> bool:
        """Say whether it answers."""

    def url(self, run: str) -> str | None:
        """Return where a person sees a run, if that is known."""


class PrefectRunStarter:
    """Runs of the deployment `retrain` of the Prefect server that is configured."""

    _client: PrefectClient

    def __init__(self) -> None:
        """Look whether there is a server to talk to.

        Raises:
            BadInput: none is configured.
        """
        if not PREFECT_API_URL.value():
            message = "prefect: PREFECT_API_URL is not set; give the address of the Prefect server, as http://127.0.0.1:4200/api"
            raise BadInput(message)
        self._stack = AsyncExitStack()
        self._deployment: UUID | None = None

    async def __aenter__(self) -> Self:
        """Open a client; the server need not be there yet."""
        hooks = {"event_hooks": {"response": [_soon_again]}}
        self._client = await self._stack.enter_async_context(get_client(httpx_settings=hooks))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the client."""
        await self._stack.__aexit__(kind, error, trace)

    async def start(self, delivery: Delivery) -> str:
        """Return the run of a delivery; the database holds one for its idempotency key."""
        try:
            if self._deployment is None:
                self._deployment = (await self._client.read_deployment_by_name(RETRAIN)).id
            run = await self._client.create_flow_run_from_deployment(
                self._deployment,
                parameters=delivery.data.parameters(),
                idempotency_key=delivery.idempotency_key,
                tags=TAGS,
            )
        except ObjectNotFound:
            self._deployment = None
            message = f"prefect: there is no deployment {RETRAIN}; run `prefect deploy --all`"
            raise TransientError(message) from None
        except _FAULTS as error:
            raise self._fault(error) from None
        return str(run.id)

    async def tell(self, delivery: Delivery) -> None:
        """Post the event and wait until the server has it."""
        event = Event.model_validate(_event(delivery))
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._client.request("POST", "/events", json=[event.model_dump(mode="json")])
        except (*_FAULTS, TimeoutError) as error:
            message = f"prefect: the event was not taken ({type(error).__name__})"
            raise TransientError(message) from None

    async def reachable(self) -> bool:
        """Say whether the server answers that it is well."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._client.api_healthcheck() is None
        except TimeoutError:
            return False

    def url(self, run: str) -> str | None:
        """Return the page of a run."""
        return url_for("flow-run", obj_id=run)

    def _fault(self, error: Exception) -> CoachError:
        if isinstance(error, PrefectHTTPStatusError):
            status = error.response.status_code
            if status == 404:  # noqa: PLR2004 - the deployment was deleted
                self._deployment = None
            if 400 <= status < 500 and status not in _MAY_PASS:  # noqa: PLR2004 - the sender's fault
                return RunRefused(f"prefect: refused the run ({status}); see the server's log")
            return TransientError(f"prefect: answered {status}")
        return TransientError(f"prefect: out of reach ({type(error).__name__})")


async def _soon_again(response: httpx.Response) -> None:
    """Let the client ask again at once where SQLite was locked; it would wait for seconds."""
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        response.headers.setdefault("Retry-After", _LOCKED_SECONDS)


def _event(delivery: Delivery) -> dict[str, Any]:
    """Return what is told: ids and choices, none of the sender's own words."""
    return {
        "id": delivery.event_id,
        "event": RECEIVED,
        "occurred": delivery.received_at,
        "resource": {
            "prefect.resource.id": f"{RESOURCE}.{delivery.id}",
            "prefect.resource.name": delivery.id,
        },
        "related": [
            {
                "prefect.resource.id": f"prefect.flow-run.{delivery.run}",
                "prefect.resource.role": "flow-run",
            }
        ],
        "payload": {
            "delivery": delivery.id,
            "run": delivery.run,
            "dataset": delivery.data.dataset,
            "refresh": delivery.data.refresh,
        },
    }
