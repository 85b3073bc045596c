"""Watching jobs: every open one is polled once, its end is told once, and no fault stops the round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Literal, NamedTuple, Protocol

from wearable_coach.errors import BadInput, CoachError, TransientError
from wearable_coach.finetuning.contract import FineTuner, Seen, UnknownJob
from wearable_coach.finetuning.job import MOST_RESTARTS, Event, Job
from wearable_coach.finetuning.ledger import JobLedger
from wearable_coach.finetuning.states import STALLED
from wearable_coach.finetuning.submission import Clock, hand_over, write_down
from wearable_coach.store import Exists, Store
from wearable_coach.store.datasets import json_bytes

EVALUATION = "evaluation"
"""Name of the sink that follows a success until there is a verdict."""


class StillUnderWay(CoachError):
    """What a sink does about an end takes more than one look: it goes on in the next round."""

    def __init__(self, message: str, *, fault: bool = False) -> None:
        """Say what it waits for, and whether that is a fault."""
        super().__init__(message)
        self.fault = fault

    def __reduce__(self) -> tuple[partial[StillUnderWay], tuple[str]]:
        """Come back whole from another process."""
        return partial(type(self), fault=self.fault), (str(self),)


class EndedBadly(CoachError):
    """What a sink does about an end is over and came to nothing: people are to be told."""


class EventSink(Protocol):
    """Where the end of a job is told. Telling the same event id again must change nothing.

    A sink that is not done with one look comes last: those after it wait for it.
    """

    @property
    def name(self) -> str:
        """Name under which the job keeps that it was told here."""

    def emit(self, event: Event, job: Job) -> None:
        """Tell an event.

        Raises:
            TransientError: it could not be told just now.
            StillUnderWay: it goes on in the next round.
            EndedBadly: it is told, and came to nothing.
        """


class StoreSink:
    """Tells events as ``events/<id>.json`` in the store, each written once."""

    name = "store"

    def __init__(self, store: Store) -> None:
        """Write into `store`."""
        self._store = store

    def emit(self, event: Event, job: Job) -> None:
        """Write the event, unless it is there."""
        try:
            self._store.create(f"events/{event.id}.json", json_bytes(event_payload(event, job)))
        except Exists:
            return


Kind = Literal[
    "same", "moved", "ended", "stalled", "unreachable", "fault", "following", "settled", "alarm"
]
"""Of a job that ended before, `following`: its evaluation is under way, `settled`: that is over,
`alarm`: it came to nothing. Of what is served: `same`, or `alarm` where it was swapped."""


class Polled(NamedTuple):
    """What one look at a job gave."""

    name: str
    state: str
    kind: Kind
    message: str = ""


class Watcher(NamedTuple):
    """What a round of watching works with."""

    store: Store
    open_tuner: Callable[[str], FineTuner]
    """Opens the backend of a job by the job's `tuner` name."""
    sinks: tuple[EventSink, ...]
    clock: Clock

    def poll_all(self) -> list[Polled]:
        """Poll every open job once, the oldest first; one that cannot be read is told as a fault.

        Raises:
            BadInput: the jobs cannot be listed.
        """
        found: list[Polled] = []
        waiting = reversed(
            JobLedger(self.store).jobs(
                lambda name, error: found.append(Polled(name, "Unknown", "fault", str(error)))
            )
        )
        found.extend(self.poll(job) for job in waiting if self.needs_polling(job))
        return found

    def needs_polling(self, job: Job) -> bool:
        """Say whether there is anything to do: it is under way, or its end is not told here yet."""
        return is_awaited(job, (sink.name for sink in self.sinks))

    def poll(self, job: Job) -> Polled:
        """Poll one job, write down what is new, and tell its end."""
        before = job
        try:
            job = self._polled(job)
            job = self._announced(job)
        except TransientError as error:
            late = job.state == "Submitting" and job.overdue(self.clock()) is not None
            return Polled(job.name, job.state, "stalled" if late else "unreachable", str(error))
        except (StillUnderWay, EndedBadly) as told:
            return _followed(before, JobLedger(self.store).read(job.name), told)
        except CoachError as error:
            now = JobLedger(self.store).find(job.name) or job
            return Polled(job.name, now.state, "fault", str(error))
        if job.ended:
            kind: Kind = "ended" if _ends_now(before, job) else "settled"
            return Polled(job.name, job.state, kind, job.reason)
        if job.state in STALLED | {"Unknown", "Collecting"}:
            last = job.states[-1]
            return Polled(job.name, job.state, "stalled", last.detail or last.raw)
        return Polled(job.name, job.state, "same" if job.state == before.state else "moved")

    def cancel(self, job: Job) -> Job:
        """Ask the job to stop, and write that down first, so that a kill in between loses nothing.

        A backend that cannot be asked just now is asked again in the next round.
        """
        job = self._update(
            job, lambda j: j.entered("CancelRequested", at=self.clock(), detail="cancelled by hand")
        )
        if not job.ended:
            self.poll(job)
        return JobLedger(self.store).read(job.name)

    def _polled(self, job: Job) -> Job:
        if job.ended:
            return job
        tuner = self.open_tuner(job.tuner)
        if job.state == "Submitting":
            return self._in_time(hand_over(self.store, tuner, job, clock=self.clock), tuner)
        if job.state == "CancelRequested":
            return self._cancelled(job, tuner)
        try:
            seen = tuner.status(job.name)
        except UnknownJob:  # taken away there: to start it again would pay for it again
            seen = Seen(state="Unknown", reason="its backend has no job of this name")
        if seen.revivable:
            return self._revived(job, seen, tuner)
        return self._in_time(write_down(self.store, tuner, job, seen, clock=self.clock), tuner)

    def _cancelled(self, job: Job, tuner: FineTuner) -> Job:
        try:
            tuner.cancel(job.name)
            seen = tuner.status(job.name)
        except UnknownJob:
            seen = Seen(state="Canceled", reason="cancelled before its backend had it")
        return self._in_time(write_down(self.store, tuner, job, seen, clock=self.clock), tuner)

    def _revived(self, job: Job, seen: Seen, tuner: FineTuner) -> Job:
        job = write_down(self.store, tuner, job, seen, clock=self.clock)
        if job.restarts >= MOST_RESTARTS:
            reason = f"its worker died {job.restarts + 1} times; last: {seen.reason}"
            return self._given_up(job, tuner, reason)
        self._update(job, lambda j: j.restarted(at=self.clock()))
        return hand_over(self.store, tuner, job, clock=self.clock)

    def _in_time(self, job: Job, tuner: FineTuner) -> Job:
        overdue = job.overdue(self.clock())
        if overdue is None:
            return job
        told = f" ({last})" if (last := job.states[-1].detail) else ""
        reason = f"{job.state} for {_hours(overdue)}, over its deadline{told}"
        if job.state == "Collecting":
            reason += "; it is paid for: mend that and order the same again, which looks again and trains nothing"
        return self._given_up(job, tuner, reason)

    def _given_up(self, job: Job, tuner: FineTuner, reason: str) -> Job:
        if job.state != "Collecting":
            with suppress(UnknownJob, BadInput):  # then nothing is left to stop
                tuner.cancel(job.name)
        return self._update(job, lambda j: j.entered("Failed", at=self.clock(), detail=reason))

    def _announced(self, job: Job) -> Job:
        unannounced = job.unannounced(sink.name for sink in self.sinks)
        for sink in self.sinks:
            if job.event is not None and sink.name in unannounced:
                try:
                    sink.emit(job.event, job)
                except EndedBadly:
                    self._mark_announced(job, sink.name)
                    raise
                job = self._mark_announced(job, sink.name)
        return job

    def _mark_announced(self, job: Job, sink: str) -> Job:
        return self._update(job, lambda j: j.announced(sink, at=self.clock()))

    def _update(self, job: Job, change: Callable[[Job], Job]) -> Job:
        return JobLedger(self.store).update(job.name, change)


def _followed(before: Job, job: Job, told: StillUnderWay | EndedBadly) -> Polled:
    """Return what a look at a job gave that ended before, or now, and is followed."""
    if isinstance(told, EndedBadly):
        return Polled(job.name, job.state, "alarm", str(told))
    going_on: Kind = "unreachable" if told.fault else "following"
    kind: Kind = "ended" if _ends_now(before, job) else going_on
    return Polled(job.name, job.state, kind, str(told))


def _ends_now(before: Job, job: Job) -> bool:
    """Say whether its end is new to somebody, but for those who evaluate it."""
    told = [set(j.event.told_at) - {EVALUATION} if j.event else set() for j in (before, job)]
    return not before.ended or told[1] > told[0]


def is_awaited(job: Job, sinks: Iterable[str]) -> bool:
    """Say whether a round has anything to do for a job: it is under way, or one of the sinks lacks its end."""
    return not job.ended or bool(job.unannounced(sinks))


def event_payload(event: Event, job: Job) -> dict[str, object]:
    """Return what an event says: names and figures, never a person's data."""
    return {
        "id": event.id,
        "event": event.kind,
        "occurred": event.at.isoformat(),
        "job": job.name,
        "backend": job.order.backend,
        "state": job.state,
        "reason": job.reason,
        "dataset_version": job.order.dataset_version,
        "base_model": job.order.base_model,
        "model": job.result.model if job.result else None,
    }


def _hours(time: timedelta) -> str:
    return f"{time.total_seconds() / 3600:.1f} h"
