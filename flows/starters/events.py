"""Telling the end of a job as a Prefect event, for automations and for people."""

from __future__ import annotations

from uuid import UUID

import httpx
from prefect.client.orchestration import get_client
from prefect.events.schemas.events import Event as PrefectEvent
from prefect.exceptions import PrefectHTTPStatusError

from wearable_coach.errors import TransientError
from wearable_coach.finetuning.job import Event, Job
from wearable_coach.finetuning.polling import event_payload

RESOURCE = "wearable-coach.job"


class PrefectSink:
    """Posts events to the Prefect API that is configured; the same id again is the same event."""

    name = "prefect"

    def emit(self, event: Event, job: Job) -> None:
        """Post an event and wait until the server has it.

        Raises:
            TransientError: the server could not be reached or did not take it.
        """
        made = PrefectEvent.model_validate(
            {
                "id": UUID(event.id),
                "event": event.kind,
                "occurred": event.at,
                "resource": {
                    "prefect.resource.id": f"{RESOURCE}.{job.name}",
                    "prefect.resource.name": job.name,
                },
                "payload": event_payload(event, job),
            }
        )
        try:
            with get_client(sync_client=True) as client:
                client.request("POST", "/events", json=[made.model_dump(mode="json")])
        except (httpx.HTTPError, PrefectHTTPStatusError, OSError) as error:
            message = f"prefect: the event of {job.name} was not taken ({type(error).__name__}); it is told again in the next round"
            raise TransientError(message) from None
