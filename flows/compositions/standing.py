"""One round over the model deployments: what stands is looked at, taken down where it is wanted no more."""

from __future__ import annotations

from collections.abc import Mapping

from flows.openers.hosted import read_deployments, tend_deployment
from flows.openers.hosters import hoster_opener
from tasks.running.contract import Steps
from wearable_coach.hosting.contract import Clock
from wearable_coach.hosting.keeping import HostingLook
from wearable_coach.store import Store


def compose_standing(
    steps: Steps, store: Store, *, environment: Mapping[str, str], clock: Clock
) -> list[HostingLook]:
    """Go one step with every model deployment that stands, or should, the oldest first.

    Raises:
        BadInput: they cannot be listed.
    """
    records, looks = steps.call(read_deployments, store, clock)
    hosters = hoster_opener(environment)
    looks.extend(
        steps.call(tend_deployment, store, hosters, record, clock=clock) for record in records
    )
    return looks
