"""A job as the ledger keeps it: what was ordered, every state seen, and what is to be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, uuid5

from pydantic import AwareDatetime, Field

from wearable_coach.finetuning.contract import Estimate, JobResult, Seen, TrainingProgress
from wearable_coach.finetuning.order import JobOrder
from wearable_coach.finetuning.states import State, canonical, deadline, is_terminal
from wearable_coach.records import Record

SUCCEEDED: Final = "wearable-coach.finetuning.succeeded"
FAILED: Final = "wearable-coach.finetuning.failed"
EventKind = Literal["wearable-coach.finetuning.succeeded", "wearable-coach.finetuning.failed"]
MOST_RESTARTS = 3
"""Times that a job whose worker died goes on from its checkpoint before it is given up."""


LEASE_HOLDS, LEASE_RENEWED_AFTER = timedelta(minutes=30), timedelta(minutes=5)


class StateSeen(Record):
    """A state, and when it was first seen."""

    state: State
    at: AwareDatetime
    raw: str = Field("", description="The backend's own word, where it is none that we know")
    detail: str = ""


class Event(Record):
    """What is told once of a job's end; the id is the job's, so told twice is told once."""

    id: str
    kind: EventKind
    at: AwareDatetime
    told_at: dict[str, AwareDatetime] = Field({}, description="When it was told, by sink")


class EvaluationLease(Record):
    """Who evaluates a job's model, so that the watch does not beside; it lapses where that one dies."""

    by: str
    until: AwareDatetime

    def holds(self, now: datetime) -> bool:
        """Say whether it still holds."""
        return now < self.until


class Job(Record):
    """One fine-tuning job."""

    schema_version: Literal[1] = 1
    name: str
    tuner: str = Field(description="How its backend is opened: local, azure, foundry or block:NAME")
    order: JobOrder
    estimate: Estimate | None = None
    states: tuple[StateSeen, ...] = Field(min_length=1)
    restarts: int = 0
    progress: TrainingProgress = TrainingProgress()
    reason: str = Field("", description="Why it ended other than completed")
    refused: bool = Field(default=False, description="Its backend never took it; nothing ran")
    result: JobResult | None = None
    event: Event | None = None
    lease: EvaluationLease | None = None

    @property
    def state(self) -> State:
        """The state seen last."""
        return self.states[-1].state

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return is_terminal(self.state)

    @property
    def confirmed(self) -> bool:
        """Whether its backend ever said that it has the job."""
        return self.state != "Submitting" and not self.refused

    @property
    def uncollected(self) -> bool:
        """Whether it completed at its backend, and what it left was not to be read until its deadline."""
        return self.state == "Failed" and self.states[-2].state == "Collecting"

    @property
    def waits(self) -> str:
        """For whom or what it waits; empty where it does not, or its backend does not say."""
        return self.states[-1].detail if self.state in {"Queued", "Collecting"} else ""

    def unannounced(self, sinks: Iterable[str]) -> tuple[str, ...]:
        """Return those of the sinks that its end is still to be told to."""
        if self.event is None:
            return ()
        return tuple(sink for sink in sinks if sink not in self.event.told_at)

    def overdue(self, now: datetime) -> timedelta | None:
        """Return how long it has been in a state that it should have left; None when it is in time."""
        limit, spent = deadline(self.state), now - self.states[-1].at
        return spent if limit is not None and spent > limit else None

    def saw(self, seen: Seen, *, at: datetime, result: JobResult | None = None) -> Job:
        """Return the job after a poll. An ended job stays as it ended."""
        if self.ended:
            return self
        state = canonical(seen.state)
        raw = seen.state if state == "Unknown" else ""
        moved = self.entered(state, at=at, raw=raw, detail=seen.reason)
        if state == "Queued" == moved.state:
            moved = moved.waiting_for(seen.reason)
        return _changed(moved, progress=_later(self.progress, seen.progress), result=result)

    def entered(self, state: State, *, at: datetime, raw: str = "", detail: str = "") -> Job:
        """Return the job in a state; when that ends it, with the event that tells so."""
        last = self.states[-1]
        if self.ended or (last.state == state and last.raw == raw):
            return self
        if self.state == "CancelRequested" and not is_terminal(state):
            return self
        job = _changed(
            self, states=(*self.states, StateSeen(state=state, at=at, raw=raw, detail=detail))
        )
        if not is_terminal(state):
            return job
        kind: EventKind = SUCCEEDED if state == "Completed" else FAILED
        event = Event(
            id=str(uuid5(NAMESPACE_URL, f"{kind}/{self.name}/{len(job.states)}")), kind=kind, at=at
        )
        reason = "" if state == "Completed" else detail or last.detail or state.lower()
        return _changed(job, event=event, reason=reason)

    def waiting_for(self, what: str) -> Job:
        """Return the job with what it waits for by now; silence takes nothing away."""
        if not what or what == self.states[-1].detail:
            return self
        last = _changed_detail(self.states[-1], what)
        return _changed(self, states=(*self.states[:-1], last))

    def collecting(self, fault: str, *, at: datetime) -> Job:
        """Return the job as completed at its backend, which does not give what it left just now."""
        moved = self.entered("Collecting", at=at, detail=fault)
        return moved.waiting_for(fault) if moved.state == "Collecting" else moved

    def restarted(self, *, at: datetime) -> Job:
        """Return the job, counted as started once more after its worker died."""
        return _changed(self, restarts=self.restarts + 1).entered(
            "Queued", at=at, detail="restarted"
        )

    def turned_away(self, reason: str, *, at: datetime) -> Job:
        """Return the job as refused by its backend, unless that took it already."""
        if self.confirmed:
            return self
        return _changed(self.entered("Failed", at=at, detail=reason), refused=True)

    def reopened(self, *, at: datetime) -> Job:
        """Return a refused job as to be submitted again, an uncollected one as to be looked at again.

        Any other stays as it is.
        """
        if self.uncollected:
            again = StateSeen(state="Collecting", at=at, detail="looked at again")
        elif self.refused:
            again = StateSeen(state="Submitting", at=at, detail="submitted again")
        else:
            return self
        return _changed(self, states=(*self.states, again), event=None, reason="", refused=False)

    def announced(self, sink: str, *, at: datetime) -> Job:
        """Return the job with its event marked as told to a sink."""
        if self.event is None or sink in self.event.told_at:
            return self
        announced_at = {**self.event.told_at, sink: at}
        return _changed(self, event=self.event.model_copy(update={"told_at": announced_at}))

    def leased(self, by: str, *, at: datetime) -> Job:
        """Return the job as evaluated by somebody; one lease is renewed seldom enough to be cheap."""
        until = at + LEASE_HOLDS
        if self.lease and self.lease.by == by and until - self.lease.until < LEASE_RENEWED_AFTER:
            return self
        return _changed(self, lease=EvaluationLease(by=by, until=until))


def new_job(order: JobOrder, *, tuner: str, estimate: Estimate | None, at: datetime) -> Job:
    """Return a job that is about to be submitted."""
    return Job(
        name=order.name,
        tuner=tuner,
        order=order,
        estimate=estimate,
        states=(StateSeen(state="Submitting", at=at),),
    )


def _changed(job: Job, **changes: Any) -> Job:  # noqa: ANN401 - the fields' own types
    return job.model_copy(update=changes)


def _changed_detail(state: StateSeen, detail: str) -> StateSeen:
    return state.model_copy(update={"detail": detail})


def _later(known: TrainingProgress, seen: TrainingProgress) -> TrainingProgress:
    """Return what is known after a poll; a backend that says nothing takes nothing away."""
    return known if seen == TrainingProgress() else seen
