"""A round over the model deployments: each that stands is looked at once, and no fault stops the round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from wearable_coach.errors import CoachError, TransientError
from wearable_coach.hosting.contract import Clock, Hoster
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.making import go_on
from wearable_coach.hosting.record import ModelDeployment
from wearable_coach.store import Store

OpenHoster = Callable[[ModelDeployment], Hoster]
"""Opens the hoster of a model deployment by the record."""


class HostingLook(NamedTuple):
    """What one look at a model deployment gave."""

    job: str
    name: str
    state: str
    kind: Literal["same", "moved", "ready", "gone", "unreachable", "fault", "alarm"]
    """`alarm`: people are to be told."""
    message: str = ""


def keep_all(store: Store, open_hoster: OpenHoster, *, clock: Clock) -> list[HostingLook]:
    """Go on with every model deployment that stands, the oldest first.

    Raises:
        BadInput: they cannot be listed.
    """
    found: list[HostingLook] = []
    standing = reversed(
        HostingLedger(store).deployments(
            lambda job, error: found.append(HostingLook(job, job, "Unknown", "fault", str(error)))
        )
    )
    found.extend(
        keep_one(store, open_hoster, record, clock=clock) for record in standing if record.stands
    )
    return found


def keep_one(
    store: Store, open_hoster: OpenHoster, record: ModelDeployment, *, clock: Clock
) -> HostingLook:
    """Go on with one model deployment, and say what came of it."""
    try:
        now = go_on(store, open_hoster(record), record.job, clock=clock)
    except TransientError as error:
        return HostingLook(record.job, record.name, record.state, "unreachable", str(error))
    except CoachError as error:
        now = HostingLedger(store).find(record.job) or record
        return HostingLook(record.job, record.name, now.state, "fault", str(error))
    if now.state == record.state:
        return HostingLook(now.job, now.name, now.state, "same", now.states[-1].detail)
    if now.state == "Ready":
        return HostingLook(now.job, now.name, now.state, "ready")
    if not now.stands:
        return HostingLook(now.job, now.name, now.state, "gone", now.given_up or now.why)
    return HostingLook(now.job, now.name, now.state, "moved", now.states[-1].detail)
