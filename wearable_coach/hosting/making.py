"""Bringing a model deployment up and taking it down: once whoever asks, one step a call, never waiting.

What is wanted is written down first, and Azure takes a name once. So whoever is killed leaves a record
that the next caller or the watch goes on with: one model deployment a job, and none forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from wearable_coach.errors import BadInput, StoreConflict, TransientError
from wearable_coach.finetuning.job import Job
from wearable_coach.hosting.contract import (
    Clock,
    HostedSeen,
    Hoster,
    Purpose,
    UnknownDeployment,
)
from wearable_coach.hosting.ledger import HostingLedger
from wearable_coach.hosting.record import MOST_TRIES, ModelDeployment, new_deployment
from wearable_coach.hosting.states import HostingState
from wearable_coach.store import Store

BY_HAND = "by hand"
"""Who asks where a person does; nobody else ends that, or undoes it."""
_ABSENT = "it is not there any more: taken away by somebody else, or at its end of life"


class DeploymentGivenUp(BadInput):
    """It failed too often, or its name is somebody else's; a person must look."""


def bring_up(  # noqa: PLR0913 - what it is made of, for whom
    store: Store,
    hoster: Hoster,
    job: Job,
    *,
    clock: Clock,
    asked_by: str = "",
    purpose: Purpose = "evaluation",
    again: bool = False,
) -> ModelDeployment:
    """Want a job's model deployment up, go one step towards that, and return how it is.

    It is up when the answer is `ready`; until then the same call goes on with it, whoever makes it.

    Args:
        store: Where the ledger lies.
        hoster: Of the job's kind.
        job: A completed job.
        clock: Gives the time that is written down.
        asked_by: Id of the evaluation, or who else needs it; kept in the record.
        purpose: What it is to stand for.
        again: Whether a person asks for one that was given up.

    Raises:
        DeploymentGivenUp: it is not made again unless a person asks.
        BadInput: Azure refuses it for now; the next call tries again until its deadline.
        TransientError: Azure could not be asked just now.
    """
    ledger = HostingLedger(store)
    if (known := ledger.find(job.name)) is None:
        order = hoster.order_for(job, purpose=purpose)
        known = ledger.open(new_deployment(job, order, at=clock()))
    if known.given_up and not again:
        message = f"deployment {known.name}: given up ({known.given_up}); mend that, then `wearable-coach deploy {job.name}`"
        raise DeploymentGivenUp(message)
    if known.wanted == "up" and (purpose, known.order.purpose) == ("service", "evaluation"):
        known = ledger.update(job.name, lambda d: d.unwanted(f"to be made for {purpose}"))
    if known.wanted == "down":
        known = go_on(store, hoster, job.name, clock=clock)
        if known.stands:  # the name is free once it is gone
            return known
        order = hoster.order_for(job, purpose=purpose)
        ledger.update(job.name, lambda d: d.ordered_again(order, at=clock()))
    ledger.update(job.name, lambda d: d.asked(asked_by, at=clock()))
    return go_on(store, hoster, job.name, clock=clock)


def take_down(
    store: Store, hoster: Hoster, job: str, *, why: str, clock: Clock
) -> ModelDeployment | None:
    """Want a job's model deployment gone, go one step towards that, and return how it is.

    Args:
        store: Where the ledger lies.
        hoster: Of its kind.
        job: The job's name.
        why: For people: rejected, replaced by another model, by hand.
        clock: Gives the time that is written down.

    Returns:
        How it is; None where the job never had one.

    Raises:
        BadInput: Azure does not let us.
        TransientError: Azure could not be asked just now; the next round goes on.
    """
    ledger = HostingLedger(store)
    if ledger.find(job) is None:
        return None
    record = ledger.update(job, lambda d: d.unwanted(why))
    # Looked at even where it is written down as gone: one who was killed may have left it standing.
    return _Making(store, hoster, clock).down(record)


def go_on(store: Store, hoster: Hoster, job: str, *, clock: Clock) -> ModelDeployment:
    """Look at a model deployment, and go one step towards what is wanted of it.

    Raises: as `bring_up` and `take_down`.
    """
    record = HostingLedger(store).read(job)
    if record.wanted == "down" and not record.stands:
        return record
    making = _Making(store, hoster, clock)
    if record.wanted == "down":
        return making.down(record)
    if record.state == "Failed":
        return making.tidied(record)
    if record.state == "Ready":
        return making.looked_after(record)
    return making.up(record)


class _Making:
    """One step of one model deployment."""

    def __init__(self, store: Store, hoster: Hoster, clock: Clock) -> None:
        self._ledger, self._hoster, self._clock = HostingLedger(store), hoster, clock

    def up(self, record: ModelDeployment) -> ModelDeployment:
        """Make what is missing of it."""
        seen = self._look(record)
        # One that we only ordered may be somebody else's: `deploy` compares what is there.
        if seen is None or seen.unfinished or record.state == "Ordered":
            self._deploy(record)
            seen = self._look(record) or HostedSeen(state="Creating")
        return self._in_time(self._write_down(record, seen))

    def _deploy(self, record: ModelDeployment) -> None:
        try:
            self._hoster.deploy(record.order)
        except StoreConflict as error:  # not ours to touch
            reason = str(error)
            self._ledger.update(
                record.job,
                lambda d: d.abandoned(reason).entered("Gone", at=self._clock(), detail=reason),
            )
            message = f"deployment {record.name}: given up ({reason}); mend that, then `wearable-coach deploy {record.job}`"
            raise DeploymentGivenUp(message) from None
        except BadInput as error:
            reason = str(error)
            self._in_time(
                self._ledger.update(
                    record.job, lambda d: d.entered(d.state, at=self._clock(), detail=reason)
                )
            )
            raise

    def looked_after(self, record: ModelDeployment) -> ModelDeployment:
        """Look whether one that was ready still stands."""
        seen = self._look(record)
        if seen is None:
            return self._changed(
                record,
                lambda d: d.unwanted(_ABSENT).entered("Gone", at=self._clock(), detail=_ABSENT),
            )
        return self._write_down(record, seen)

    def down(self, record: ModelDeployment) -> ModelDeployment:
        """Take away what stands of it."""
        if self._look(record) is not None:
            self._hoster.undeploy(record.name)
        seen = self._look(record)
        if seen is None:
            return self._enter(record, "Gone", record.why)
        if (late := record.overdue(self._clock())) and record.state == "Deleting":
            message = f"deployment {record.name}: deleting for {_hours(late)} and still there, paid for until it is gone; look at it in the Azure portal"
            raise TransientError(message)
        return self._enter(record, "Deleting")

    def tidied(self, record: ModelDeployment) -> ModelDeployment:
        """Take away what failed, then have it made again, or give it up."""
        reason = record.states[-1].detail or "it failed and Azure does not say why"
        if record.tries >= MOST_TRIES:
            why = f"failed {record.tries} times; last: {reason}"
            return self.down(self._ledger.update(record.job, lambda d: d.abandoned(why)))
        if self._look(record) is not None:
            self._hoster.undeploy(record.name)
        if self._look(record) is not None:
            return record
        return self._changed(record, lambda d: d.tried_again(at=self._clock()))

    def _look(self, record: ModelDeployment) -> HostedSeen | None:
        try:
            return self._hoster.status(record.name)
        except UnknownDeployment:
            return None

    def _write_down(self, record: ModelDeployment, seen: HostedSeen) -> ModelDeployment:
        serving = None
        if seen.state == "Ready" and record.serving is None:
            serving = self._hoster.serving(record.order)
        return self._ledger.update(
            record.job, lambda d: d.saw(seen, at=self._clock(), serving=serving)
        )

    def _in_time(self, record: ModelDeployment) -> ModelDeployment:
        late = record.overdue(self._clock())
        if late is None or record.state == "Failed":
            return record
        told = f" ({last})" if (last := record.states[-1].detail) else ""
        return self._enter(
            record, "Failed", f"{record.state} for {_hours(late)}, over its deadline{told}"
        )

    def _enter(
        self, record: ModelDeployment, state: HostingState, detail: str = ""
    ) -> ModelDeployment:
        return self._changed(record, lambda d: d.entered(state, at=self._clock(), detail=detail))

    def _changed(
        self, record: ModelDeployment, change: Callable[[ModelDeployment], ModelDeployment]
    ) -> ModelDeployment:
        """Change a record by what was seen of it, unless somebody went on with it since it was read."""
        was = (record.wanted, record.states)
        return self._ledger.update(
            record.job, lambda d: change(d) if (d.wanted, d.states) == was else d
        )


def _hours(time: timedelta) -> str:
    return f"{time.total_seconds() / 3600:.1f} h"
